#include "DotKernels.h"

#pragma STDC FP_CONTRACT OFF
// Functions with vectors of 512 bits are all inlined, so no such vector is ever passed.
#pragma clang diagnostic ignored "-Wpsabi"

// Sums of products in binary32. Specs/pages/accumulator-kernels.md has the conditions under which each
// kind is exact; the caller checks them.

typedef float scalar;
typedef uint32_t word;
enum { each = 16, trailing = 23, bias = 127, has_grids = 0 };
static const word one = 1;
typedef float lanes __attribute__((ext_vector_type(each)));
typedef uint32_t words __attribute__((ext_vector_type(each)));
typedef int32_t integers __attribute__((ext_vector_type(each)));

#include "DotRounding.h"

ASSAY_INLINE lanes load(const float *from) {
  lanes value;
  memcpy(&value, from, sizeof(value));
  return value;
}

ASSAY_INLINE void store(double *to, lanes value, const struct assay_dot *d) {
  for (int i = 0; i < each; ++i) to[i] = value[i];
}

// The neighbour in a grid of a magnitude whose lowest bit may stand for everything below it.
ASSAY_INLINE words grid(words bits, const struct assay_dot_grid *g, int nearest) {
  words sign = bits & 0x80000000u;
  words magnitude = bits & 0x7FFFFFFFu;
  words kept = magnitude;
  if (nearest) kept += (words)((1u << g->shift) / 2 - 1) + ((magnitude >> g->shift) & 1u);
  kept &= ~((1u << g->shift) - 1);
  kept = __builtin_elementwise_min(kept, (words)(g->high));
  kept = magnitude < (words)(g->low) ? (words)(0) : kept;
  return kept == (words)(0) ? kept : (kept | sign);
}

ASSAY_INLINE lanes flushed(lanes value) {
  words bits = (words)value;
  words magnitude = bits & 0x7FFFFFFFu;
  return (lanes)(magnitude < (words)(0x00800000u) ? (bits & 0x80000000u) : bits);
}

ASSAY_INLINE lanes joined(lanes sum, lanes term, const struct assay_dot *d, int kind) {
  switch (kind) {
    case assay_dot_truncated: return (lanes)grid((words)(sum + term), &d->sum, 0);
    case assay_dot_truncated_any: return (lanes)grid(jammed_sum(sum, term), &d->sum, 0);
    case assay_dot_nearest_any: return (lanes)grid(jammed_sum(sum, term), &d->sum, 1);
    case assay_dot_flushing: return flushed(sum + term);
    case assay_dot_rounded: return rounded((words)(sum + term), &d->sum_stage);
    case assay_dot_rounded_any: return rounded(jammed_sum(sum, term), &d->sum_stage);
    default: return sum + term;
  }
}

ASSAY_INLINE lanes closed(lanes sum, lanes part, const struct assay_dot *d, int kind) {
  if (kind == assay_dot_rounded_any) return rounded(jammed_sum(sum, part), &d->outer_stage);
  return joined(sum, part, d, kind);
}

ASSAY_INLINE lanes step(lanes sum, lanes x, lanes w, const struct assay_dot *d, int kind) {
  switch (kind) {
    case assay_dot_fused: return __builtin_elementwise_fma(x, w, sum);
    case assay_dot_flushing: return flushed(__builtin_elementwise_fma(x, w, sum));
    case assay_dot_unfused: return sum + x * w;
    case assay_dot_rounded:
    case assay_dot_rounded_any: {
      lanes product = x * w;
      if (d->rounds_products) product = rounded((words)product, &d->product_stage);
      return joined(sum, product, d, kind);
    }
    default: {
      words product = (words)(x * w);
      product = grid(product, &d->product, kind == assay_dot_nearest_any);
      return joined(sum, (lanes)product, d, kind);
    }
  }
}

#define ASSAY_IS_ALIGNED(KIND) 0
#define aligned(SUM, X, W, TERMS, D, OWN) (SUM)
#define ASSAY_NAME(WHAT) assay_##WHAT##_32
#define ASSAY_KINDS(CALL)                                               \
  switch (d->kind) {                                                    \
    case assay_dot_truncated: CALL(assay_dot_truncated); break;         \
    case assay_dot_truncated_any: CALL(assay_dot_truncated_any); break; \
    case assay_dot_nearest_any: CALL(assay_dot_nearest_any); break;     \
    case assay_dot_fused: CALL(assay_dot_fused); break;                 \
    case assay_dot_flushing: CALL(assay_dot_flushing); break;           \
    case assay_dot_unfused: CALL(assay_dot_unfused); break;             \
    case assay_dot_rounded: CALL(assay_dot_rounded); break;             \
    default: CALL(assay_dot_rounded_any); break;                        \
  }

#include "DotBody.h"
