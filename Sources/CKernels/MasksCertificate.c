#include "MasksSolve.h"

// Optimality of a mask, proved by potentials alone: on every element weight less potentials is at
// least 0 where it is kept and at most 0 where it is pruned, so that no mask with the same sums of
// rows and columns keeps more.

// Sums of rows and columns; where one is below `keep` in a ragged tile, a bit in `open`.
static int sums_hold(const assay_tile *tile, int whole, const uint8_t *mask, ptrdiff_t stride,
                     uint64_t *open_rows, uint64_t *open_columns) {
  int32_t column[tile_largest] = {0};
  *open_rows = *open_columns = 0;
  for (int i = 0; i < tile->rows; i++) {
    int32_t row = 0;
    for (int j = 0; j < tile->columns; j++) {
      const uint8_t bit = mask[i * stride + j];
      if (bit > 1) return 0;
      row += bit;
      column[j] += bit;
    }
    if (row > tile->keep || (whole && row != tile->keep)) return 0;
    *open_rows |= (uint64_t)(row < tile->keep) << i;
  }
  for (int j = 0; j < tile->columns; j++) {
    if (column[j] > tile->keep || (whole && column[j] != tile->keep)) return 0;
    *open_columns |= (uint64_t)(column[j] < tile->keep) << j;
  }
  return 1;
}

// One word more than the solvers have keeps every sum of tampered potentials exact.
typedef _BitInt(192) integer2;
typedef _BitInt(384) integer5;
typedef _BitInt(2368) integer36;
typedef __int128 stored2;
typedef _BitInt(320) stored5;
typedef _BitInt(2304) stored36;

#define ASSAY_HOLDS(words)                                                                      \
  static integer##words potential##words(const uint64_t *from) {                                \
    stored##words value;                                                                        \
    __builtin_memcpy(&value, from, words * 8);                                                  \
    return value;                                                                               \
  }                                                                                             \
                                                                                                \
  static int holds##words(const assay_tile *tile, const assay_tile_scale *scale, int whole,     \
                          const uint8_t *mask, ptrdiff_t stride, uint64_t open_rows,            \
                          uint64_t open_columns, const uint64_t *row_potentials,                \
                          const uint64_t *column_potentials) {                                  \
    for (int i = 0; i < tile->rows && !whole; i++) {                                            \
      const integer##words u = potential##words(row_potentials + i * words);                    \
      if (u < 0 || (u != 0 && (open_rows >> i & 1))) return 0;                                  \
    }                                                                                           \
    for (int j = 0; j < tile->columns && !whole; j++) {                                         \
      const integer##words v = potential##words(column_potentials + j * words);                 \
      if (v < 0 || (v != 0 && (open_columns >> j & 1))) return 0;                               \
    }                                                                                           \
    for (int i = 0; i < tile->rows; i++) {                                                      \
      const integer##words u = potential##words(row_potentials + i * words);                    \
      for (int j = 0; j < tile->columns; j++) {                                                 \
        const int k = i * tile->columns + j, shift = tile->exponent[k] - scale->unit;           \
        const uint64_t s = tile->significand[k];                                                \
        const integer##words v = potential##words(column_potentials + j * words);               \
        const integer##words w =                                                                \
            tile->level[k] == 2   ? (integer##words)1 << scale->nan                             \
            : tile->level[k] == 1 ? (integer##words)1 << scale->infinity                        \
            : s == 0              ? 0                                                           \
            : shift < 0           ? (integer##words)(s >> -shift)                               \
                                  : (integer##words)s << shift;                                 \
        if (mask[i * stride + j] ? w < u + v : w > u + v) return 0;                             \
      }                                                                                         \
    }                                                                                           \
    return 1;                                                                                   \
  }

ASSAY_HOLDS(2)
ASSAY_HOLDS(5)
ASSAY_HOLDS(36)

// The common case: potentials that no solver gives are refused before they are added.
static int holds1(const assay_tile *tile, const assay_tile_scale *scale, int whole,
                  const uint8_t *mask, ptrdiff_t stride, uint64_t open_rows,
                  uint64_t open_columns, const int64_t *u, const int64_t *v) {
  const int64_t most = (int64_t)1 << 61;
  int wrong = 0;
  for (int i = 0; i < tile->rows; i++) {
    wrong |= u[i] > most || u[i] < -most;
    wrong |= !whole && (u[i] < 0 || (u[i] != 0 && (open_rows >> i & 1)));
  }
  for (int j = 0; j < tile->columns; j++) {
    wrong |= v[j] > most || v[j] < -most;
    wrong |= !whole && (v[j] < 0 || (v[j] != 0 && (open_columns >> j & 1)));
  }
  if (wrong) return 0;
  int64_t special[3] = {0};
  for (int level = 1; level < 3; level++) {
    const int bit = level == 1 ? scale->infinity : scale->nan;
    special[level] = (int64_t)1 << (bit & 63);
  }
  for (int i = 0; i < tile->rows; i++)
    for (int j = 0; j < tile->columns; j++) {
      const int k = i * tile->columns + j, shift = tile->exponent[k] - scale->unit;
      const uint64_t s = tile->significand[k];
      const int64_t finite = (int64_t)(shift < 0 ? s >> (-shift & 63) : s << (shift & 63));
      const int64_t w = tile->level[k] ? special[tile->level[k]] : s == 0 ? 0 : finite;
      const int64_t sum = u[i] + v[j];
      wrong |= mask[i * stride + j] ? w < sum : w > sum;
    }
  return !wrong;
}

int32_t assay_certificate_holds(const assay_magnitudes *magnitudes, const uint64_t *keys,
                                ptrdiff_t stride, int32_t rows, int32_t columns, int32_t keep,
                                int32_t whole, const uint8_t *mask, ptrdiff_t mask_stride,
                                const assay_certificate *certificate,
                                const uint64_t *row_potentials,
                                const uint64_t *column_potentials) {
  assay_tile tile;
  assay_tile_load(magnitudes, keys, stride, rows, columns, &tile);
  tile.keep = keep;
  const assay_tile_scale scale = assay_scale(&tile);
  if (scale.unit != certificate->unit || scale.infinity != certificate->infinity ||
      scale.nan != certificate->nan)
    return 0;
  uint64_t open_rows, open_columns;
  if (!sums_hold(&tile, whole, mask, mask_stride, &open_rows, &open_columns)) return 0;
  const int words = certificate->words;
  if (words == 1)
    return scale.bits <= solve64_bits &&
           holds1(&tile, &scale, whole, mask, mask_stride, open_rows, open_columns,
                  (const int64_t *)row_potentials, (const int64_t *)column_potentials);
  if (scale.bits > 64 * words - 10) return 0;
  if (words == wide_2)
    return holds2(&tile, &scale, whole, mask, mask_stride, open_rows, open_columns,
                  row_potentials, column_potentials);
  if (words == wide_5)
    return holds5(&tile, &scale, whole, mask, mask_stride, open_rows, open_columns,
                  row_potentials, column_potentials);
  return words == wide_36 && holds36(&tile, &scale, whole, mask, mask_stride, open_rows,
                                     open_columns, row_potentials, column_potentials);
}
