#include "CKernels.h"

#include <float.h>
#include <string.h>

#include "Levels.h"

// Every product is rounded by itself.
#pragma STDC FP_CONTRACT OFF

typedef float __attribute__((aligned(1))) source;
typedef uint32_t __attribute__((aligned(1))) bits32;

#define MAGNITUDE 0x7fffffffu
#define INFINITE 0x7f800000u
#define TRAILING 0x7fffffu

ASSAY_INLINE uint32_t bits_of(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

ASSAY_INLINE float float_of(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

ASSAY_INLINE uint32_t finite_amax(const bits32 *x, ptrdiff_t count) {
  uint32_t largest = 0;
  for (ptrdiff_t i = 0; i < count; i++) {
    uint32_t a = x[i] & MAGNITUDE;
    a = a < INFINITE ? a : 0;
    largest = largest > a ? largest : a;
  }
  return largest;
}

ASSAY_INLINE void amaxes_of_width(const bits32 *restrict x, ptrdiff_t width, ptrdiff_t blocks,
                                  uint32_t *restrict amax, ptrdiff_t lead, ptrdiff_t count) {
  for (ptrdiff_t b = 0; b < blocks; b++) {
    const bits32 *block = x + b * width;
    for (ptrdiff_t i = b * width + lead; i < (b + 1) * width + lead && i < count; i += 16)
      __builtin_prefetch(x + i);
    uint32_t largest = 0;
    for (ptrdiff_t i = 0; i < width; i++) {
      const uint32_t a = block[i] & MAGNITUDE;
      largest = largest > a ? largest : a;
    }
    amax[b] = largest;
  }
}

// A constant width lets the compiler unroll a block whole.
ASSAY_INLINE void amaxes(const bits32 *x, ptrdiff_t width, ptrdiff_t blocks, uint32_t *amax,
                         ptrdiff_t lead, ptrdiff_t count) {
  if (width == 16) amaxes_of_width(x, 16, blocks, amax, lead, count);
  else if (width == 32) amaxes_of_width(x, 32, blocks, amax, lead, count);
  else amaxes_of_width(x, width, blocks, amax, lead, count);
}

ASSAY_INLINE void powers(const uint32_t *restrict amax, ptrdiff_t blocks, int32_t emax,
                         uint32_t threshold, uint8_t empty, uint8_t *restrict codes,
                         float *restrict factors) {
  for (ptrdiff_t b = 0; b < blocks; b++) {
    const uint32_t a = amax[b];
    // A subnormal magnitude is an integer below 2^23 times 2^-149.
    const uint32_t normal = bits_of((float)(int32_t)a);
    const uint32_t significand = a <= TRAILING ? normal : a;
    const int32_t f = (int32_t)(significand >> 23) - (a <= TRAILING ? 127 + 149 : 127);
    int32_t e = f - emax + ((significand & TRAILING) >= threshold);
    e = e < -127 ? -127 : e;
    e = e > 127 ? 127 : e;
    uint32_t code = (uint32_t)(e + 127);
    code = a == 0 ? empty : code;
    // 2^-e; 2^-127 is subnormal.
    const uint32_t field = 254 - code;
    const uint32_t factor = field == 0 ? 1u << 22 : field << 23;
    codes[b] = (uint8_t)(a >= INFINITE ? 255 : code);
    factors[b] = float_of(a >= INFINITE ? 0x7fc00000u : factor);
  }
}

ASSAY_INLINE void products(const uint32_t *restrict amax, ptrdiff_t blocks, float ratio,
                           float *restrict scales) {
  for (ptrdiff_t b = 0; b < blocks; b++)
    scales[b] = float_of(amax[b] >= INFINITE ? 0 : amax[b]) * ratio;
}

ASSAY_INLINE void factors_of(const uint32_t *restrict amax, ptrdiff_t blocks, int32_t divide,
                             const float *restrict values, float t, uint8_t nan, uint8_t empty,
                             uint8_t *restrict codes, float *restrict factors) {
  for (ptrdiff_t b = 0; b < blocks; b++) {
    const uint32_t a = amax[b];
    const uint8_t code = a == 0 ? empty : codes[b];
    const float product = values[code] * t;
    const float inverse = 1.0f / product;
    const float factor = divide ? product : inverse > FLT_MAX ? FLT_MAX : inverse;
    codes[b] = a >= INFINITE ? nan : code;
    factors[b] = a >= INFINITE ? float_of(0x7fc00000u) : factor;
  }
}

ASSAY_INLINE void scaled_of_width(const source *restrict x, ptrdiff_t width, ptrdiff_t blocks,
                                  int divide, const float *restrict factors, float *restrict y) {
  for (ptrdiff_t b = 0; b < blocks; b++) {
    const float factor = factors[b];
    const uint32_t keep = factor == factor ? ~0u : 0;
    const source *in = x + b * width;
    float *out = y + b * width;
    for (ptrdiff_t i = 0; i < width; i++) {
      if (divide) {
        const float q = in[i] / factor;
        out[i] = float_of((q == q ? bits_of(q) : 0x7fc00000u) & keep);
      } else {
        out[i] = float_of(bits_of(in[i] * factor) & keep);
      }
    }
  }
}

ASSAY_INLINE void scaled(const source *x, ptrdiff_t width, ptrdiff_t blocks, int divide,
                         const float *factors, float *y) {
  if (divide) scaled_of_width(x, width, blocks, 1, factors, y);
  else if (width == 16) scaled_of_width(x, 16, blocks, 0, factors, y);
  else if (width == 32) scaled_of_width(x, 32, blocks, 0, factors, y);
  else scaled_of_width(x, width, blocks, 0, factors, y);
}

#define ASSAY_DEFINE_LEVEL(level, target)                                                         \
  target static uint32_t finite_amax_##level(const void *x, ptrdiff_t count) {                    \
    return finite_amax(x, count);                                                                 \
  }                                                                                               \
  target static void amax_##level(const void *x, ptrdiff_t width, ptrdiff_t blocks,               \
                                  uint32_t *amax, ptrdiff_t lead, ptrdiff_t count) {              \
    amaxes(x, width, blocks, amax, lead, count);                                                  \
  }                                                                                               \
  target static void powers_##level(const uint32_t *amax, ptrdiff_t blocks, int32_t emax,         \
                                    uint32_t threshold, uint8_t empty, uint8_t *codes,            \
                                    float *factors) {                                             \
    powers(amax, blocks, emax, threshold, empty, codes, factors);                                 \
  }                                                                                               \
  target static void products_##level(const uint32_t *amax, ptrdiff_t blocks, float ratio,        \
                                      float *scales) {                                            \
    products(amax, blocks, ratio, scales);                                                        \
  }                                                                                               \
  target static void factors_##level(const uint32_t *amax, ptrdiff_t blocks, int32_t divide,      \
                                     const float *values, float t, uint8_t nan, uint8_t empty,    \
                                     uint8_t *codes, float *factors) {                            \
    factors_of(amax, blocks, divide, values, t, nan, empty, codes, factors);                      \
  }                                                                                               \
  target static void scale_##level(const void *x, ptrdiff_t width, ptrdiff_t blocks,              \
                                   int32_t divide, const float *factors, float *y) {              \
    scaled(x, width, blocks, divide, factors, y);                                                 \
  }

