#include "DotKernels.h"

#pragma clang diagnostic ignored "-Wpsabi"

// Sums of products of integers in lanes of 32 bits. Products fit; Specs/pages/accumulator-kernels.md
// has the conditions, which the caller checks.

typedef int32_t scalar;
enum { each = 16 };
typedef int32_t lanes __attribute__((ext_vector_type(each)));
typedef uint32_t words __attribute__((ext_vector_type(each)));
typedef int64_t wide __attribute__((ext_vector_type(each)));

ASSAY_INLINE lanes load(const float *from) {
  float value __attribute__((ext_vector_type(each)));
  memcpy(&value, from, sizeof(value));
  return __builtin_convertvector(value, lanes);
}

// What wraps is kept modulo 2^32 and cut to its width here.
ASSAY_INLINE void store(double *to, lanes value, const struct assay_dot *d) {
  lanes kept = (lanes)((words)value << (32 - d->integer_bits)) >> (32 - d->integer_bits);
  for (int i = 0; i < each; ++i) to[i] = kept[i];
}

ASSAY_INLINE int32_t largest(const struct assay_dot *d) {
  return (int32_t)((1u << (d->integer_bits - 1)) - 1);
}

ASSAY_INLINE lanes joined(lanes sum, lanes term, const struct assay_dot *d, int kind) {
  if (kind == assay_dot_wrapping) return (lanes)((words)sum + (words)term);
  int32_t high = largest(d);
  lanes next = __builtin_elementwise_add_sat(sum, term);
  return __builtin_elementwise_max(__builtin_elementwise_min(next, (lanes)(high)), (lanes)(-high - 1));
}

ASSAY_INLINE lanes closed(lanes sum, lanes part, const struct assay_dot *d, int kind) {
  return joined(sum, part, d, kind);
}

ASSAY_INLINE lanes step(lanes sum, lanes x, lanes w, const struct assay_dot *d, int kind) {
  return joined(sum, (lanes)((words)x * (words)w), d, kind);
}

// Groups whose exact sum saturates once.
ASSAY_INLINE lanes aligned(lanes sum, const float *x, const float *w, size_t count,
                           const struct assay_dot *d, int own) {
  int64_t high = largest(d);
  for (size_t first = 0; first < count; first += d->terms) {
    size_t end = first + d->terms < count ? first + d->terms : count;
    wide group = __builtin_convertvector(sum, wide);
    for (size_t k = first; k < end; ++k) {
      lanes a = own ? load(x + k * assay_dot_width) : (lanes)((scalar)x[k]);
      group += __builtin_convertvector(a * load(w + k * assay_dot_width), wide);
    }
    group = __builtin_elementwise_max(__builtin_elementwise_min(group, (wide)(high)), (wide)(-high - 1));
    sum = __builtin_convertvector(group, lanes);
  }
  return sum;
}

#define ASSAY_IS_ALIGNED(KIND) ((KIND) == assay_dot_aligned)
#define ASSAY_NAME(WHAT) assay_##WHAT##_integer
#define ASSAY_KINDS(CALL)                                     \
  switch (d->kind) {                                          \
    case assay_dot_wrapping: CALL(assay_dot_wrapping); break; \
    case assay_dot_aligned: CALL(assay_dot_aligned); break;   \
    default: CALL(assay_dot_saturating); break;               \
  }

#include "DotBody.h"
