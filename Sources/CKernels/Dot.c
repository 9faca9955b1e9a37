#include "CKernels.h"
#include "Levels.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF
// Functions with vectors of 512 bits are all inlined, so no such vector is ever passed.
#pragma clang diagnostic ignored "-Wpsabi"

// Sums of products in binary32, a lane for each sum: the chain along k is sequential by definition,
// so sums stand side by side. Specs/pages/accumulator-kernels.md has the conditions under which each kind
// is exact; the caller checks them.

typedef float f32s __attribute__((ext_vector_type(16)));
typedef uint32_t u32s __attribute__((ext_vector_type(16)));
typedef int32_t i32s __attribute__((ext_vector_type(16)));

enum { vectors = 4, width = 16 * vectors };

ASSAY_INLINE f32s load(const float *from) {
  f32s value;
  memcpy(&value, from, sizeof(value));
  return value;
}

// The neighbour in a grid of a magnitude whose lowest bit may stand for everything below it.
ASSAY_INLINE u32s grid(u32s bits, const struct assay_dot_grid *g, int nearest) {
  u32s sign = bits & 0x80000000u;
  u32s magnitude = bits & 0x7FFFFFFFu;
  u32s kept = magnitude;
  if (nearest) kept += (u32s)((1u << g->shift) / 2 - 1) + ((magnitude >> g->shift) & 1u);
  kept &= ~((1u << g->shift) - 1);
  kept = __builtin_elementwise_min(kept, (u32s)(g->high));
  kept = magnitude < (u32s)(g->low) ? (u32s)(0) : kept;
  return kept == (u32s)(0) ? kept : (kept | sign);
}

// a + b cut off at 24 bits, its last bit set where anything was cut off: enough for any later rounding to
// at most 21 bits behind the leading one. The error of the addition is a float (Knuth's TwoSum), and the
// sum to nearest is at most one step beyond the sum cut off.
ASSAY_INLINE u32s jammed_sum(f32s a, f32s b) {
  f32s sum = a + b;
  f32s other = sum - a;
  f32s error = (a - (sum - other)) + (b - other);
  u32s bits = (u32s)sum;
  i32s lost = error != (f32s)(0);
  i32s beyond = lost & ((i32s)((u32s)error ^ bits) < (i32s)(0));
  bits += (u32s)beyond;
  return bits | ((u32s)lost & 1u);
}

ASSAY_INLINE f32s flushed(f32s value) {
  u32s bits = (u32s)value;
  u32s magnitude = bits & 0x7FFFFFFFu;
  return (f32s)(magnitude < (u32s)(0x00800000u) ? (bits & 0x80000000u) : bits);
}

ASSAY_INLINE f32s joined(f32s sum, f32s term, const struct assay_dot *d, int kind) {
  switch (kind) {
    case assay_dot_truncated: return (f32s)grid((u32s)(sum + term), &d->sum, 0);
    case assay_dot_truncated_any: return (f32s)grid(jammed_sum(sum, term), &d->sum, 0);
    case assay_dot_nearest_any: return (f32s)grid(jammed_sum(sum, term), &d->sum, 1);
    case assay_dot_flushing: return flushed(sum + term);
    default: return sum + term;
  }
}

ASSAY_INLINE f32s step(f32s sum, f32s x, f32s w, const struct assay_dot *d, int kind) {
  switch (kind) {
    case assay_dot_fused: return __builtin_elementwise_fma(x, w, sum);
    case assay_dot_flushing: return flushed(__builtin_elementwise_fma(x, w, sum));
    case assay_dot_unfused: return sum + x * w;
    default: {
      u32s product = (u32s)(x * w);
      product = grid(product, &d->product, kind == assay_dot_nearest_any);
      return joined(sum, (f32s)product, d, kind);
    }
  }
}

