#include "MasksSolve.h"

// The optimum of a tile whose magnitudes lie too far apart for 64 bits: the method of MasksSolve.c,
// one column at a time.

typedef __int128 integer2;
typedef _BitInt(320) integer5;
typedef _BitInt(2304) integer36;

#define ASSAY_WIDE(words)                                                                         \
  static integer##words weight##words(const assay_tile *tile, const assay_tile_scale *scale,      \
                                      int i, int j) {                                             \
    if (j >= tile->columns) return 0;                                                             \
    const int k = i * tile->columns + j;                                                          \
    if (tile->level[k] != 0)                                                                      \
      return (integer##words)1 << (tile->level[k] == 1 ? scale->infinity : scale->nan);           \
    const int shift = tile->exponent[k] - scale->unit;                                            \
    const uint64_t s = tile->significand[k];                                                      \
    return s == 0 ? 0 : shift < 0 ? (integer##words)(s >> -shift) : (integer##words)s << shift;   \
  }                                                                                               \
                                                                                                  \
  static void solve##words(const assay_tile *tile, const assay_tile_scale *scale,                 \
                           assay_tile_choice *choice, int32_t *taken, uint64_t *is_free,          \
                           uint64_t *row_potentials, uint64_t *column_potentials,                 \
                           integer##words *reduced) {                                             \
    typedef integer##words integer;                                                               \
    const int rows = tile->rows, width = tile->width, keep = tile->keep;                          \
    const uint64_t one = 1, all = ((one << (width - 1)) << 1) - 1;                                \
    integer price[tile_columns], distance[tile_columns];                                          \
    int row_to[tile_columns], column_to[tile_columns];                                            \
    for (int j = 0; j < width; j++) price[j] = 0, taken[j] = 0;                                   \
    for (int i = 0; i < rows; i++) {                                                              \
      integer *row = reduced + i * width;                                                         \
      for (int j = 0; j < width; j++) row[j] = weight##words(tile, scale, i, j);                  \
      choice->kept[i] = 0;                                                                        \
      for (int j = 0; j < width; j++) {                                                           \
        int before = 0;                                                                           \
        for (int k = 0; k < width; k++) before += row[k] > row[j] || (row[k] == row[j] && k < j); \
        if (before < keep) choice->kept[i] |= one << j, taken[j]++;                               \
      }                                                                                           \
    }                                                                                             \
    uint64_t excess = 0, room = all & ~((one << tile->columns) - 1);                              \
    for (int j = 0; j < tile->columns; j++) {                                                     \
      excess |= (uint64_t)(taken[j] > keep) << j;                                                 \
      room |= (uint64_t)(taken[j] < keep) << j;                                                   \
    }                                                                                             \
    while (excess != 0) {                                                                         \
      uint64_t reached = excess, closed = 0;                                                      \
      int last;                                                                                   \
      for (int j = 0; j < width; j++) distance[j] = 0;                                            \
      for (;;) {                                                                                  \
        last = -1;                                                                                \
        for (uint64_t k = reached & ~closed; k != 0; k &= k - 1) {                                \
          const int j = __builtin_ctzll(k);                                                       \
          if (last < 0 || distance[j] < distance[last]) last = j;                                 \
        }                                                                                         \
        if (room >> last & 1) break;                                                              \
        closed |= one << last;                                                                    \
        for (int i = 0; i < rows; i++) {                                                          \
          if (!(choice->kept[i] >> last & 1)) continue;                                           \
          const integer *row = reduced + i * width;                                               \
          const integer start = distance[last] + row[last];                                       \
          for (uint64_t k = all & ~(closed | choice->kept[i]); k != 0; k &= k - 1) {              \
            const int j = __builtin_ctzll(k);                                                     \
            const integer next = start - row[j];                                                  \
            if ((reached >> j & 1) && next >= distance[j]) continue;                              \
            reached |= one << j;                                                                  \
            distance[j] = next;                                                                   \
            row_to[j] = i;                                                                        \
            column_to[j] = last;                                                                  \
          }                                                                                       \
        }                                                                                         \
      }                                                                                           \
      for (uint64_t k = closed; k != 0; k &= k - 1) {                                             \
        const int j = __builtin_ctzll(k);                                                         \
        const integer raise = distance[last] - distance[j];                                       \
        price[j] += raise;                                                                        \
        for (int i = 0; i < rows; i++) reduced[i * width + j] -= raise;                           \
      }                                                                                           \
      taken[last]++;                                                                              \
      if (last < tile->columns && taken[last] == keep) room ^= one << last;                       \
      while (!(excess >> last & 1)) {                                                             \
        choice->kept[row_to[last]] ^= one << last | one << column_to[last];                       \
        last = column_to[last];                                                                   \
      }                                                                                           \
      if (--taken[last] == keep) excess ^= one << last;                                           \
    }                                                                                             \
    for (int i = 0; i < rows; i++) {                                                              \
      const integer *row = reduced + i * width;                                                   \
      const uint64_t kept = choice->kept[i], pruned = all & ~kept;                                \
      int low = -1, high = -1;                                                                    \
      for (int j = 0; j < width; j++) {                                                           \
        if (kept >> j & 1) {                                                                      \
          if (high < 0 || row[j] < row[high]) high = j;                                           \
        } else if (low < 0 || row[j] > row[low]) {                                                \
          low = j;                                                                                \
        }                                                                                         \
      }                                                                                           \
      integer potential = row[low < 0 ? high : low];                                              \
      if (width > tile->columns && potential < 0) potential = 0;                                  \
      __builtin_memcpy(row_potentials + i * words, &potential, words * 8);                        \
      uint64_t tight = 0;                                                                         \
      if (low >= 0 && row[low] == row[high])                                                      \
        for (int j = 0; j < width; j++) tight |= (uint64_t)(row[j] == row[low]) << j;             \
      choice->kept_tight[i] = tight & kept;                                                       \
      choice->pruned_tight[i] = tight & pruned;                                                   \
    }                                                                                             \
    *is_free = 0;                                                                                 \
    for (int j = 0; j < tile->columns; j++) {                                                     \
      __builtin_memcpy(column_potentials + j * words, &price[j], words * 8);                      \
      *is_free |= (uint64_t)(price[j] == 0) << j;                                                 \
    }                                                                                             \
  }

ASSAY_WIDE(2)
ASSAY_WIDE(5)
ASSAY_WIDE(36)

void assay_solve_wide(int32_t words, const assay_tile *tile, const assay_tile_scale *scale,
                      assay_tile_choice *choice, int32_t *taken, uint64_t *is_free,
                      uint64_t *row_potentials, uint64_t *column_potentials) {
  if (words == wide_2) {
    integer2 reduced[tile->rows * tile->width];
    solve2(tile, scale, choice, taken, is_free, row_potentials, column_potentials, reduced);
  } else if (words == wide_5) {
    integer5 reduced[tile->rows * tile->width];
    solve5(tile, scale, choice, taken, is_free, row_potentials, column_potentials, reduced);
  } else {
    integer36 reduced[tile->rows * tile->width];
    solve36(tile, scale, choice, taken, is_free, row_potentials, column_potentials, reduced);
  }
}
