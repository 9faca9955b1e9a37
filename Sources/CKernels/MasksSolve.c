#include "MasksTile.h"
#include "MasksSolve.h"

// The optimum of a tile in 64-bit integers, eight columns to a vector.
//
// Each row starts with the `keep` largest of its elements, which is the optimum where columns have
// no limit. While some column holds too much, the cheapest chain of exchanges from such a column to
// one with room is found by Dijkstra's algorithm over columns; an exchange in row i of column j for
// k costs the difference of their weights less prices. Raising the prices of the columns on the
// near side by what the chain costs keeps every row at its optimum, and the prices are in the end
// the column potentials that prove the optimum.

static const assay_v8 lane = {1, 2, 4, 8, 16, 32, 64, 128};
static const assay_v8 number = {0, 1, 2, 3, 4, 5, 6, 7};

// All ones in the lanes of vector b whose bits are set.
#define LANES(bits, b) (((assay_v8){} + (int64_t)((bits) >> 8 * (b) & 255) & lane) != 0)

// The kept columns of a row: fewer than `keep` others are larger, or equal and to the left.
ASSAY_INLINE uint64_t largest(const int nb, const assay_v8 *row, int width, int keep) {
  const int64_t *values = (const int64_t *)row;
  uint64_t kept = 0;
  for (int j = 0; j < width; j++) {
    int before = 0;
    for (int b = 0; b < nb; b++) {
      const assay_v8 position = number + 8 * b;
      const assay_v8 first = (row[b] > values[j]) | ((row[b] == values[j]) & (position < j));
      before += __builtin_popcountll(ASSAY_BITS8(first));
    }
    kept |= (uint64_t)(before < keep) << j;
  }
  return kept;
}

