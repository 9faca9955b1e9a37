#include "DotKernels.h"

#pragma STDC FP_CONTRACT OFF
// Functions with vectors of 512 bits are all inlined, so no such vector is ever passed.
#pragma clang diagnostic ignored "-Wpsabi"

// Sums of products in binary64, for what leaves binary32. Specs/pages/accumulator-kernels.md has the
// conditions under which each kind is exact; the caller checks them.

typedef double scalar;
typedef uint64_t word;
enum { each = 8, trailing = 52, bias = 1023, has_grids = 1 };
static const word one = 1;
typedef double lanes __attribute__((ext_vector_type(each)));
typedef uint64_t words __attribute__((ext_vector_type(each)));
typedef int64_t integers __attribute__((ext_vector_type(each)));

#include "DotRounding.h"

ASSAY_INLINE lanes load(const float *from) {
  float value __attribute__((ext_vector_type(each)));
  memcpy(&value, from, sizeof(value));
  return __builtin_convertvector(value, lanes);
}

ASSAY_INLINE void store(double *to, lanes value, const struct assay_dot *d) {
  memcpy(to, &value, sizeof(value));
}

ASSAY_INLINE lanes joined(lanes sum, lanes term, const struct assay_dot *d, int kind) {
  if (kind == assay_dot_plain) return sum + term;
  return rounded(jammed_sum(sum, term), &d->sum_stage);
}

ASSAY_INLINE lanes closed(lanes sum, lanes part, const struct assay_dot *d, int kind) {
  if (kind == assay_dot_plain) return sum + part;
  return rounded(jammed_sum(sum, part), &d->outer_stage);
}

ASSAY_INLINE lanes step(lanes sum, lanes x, lanes w, const struct assay_dot *d, int kind) {
  lanes product = x * w;
  if (kind == assay_dot_plain) return sum + product;
  if (d->rounds_products) product = rounded((words)product, &d->product_stage);
  return joined(sum, product, d, kind);
}

// The multiple of 1 that a term of less than 2^51 becomes.
ASSAY_INLINE lanes cut(lanes value, int rounding) {
  if (rounding == assay_dot_toward_zero) {
    lanes size = (lanes)((words)value & ~ASSAY_SIGN);
    lanes kept = (size + (lanes)(0x1p52)) - (lanes)(0x1p52);
    kept = kept > size ? kept - (lanes)(1) : kept;
    return (lanes)((words)kept | ((words)value & ASSAY_SIGN));
  }
  lanes kept = (value + (lanes)(0x1.8p52)) - (lanes)(0x1.8p52);
  return rounding == assay_dot_down && kept > value ? kept - (lanes)(1) : kept;
}

// The exponent fields of products, by their values or as the sums of their operands' exponents.
ASSAY_INLINE words exponents(lanes x, lanes w, lanes product, const struct assay_dot *d) {
  words field = ((words)product & ~ASSAY_SIGN) >> trailing;
  if (d->by_operands) {
    words least = (words)(word)(d->least_operand + bias);
    words a = __builtin_elementwise_max(((words)x & ~ASSAY_SIGN) >> trailing, least);
    words b = __builtin_elementwise_max(((words)w & ~ASSAY_SIGN) >> trailing, least);
    field = product == (lanes)(0) ? (words)(0) : a + b - (word)bias;
  }
  return field;
}

// A chain of groups, each aligned to its largest exponent: their terms become integers below 2^53.
ASSAY_INLINE lanes aligned(lanes sum, const float *x, const float *w, size_t count,
                           const struct assay_dot *d, int own) {
  size_t stride = own ? assay_dot_width : 1;
  for (size_t first = 0; first < count; first += d->terms) {
    size_t end = first + d->terms < count ? first + d->terms : count;
    // Far below any term, so that a group of zeros has a scale too.
    words largest = (words)(word)(bias - 900);
    for (size_t k = first; k < end; ++k) {
      lanes a = own ? load(x + k * stride) : (lanes)((scalar)x[k]);
      lanes b = load(w + k * assay_dot_width);
      largest = __builtin_elementwise_max(largest, exponents(a, b, a * b, d));
    }
    if (d->includes_sum) {
      words field = ((words)sum & ~ASSAY_SIGN) >> trailing;
      largest = __builtin_elementwise_max(largest, field);
    }
    lanes scale = (lanes)(((word)(2 * bias + d->aligned_bits) - largest) << trailing);
    lanes quantum = (lanes)((largest - (word)d->aligned_bits) << trailing);
    lanes group = (lanes)(0);
    if (d->includes_sum) group += cut(sum * scale, d->aligned_rounding);
    for (size_t k = first; k < end; ++k) {
      lanes a = own ? load(x + k * stride) : (lanes)((scalar)x[k]);
      lanes b = load(w + k * assay_dot_width);
      group += cut(a * b * scale, d->aligned_rounding);
    }
    group *= quantum;
    sum = d->includes_sum ? rounded((words)group, &d->sum_stage)
                          : joined(sum, group, d, assay_dot_aligned);
  }
  return sum;
}

#define ASSAY_IS_ALIGNED(KIND) ((KIND) == assay_dot_aligned)
#define ASSAY_NAME(WHAT) assay_##WHAT##_64
#define ASSAY_KINDS(CALL)                                           \
  switch (d->kind) {                                                \
    case assay_dot_plain: CALL(assay_dot_plain); break;             \
    case assay_dot_aligned: CALL(assay_dot_aligned); break;         \
    default: CALL(assay_dot_rounded_any); break;                    \
  }

#include "DotBody.h"