// `rows` rows of x against one block of w; with `own`, x has a row of lanes for each k as w has.
ASSAY_INLINE void block(const float *x, size_t stride, const float *w, float *out, size_t pitch,
                        const struct assay_dot *d, int kind, int rows, int own) {
  f32s total[2][vectors];
  for (int r = 0; r < rows; ++r)
    for (int v = 0; v < vectors; ++v) total[r][v] = (f32s)(0);
  size_t each = d->chunk ? d->chunk : (d->depth ? d->depth : 1);
  for (size_t first = 0; first < d->depth; first += each) {
    size_t end = first + each < d->depth ? first + each : d->depth;
    f32s sum[2][vectors];
    for (int r = 0; r < rows; ++r)
      for (int v = 0; v < vectors; ++v) sum[r][v] = (f32s)(0);
    for (size_t k = first; k < end; ++k) {
      for (int v = 0; v < vectors; ++v) {
        f32s weights = load(w + k * width + 16 * v);
        for (int r = 0; r < rows; ++r) {
          f32s value = own ? load(x + k * width + 16 * v) : (f32s)(x[r * stride + k]);
          sum[r][v] = step(sum[r][v], value, weights, d, kind);
        }
      }
    }
    for (int r = 0; r < rows; ++r)
      for (int v = 0; v < vectors; ++v)
        total[r][v] = d->chunk ? joined(total[r][v], sum[r][v], d, kind) : sum[r][v];
  }
  for (int r = 0; r < rows; ++r)
    for (int v = 0; v < vectors; ++v)
      memcpy(out + r * pitch + 16 * v, &total[r][v], sizeof(f32s));
}

ASSAY_INLINE void product_of(const float *x, size_t rows, const float *w, size_t blocks, float *out,
                             const struct assay_dot *d, int kind) {
  size_t pitch = blocks * width;
  for (size_t b = 0; b < blocks; ++b) {
    const float *weights = w + b * d->depth * width;
    size_t r = 0;
    for (; r + 2 <= rows; r += 2)
      block(x + r * d->depth, d->depth, weights, out + r * pitch + b * width, pitch, d, kind, 2, 0);
    if (r < rows)
      block(x + r * d->depth, d->depth, weights, out + r * pitch + b * width, pitch, d, kind, 1, 0);
  }
}

ASSAY_INLINE void dots_of(const float *x, const float *w, size_t blocks, float *out,
                          const struct assay_dot *d, int kind) {
  for (size_t b = 0; b < blocks; ++b)
    block(x + b * d->depth * width, 0, w + b * d->depth * width, out + b * width, 0, d, kind, 1, 1);
}

#define ASSAY_KINDS(CALL)                                              \
  switch (d->kind) {                                                   \
    case assay_dot_truncated: CALL(assay_dot_truncated); break;        \
    case assay_dot_truncated_any: CALL(assay_dot_truncated_any); break; \
    case assay_dot_nearest_any: CALL(assay_dot_nearest_any); break;    \
    case assay_dot_fused: CALL(assay_dot_fused); break;                \
    case assay_dot_flushing: CALL(assay_dot_flushing); break;          \
    default: CALL(assay_dot_unfused); break;                           \
  }

#define ASSAY_LEVEL(NAME, TARGET)                                                             \
  TARGET static void product_##NAME(const float *x, size_t rows, const float *w, size_t blocks, \
                                    float *out, const struct assay_dot *d) {                  \
    ASSAY_KINDS(ASSAY_PRODUCT)                                                                \
  }                                                                                           \
  TARGET static void dots_##NAME(const float *x, const float *w, size_t blocks, float *out,    \
                                 const struct assay_dot *d) {                                 \
    ASSAY_KINDS(ASSAY_DOTS)                                                                   \
  }
#define ASSAY_PRODUCT(KIND) product_of(x, rows, w, blocks, out, d, KIND)
#define ASSAY_DOTS(KIND) dots_of(x, w, blocks, out, d, KIND)

ASSAY_LEVEL(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
#define ASSAY_AVX2_FMA __attribute__((target("avx2,bmi2,fma")))
ASSAY_LEVEL(avx2, ASSAY_AVX2_FMA)
ASSAY_LEVEL(avx512, ASSAY_AVX512)
#endif

void assay_dot_product(int level, const float *x, size_t rows, const float *w, size_t blocks, float *out,
                       const struct assay_dot *d) {
#if ASSAY_HAS_LEVELS
  if (level == 2) return product_avx512(x, rows, w, blocks, out, d);
  if (level == 1) return product_avx2(x, rows, w, blocks, out, d);
#endif
  product_plain(x, rows, w, blocks, out, d);
}

void assay_dots(int level, const float *x, const float *w, size_t blocks, float *out,
                const struct assay_dot *d) {
#if ASSAY_HAS_LEVELS
  if (level == 2) return dots_avx512(x, w, blocks, out, d);
  if (level == 1) return dots_avx2(x, w, blocks, out, d);
#endif
  dots_plain(x, w, blocks, out, d);
}