ASSAY_DEFINE_LEVEL(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
ASSAY_DEFINE_LEVEL(avx2, ASSAY_AVX2)
ASSAY_DEFINE_LEVEL(avx512, ASSAY_AVX512)
#define ASSAY_CHOOSE(name, ...) \
  (level == 2 ? name##_avx512(__VA_ARGS__) \
   : level == 1 ? name##_avx2(__VA_ARGS__) : name##_plain(__VA_ARGS__))
#else
#define ASSAY_CHOOSE(name, ...) ((void)level, name##_plain(__VA_ARGS__))
#endif

uint32_t assay_block_finite_amax(int32_t level, const void *x, ptrdiff_t count) {
  return ASSAY_CHOOSE(finite_amax, x, count);
}

void assay_block_amax(int32_t level, const void *x, ptrdiff_t width, ptrdiff_t blocks,
                      uint32_t *amax, ptrdiff_t lead, ptrdiff_t count) {
  ASSAY_CHOOSE(amax, x, width, blocks, amax, lead, count);
}

void assay_block_powers(int32_t level, const uint32_t *amax, ptrdiff_t blocks, int32_t emax,
                        uint32_t threshold, uint8_t empty, uint8_t *codes, float *factors) {
  ASSAY_CHOOSE(powers, amax, blocks, emax, threshold, empty, codes, factors);
}

void assay_block_products(int32_t level, const uint32_t *amax, ptrdiff_t blocks, float ratio,
                          float *scales) {
  ASSAY_CHOOSE(products, amax, blocks, ratio, scales);
}

void assay_block_factors(int32_t level, const uint32_t *amax, ptrdiff_t blocks, int32_t divide,
                         const float *values, float t, uint8_t nan, uint8_t empty, uint8_t *codes,
                         float *factors) {
  ASSAY_CHOOSE(factors, amax, blocks, divide, values, t, nan, empty, codes, factors);
}

void assay_block_scale(int32_t level, const void *x, ptrdiff_t width, ptrdiff_t blocks,
                       int32_t divide, const float *factors, float *y) {
  ASSAY_CHOOSE(scale, x, width, blocks, divide, factors, y);
}
