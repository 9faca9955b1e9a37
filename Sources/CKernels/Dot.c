#include "DotKernels.h"

// Sums of products in the lanes that their kind takes.

void assay_dot_product(int level, const float *x, size_t rows, const float *w, size_t blocks, double *out,
                       const struct assay_dot *d, const struct assay_dot_segment *s) {
  switch (d->lanes) {
    case assay_dot_binary64: return assay_product_64(level, x, rows, w, blocks, out, d, s);
    case assay_dot_integer: return assay_product_integer(level, x, rows, w, blocks, out, d, s);
    default: return assay_product_32(level, x, rows, w, blocks, out, d, s);
  }
}

void assay_dots(int level, const float *x, const float *w, size_t blocks, double *out,
                const struct assay_dot *d, const struct assay_dot_segment *s) {
  switch (d->lanes) {
    case assay_dot_binary64: return assay_dots_64(level, x, w, blocks, out, d, s);
    case assay_dot_integer: return assay_dots_integer(level, x, w, blocks, out, d, s);
    default: return assay_dots_32(level, x, w, blocks, out, d, s);
  }
}
