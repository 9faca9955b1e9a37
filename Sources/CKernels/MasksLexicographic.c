#include "MasksTile.h"

static int top_bit(uint64_t bits) { return 64 - (bits == 0 ? 64 : __builtin_clzll(bits)); }

assay_tile_scale assay_scale(const assay_tile *tile) {
  int32_t low = INT32_MAX, high = INT32_MIN, specials = 0;
  const int count = tile->rows * tile->columns;
  for (int i = 0; i < count; i++) {
    specials |= tile->level[i];
    const uint64_t s = tile->significand[i];
    if (s == 0) continue;
    const int32_t l = tile->exponent[i] + __builtin_ctzll(s), h = tile->exponent[i] + top_bit(s);
    low = l < low ? l : low;
    high = h > high ? h : high;
  }
  if (low > high) low = high = 0;
  // A tile has at most 2^10 elements.
  const int32_t span = high - low;
  const int32_t infinity = span + 10, nan = infinity + (specials & 1 ? 11 : 0);
  const int32_t bits = specials & 2 ? nan + 1 : specials & 1 ? infinity + 1 : span;
  return (assay_tile_scale){.unit = low, .infinity = infinity, .nan = nan, .bits = bits};
}

// Whether exchanges can go round at all: removing columns that lead nowhere leaves some.
static int has_cycle(const assay_tile *tile, const assay_tile_choice *choice) {
  uint64_t next[tile_columns] = {0}, left = 0;
  for (int i = 0; i < tile->rows; i++) {
    if (choice->kept_tight[i] == 0 || choice->pruned_tight[i] == 0) continue;
    left |= choice->kept_tight[i];
    for (uint64_t k = choice->kept_tight[i]; k != 0; k &= k - 1)
      next[__builtin_ctzll(k)] |= choice->pruned_tight[i];
  }
  for (;;) {
    uint64_t stay = 0;
    for (uint64_t k = left; k != 0; k &= k - 1)
      if (next[__builtin_ctzll(k)] & left) stay |= k & -k;
    if (stay == left) return left != 0;
    left = stay;
  }
}

// Exchanges a kept and a pruned column of a row.
static void exchange(assay_tile_choice *choice, int row, int drop, int pick) {
  const uint64_t out = (uint64_t)1 << drop, in = (uint64_t)1 << pick;
  choice->kept[row] ^= out | in;
  choice->kept_tight[row] ^= out | in;
  choice->pruned_tight[row] ^= out | in;
}

// Makes row i keep column j by a round of exchanges among what follows in row-major order.
static void try_to_keep(const assay_tile *tile, assay_tile_choice *choice, int32_t *taken,
                        uint64_t is_free, int i, int j) {
  const uint64_t one = 1, later = ~(uint64_t)0 << j << 1;
  const uint64_t wanted = choice->kept_tight[i] & later;
  const uint64_t places = ((one << (tile->width - 1) << 1) - 1) & ~((one << tile->columns) - 1);
  uint8_t row_to[tile_columns], column_to[tile_columns];
  uint64_t reached = one << j, fresh = reached;
  const int slack = tile->rows;
  // Columns from which a unit can leave for the fresh ones are reached next.
  while (fresh != 0 && !(reached & wanted)) {
    uint64_t next = 0;
    for (int r = i + 1; r <= slack; r++) {
      uint64_t drops, picks;
      if (r < slack) {
        drops = choice->kept_tight[r];
        picks = choice->pruned_tight[r];
      } else {
        if (tile->width == tile->columns) break;
        drops = picks = places;
        for (int c = 0; c < tile->columns; c++) {
          if (!(is_free >> c & 1)) continue;
          if (taken[c] < tile->keep) drops |= one << c;
          if (taken[c] > 0) picks |= one << c;
        }
      }
      const uint64_t from = drops & fresh;
      if (from == 0) continue;
      const uint64_t to = picks & ~(reached | next);
      for (uint64_t k = to; k != 0; k &= k - 1) {
        row_to[__builtin_ctzll(k)] = (uint8_t)r;
        column_to[__builtin_ctzll(k)] = (uint8_t)__builtin_ctzll(from);
      }
      next |= to;
    }
    reached |= next;
    fresh = next;
  }
  if (!(reached & wanted)) return;
  const int last = __builtin_ctzll(reached & wanted);
  exchange(choice, i, last, j);
  for (int at = last; at != j; at = column_to[at]) {
    if (row_to[at] < slack) {
      exchange(choice, row_to[at], column_to[at], at);
    } else {
      // The room of one column goes to the other.
      if (column_to[at] < tile->columns) taken[column_to[at]]++;
      if (at < tile->columns) taken[at]--;
    }
  }
}

void assay_lexicographic(const assay_tile *tile, assay_tile_choice *choice, int32_t *taken,
                         uint64_t is_free) {
  if (tile->width == tile->columns && !has_cycle(tile, choice)) return;
  const uint64_t elements = ((uint64_t)1 << tile->columns) - 1;
  for (int i = 0; i < tile->rows; i++)
    for (uint64_t open = choice->pruned_tight[i] & elements; open != 0;
         open = choice->pruned_tight[i] & elements & ~((open & -open) - 1) & ~(open & -open))
      try_to_keep(tile, choice, taken, is_free, i, __builtin_ctzll(open));
}
