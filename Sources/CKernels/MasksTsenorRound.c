#include "MasksTile.h"

// The exchange that gives row i and column j one element more: (i, k) and (r, j) for (r, k). The
// first of those that gain most in row-major order of (r, k).
typedef struct {
  int row, column;
} place;

#define ASSAY_SEARCH(name, integer)                                                              \
  static int name(const assay_tile *tile, const assay_tile_scale *scale, const uint32_t *kept,   \
                  int i, int j, place *best) {                                                   \
    const int of = tile->columns;                                                                \
    integer most = 0, row_weight[tile_largest];                                                  \
    for (int k = 0; k < of; k++) row_weight[k] = name##_weight(tile, scale, i * of + k);         \
    int found = 0;                                                                               \
    for (int r = 0; r < of; r++) {                                                               \
      if (r == i || (kept[r] >> j & 1)) continue;                                                \
      const integer column_weight = name##_weight(tile, scale, r * of + j);                      \
      for (uint32_t bits = kept[r] & ~kept[i]; bits != 0; bits &= bits - 1) {                    \
        const int k = __builtin_ctz(bits);                                                       \
        const integer gain =                                                                     \
            row_weight[k] + column_weight - name##_weight(tile, scale, r * of + k);              \
        if (gain > most) most = gain, *best = (place){r, k}, found = 1;                          \
      }                                                                                          \
    }                                                                                            \
    return found;                                                                                \
  }

#define ASSAY_WEIGHT(name, integer)                                                              \
  static integer name##_weight(const assay_tile *tile, const assay_tile_scale *scale, int k) {   \
    const int shift = tile->exponent[k] - scale->unit;                                           \
    const uint64_t s = tile->significand[k];                                                     \
    if (tile->level[k] != 0)                                                                     \
      return (integer)1 << (tile->level[k] == 1 ? scale->infinity : scale->nan);                 \
    return s == 0 ? 0 : shift < 0 ? (integer)(s >> -shift) : (integer)s << shift;                \
  }                                                                                              \
  ASSAY_SEARCH(name, integer)

typedef _BitInt(320) integer5;
ASSAY_WEIGHT(narrow, int64_t)
ASSAY_WEIGHT(wide, integer5)

static const assay_magnitudes binary32 = {
    .kind = assay_sign_magnitude,
    .code_bytes = 4,
    .code_mask = 0xFFFFFFFF,
    .sign = 0x80000000,
    .magnitude_mask = 0x7FFFFFFF,
    .nan_code = UINT64_MAX,
    .infinity = 0x7F800000,
    .nan = 0x7F800001,
    .trailing_bits = 23,
    .gradual = 1,
    .has_zero = 1,
    .hidden = 1 << 23,
};

void assay_tsenor_round(int32_t keep, int32_t of, const float *in, const float *fractions,
                        ptrdiff_t stride, uint8_t *mask, ptrdiff_t mask_stride) {
  uint64_t keys[tile_largest * tile_largest];
  for (int i = 0; i < of; i++)
    assay_magnitude_keys(0, &binary32, fractions + i * stride, keys + i * of, of);
  assay_keep_greedy(keys, of, of, of, keep, mask, mask_stride);
  uint32_t kept[tile_largest] = {0};
  int32_t row[tile_largest] = {0}, column[tile_largest] = {0};
  int open = 0;
  for (int i = 0; i < of; i++) {
    for (int j = 0; j < of; j++) {
      const int bit = mask[i * mask_stride + j];
      kept[i] |= (uint32_t)bit << j;
      row[i] += bit;
      column[j] += bit;
    }
    open |= row[i] < keep;
  }
  if (!open) return;
  assay_tile tile;
  for (int i = 0; i < of; i++)
    assay_magnitude_keys(0, &binary32, in + i * stride, keys + i * of, of);
  assay_tile_load(&binary32, keys, of, of, of, &tile);
  const assay_tile_scale scale = assay_scale(&tile);
  for (int i = 0; i < of; i++)
    for (int j = 0; j < of && row[i] < keep; j++)
      while (row[i] < keep && column[j] < keep) {
        if (!(kept[i] >> j & 1)) {
          // An exchange for another row made room for the element itself.
          kept[i] |= (uint32_t)1 << j;
          row[i]++;
          column[j]++;
          continue;
        }
        place best;
        const int found = scale.bits <= 60 ? narrow(&tile, &scale, kept, i, j, &best)
                                           : wide(&tile, &scale, kept, i, j, &best);
        if (!found) break;
        kept[best.row] ^= (uint32_t)1 << best.column | (uint32_t)1 << j;
        kept[i] ^= (uint32_t)1 << best.column;
        row[i]++;
        column[j]++;
      }
  for (int i = 0; i < of; i++)
    for (int j = 0; j < of; j++) mask[i * mask_stride + j] = kept[i] >> j & 1;
}
