#pragma once

#include "MasksTile.h"

// Finds an optimal mask of a tile whose weights lie `stride` apart by row, the places of a ragged
// tile and the rest of the stride being 0, and potentials that prove it.
typedef void assay_solve64(const assay_tile *tile, const int64_t *weights,
                           assay_tile_choice *choice, int32_t *taken, uint64_t *is_free,
                           int64_t *row_potentials, int64_t *column_potentials);

// The solver for a width, and the stride that it wants. It takes weights of up to 54 bits.
assay_solve64 *assay_solver(int32_t level, int32_t width, int32_t *stride);

enum { solve64_bits = 54 };

// The widths in 64-bit words of the integers of the other solvers.
enum { wide_2 = 2, wide_5 = 5, wide_36 = 36 };

// The same for weights of any width up to 64 * words - 10 bits; potentials have `words` words each,
// in two's complement, least significant first.
void assay_solve_wide(int32_t words, const assay_tile *tile, const assay_tile_scale *scale,
                      assay_tile_choice *choice, int32_t *taken, uint64_t *is_free,
                      uint64_t *row_potentials, uint64_t *column_potentials);
