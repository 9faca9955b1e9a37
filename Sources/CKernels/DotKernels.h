#pragma once

#include "CKernels.h"
#include "Levels.h"

#include <string.h>

// The sums of Dot.c in the lanes of each file.
#define ASSAY_DOT_FUNCTIONS(LANES)                                                                 \
  void assay_product_##LANES(int level, const float *x, size_t rows, const float *w, size_t blocks,\
                             double *out, const struct assay_dot *d,                               \
                             const struct assay_dot_segment *segments);                            \
  void assay_dots_##LANES(int level, const float *x, const float *w, size_t blocks, double *out,   \
                          const struct assay_dot *d, const struct assay_dot_segment *segments);

ASSAY_DOT_FUNCTIONS(32)
ASSAY_DOT_FUNCTIONS(64)
ASSAY_DOT_FUNCTIONS(integer)
