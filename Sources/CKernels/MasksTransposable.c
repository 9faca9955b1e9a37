#include "MasksSolve.h"

static int64_t narrow_weight(const assay_tile *tile, const assay_tile_scale *scale, int k) {
  if (tile->level[k] != 0) return (int64_t)1 << (tile->level[k] == 1 ? scale->infinity : scale->nan);
  const int shift = tile->exponent[k] - scale->unit;
  const uint64_t s = tile->significand[k];
  return s == 0 ? 0 : (int64_t)(shift < 0 ? s >> -shift : s << shift);
}

int32_t assay_transposable_tile(int32_t level, const assay_magnitudes *magnitudes,
                                const uint64_t *keys, ptrdiff_t stride, int32_t rows,
                                int32_t columns, int32_t keep, int32_t whole, uint8_t *mask,
                                ptrdiff_t mask_stride, assay_certificate *certificate,
                                uint64_t *row_potentials, uint64_t *column_potentials) {
  assay_tile tile;
  assay_tile_choice choice;
  int32_t taken[tile_columns];
  uint64_t is_free;
  assay_tile_load(magnitudes, keys, stride, rows, columns, &tile);
  tile.keep = keep;
  tile.width = whole ? columns : columns + keep;
  const assay_tile_scale scale = assay_scale(&tile);
  const int words = scale.bits <= solve64_bits ? 1
                    : scale.bits <= 64 * wide_2 - 10  ? wide_2
                    : scale.bits <= 64 * wide_5 - 10  ? wide_5
                    : scale.bits <= 64 * wide_36 - 10 ? wide_36
                                                      : 0;
  if (words == 0) return -1;
  *certificate = (assay_certificate){
      .unit = scale.unit, .infinity = scale.infinity, .nan = scale.nan, .words = words};
  if (words == 1) {
    int32_t padded;
    assay_solve64 *const solve = assay_solver(level, tile.width, &padded);
    _Alignas(64) int64_t weights[tile_largest * tile_columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++)
        weights[i * padded + j] = narrow_weight(&tile, &scale, i * columns + j);
      for (int j = columns; j < padded; j++) weights[i * padded + j] = 0;
    }
    solve(&tile, weights, &choice, taken, &is_free, (int64_t *)row_potentials,
          (int64_t *)column_potentials);
  } else {
    assay_solve_wide(words, &tile, &scale, &choice, taken, &is_free, row_potentials,
                     column_potentials);
  }
  assay_lexicographic(&tile, &choice, taken, is_free);
  uint8_t special = 0;
  for (int i = 0; i < rows; i++)
    for (int j = 0; j < columns; j++) {
      mask[i * mask_stride + j] = choice.kept[i] >> j & 1;
      special |= tile.level[i * columns + j];
    }
  return special != 0;
}