ASSAY_INLINE void solve(const int nb, const assay_tile *tile, const int64_t *weights,
                        assay_tile_choice *choice, int32_t *taken, uint64_t *is_free,
                        int64_t *row_potentials, int64_t *column_potentials) {
  const int64_t never = INT64_MAX;
  const int rows = tile->rows, width = tile->width, keep = tile->keep;
  const uint64_t all = (((uint64_t)1 << (width - 1)) << 1) - 1;
  const uint64_t elements = ((uint64_t)1 << tile->columns) - 1;
  assay_v8 reduced[tile_largest * nb], price[nb];
  uint32_t holders[tile_columns] = {0};
  for (int b = 0; b < nb; b++) price[b] = (assay_v8){};
  for (int j = 0; j < width; j++) taken[j] = 0;
  const assay_v8 bottom = (assay_v8){} + INT64_MIN;
  for (int i = 0; i < rows; i++) {
    for (int b = 0; b < nb; b++) {
      assay_v8 w;
      ASSAY_LOAD(w, weights + (i * nb + b) * 8);
      reduced[i * nb + b] = ASSAY_CHOOSE(LANES(all, b), w, bottom);
    }
    const uint64_t kept = largest(nb, reduced + i * nb, width, keep);
    choice->kept[i] = kept;
    for (uint64_t k = kept; k != 0; k &= k - 1) {
      const int j = __builtin_ctzll(k);
      holders[j] |= (uint32_t)1 << i;
      taken[j]++;
    }
    for (int b = 0; b < nb; b++)
      reduced[i * nb + b] = ASSAY_CHOOSE(LANES(all, b), reduced[i * nb + b], (assay_v8){});
  }
  uint64_t excess = 0, room = all & ~elements;
  for (int j = 0; j < tile->columns; j++) {
    excess |= (uint64_t)(taken[j] > keep) << j;
    room |= (uint64_t)(taken[j] < keep) << j;
  }
  while (excess != 0) {
    assay_v8 distance[nb], closed[nb], from[nb];
    for (int b = 0; b < nb; b++) {
      closed[b] = ~LANES(all, b);
      distance[b] = (assay_v8){} + never;
      distance[b] &= ~LANES(excess, b);
      from[b] = (assay_v8){};
    }
    int64_t at[tile_columns];
    int order[tile_columns], count = 0, last;
    int64_t length;
    for (;;) {
      assay_v8 nearest = distance[0];
      for (int b = 1; b < nb; b++) nearest = ASSAY_MIN(nearest, distance[b]);
      length = __builtin_reduce_min(nearest);
      uint64_t ties = 0;
      for (int b = 0; b < nb; b++)
        ties |= ASSAY_BITS8((distance[b] == length) & ~closed[b]) << 8 * b;
      // Of equally near columns one with room ends the search.
      last = __builtin_ctzll(ties & room ? ties & room : ties);
      if (room >> last & 1) break;
      at[count] = length;
      order[count++] = last;
      for (int b = 0; b < nb; b++) {
        const assay_v8 here = LANES((uint64_t)1 << last, b);
        closed[b] |= here;
        distance[b] = ASSAY_CHOOSE(here, (assay_v8){} + never, distance[b]);
      }
      for (uint32_t k = holders[last]; k != 0; k &= k - 1) {
        const int i = __builtin_ctz(k);
        const int64_t start = length + ((const int64_t *)(reduced + i * nb))[last];
        for (int b = 0; b < nb; b++) {
          const assay_v8 next = start - reduced[i * nb + b];
          const assay_v8 nearer =
              (next < distance[b]) & ~(closed[b] | LANES(choice->kept[i], b));
          distance[b] = ASSAY_CHOOSE(nearer, next, distance[b]);
          from[b] = ASSAY_CHOOSE(nearer, (assay_v8){} + (i << 8 | last), from[b]);
        }
      }
    }
    assay_v8 raise[nb];
    for (int b = 0; b < nb; b++) raise[b] = (assay_v8){};
    for (int n = 0; n < count; n++)
      for (int b = 0; b < nb; b++)
        raise[b] |= LANES((uint64_t)1 << order[n], b) & (length - at[n]);
    for (int b = 0; b < nb; b++) price[b] += raise[b];
    for (int i = 0; i < rows; i++)
      for (int b = 0; b < nb; b++) reduced[i * nb + b] -= raise[b];
    if (last < tile->columns && ++taken[last] == keep) room ^= (uint64_t)1 << last;
    if (last >= tile->columns) taken[last]++;
    while (!(excess >> last & 1)) {
      const int64_t step = ((const int64_t *)from)[last];
      const int i = (int)(step >> 8), j = (int)(step & 255);
      choice->kept[i] ^= (uint64_t)1 << j | (uint64_t)1 << last;
      holders[last] |= (uint32_t)1 << i;
      holders[j] &= ~((uint32_t)1 << i);
      last = j;
    }
    if (--taken[last] == keep) excess ^= (uint64_t)1 << last;
  }
  for (int i = 0; i < rows; i++) {
    const uint64_t kept = choice->kept[i], pruned = all & ~kept;
    assay_v8 most = bottom, least = (assay_v8){} + never;
    for (int b = 0; b < nb; b++) {
      most = ASSAY_MAX(most, ASSAY_CHOOSE(LANES(pruned, b), reduced[i * nb + b], bottom));
      const assay_v8 top = (assay_v8){} + never;
      least = ASSAY_MIN(least, ASSAY_CHOOSE(LANES(kept, b), reduced[i * nb + b], top));
    }
    const int64_t low = __builtin_reduce_max(most), high = __builtin_reduce_min(least);
    // Anything between the two proves the row; a row with places left has potential 0.
    int64_t potential = pruned == 0 ? high : low;
    if (width > tile->columns && potential < 0) potential = 0;
    row_potentials[i] = potential;
    uint64_t tight = 0;
    if (low == high)
      for (int b = 0; b < nb; b++) tight |= ASSAY_BITS8(reduced[i * nb + b] == low) << 8 * b;
    choice->kept_tight[i] = tight & kept;
    choice->pruned_tight[i] = tight & pruned;
  }
  const int64_t *prices = (const int64_t *)price;
  *is_free = 0;
  for (int j = 0; j < tile->columns; j++) {
    column_potentials[j] = prices[j];
    *is_free |= (uint64_t)(prices[j] == 0) << j;
  }
}

#define ASSAY_KERNEL(level, target, nb)                                                          \
  target static void level##_##nb(const assay_tile *tile, const int64_t *weights,                \
                                  assay_tile_choice *choice, int32_t *taken, uint64_t *is_free,  \
                                  int64_t *row_potentials, int64_t *column_potentials) {         \
    solve(nb, tile, weights, choice, taken, is_free, row_potentials, column_potentials);         \
  }
#define ASSAY_DEFINE(level, target) \
  ASSAY_KERNEL(level, target, 1)    \
  ASSAY_KERNEL(level, target, 2)    \
  ASSAY_KERNEL(level, target, 4)    \
  ASSAY_KERNEL(level, target, 8)
#define ASSAY_ROW(level) {level##_1, level##_2, level##_4, level##_8}

ASSAY_DEFINE(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
ASSAY_DEFINE(avx2, ASSAY_AVX2)
ASSAY_DEFINE(avx512, ASSAY_AVX512)
#endif

static assay_solve64 *const kernels[][4] = {
    ASSAY_ROW(plain),
#if ASSAY_HAS_LEVELS
    ASSAY_ROW(avx2),
    ASSAY_ROW(avx512),
#endif
};

assay_solve64 *assay_solver(int32_t level, int32_t width, int32_t *stride) {
  const int index = width <= 8 ? 0 : width <= 16 ? 1 : width <= 32 ? 2 : 3;
  *stride = 8 << index;
  return kernels[ASSAY_HAS_LEVELS ? level : 0][index];
}
