#pragma once

#include "Masks.h"

// The elements of one tile, and what its solver says of them.

enum {
  tile_largest = 32,
  // Ragged tiles have up to this many columns more: places of weight 0 that a row may keep
  // instead of an element.
  tile_columns = 64
};

// A tile of `rows` x `columns` elements of which at most `keep` are kept in each row and column;
// exactly as many where the tile is whole.
typedef struct {
  int32_t rows, columns, keep;
  // Elements and places: columns, or columns + keep in a ragged tile.
  int32_t width;
  // Magnitudes significand * 2^exponent; what is not finite has a level, 1 for infinity and 2 for
  // NaN, and no significand.
  uint64_t significand[tile_largest * tile_largest];
  int32_t exponent[tile_largest * tile_largest];
  uint8_t level[tile_largest * tile_largest];
} assay_tile;

// How a tile's magnitudes become integers: significand << (exponent - unit), infinity
// 1 << infinity, NaN 1 << nan. One infinity is more than all that is finite together, one NaN more
// than all infinities; `bits` is the width of the largest.
typedef struct {
  int32_t unit, infinity, nan, bits;
} assay_tile_scale;

// What an optimum leaves open: the kept elements of each row, and those kept and those pruned that
// may change places with others at no loss. Row `rows` stands for the room that columns of a
// ragged tile have left.
typedef struct {
  uint64_t kept[tile_largest + 1];
  uint64_t kept_tight[tile_largest + 1], pruned_tight[tile_largest + 1];
} assay_tile_choice;

assay_tile_scale assay_scale(const assay_tile *tile);

// Moves along exchanges without loss to the lexicographically greatest mask. `taken` counts what
// each column holds; `is_free` has a bit per column whose room costs nothing.
void assay_lexicographic(const assay_tile *tile, assay_tile_choice *choice, int32_t *taken,
                         uint64_t is_free);

// Reads a tile of keys, rows `stride` apart.
void assay_tile_load(const assay_magnitudes *magnitudes, const uint64_t *keys, ptrdiff_t stride,
                     int rows, int columns, assay_tile *tile);

// The masks of the greedy rules for one tile of keys.
void assay_prune_greedy(const uint64_t *keys, ptrdiff_t stride, int rows, int columns, int keep,
                        uint8_t *mask, ptrdiff_t mask_stride);
void assay_keep_greedy(const uint64_t *keys, ptrdiff_t stride, int rows, int columns, int keep,
                       uint8_t *mask, ptrdiff_t mask_stride);
