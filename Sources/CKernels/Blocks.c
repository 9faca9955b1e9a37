#include "CKernels.h"

#include <float.h>
#include <string.h>

#include "Levels.h"

// Every product is rounded by itself.
#pragma STDC FP_CONTRACT OFF

typedef float __attribute__((aligned(1))) source;

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
                             int32_t shift, float unit, float t, uint8_t nan, uint8_t empty,
                             uint8_t *restrict codes, float *restrict factors) {
  for (ptrdiff_t b = 0; b < blocks; b++) {
    const uint32_t a = amax[b];
    const uint8_t code = a == 0 ? empty : codes[b];
    // The value of the code: its bits in binary32's places, the bias set right.
    const float product = float_of((uint32_t)code << shift) * unit * t;
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
                                     int32_t shift, float unit, float t, uint8_t nan,             \
                                     uint8_t empty, uint8_t *codes, float *factors) {             \
    factors_of(amax, blocks, divide, shift, unit, t, nan, empty, codes, factors);                 \
  }                                                                                               \
  target static void scale_##level(const void *x, ptrdiff_t width, ptrdiff_t blocks,              \
                                   int32_t divide, const float *factors, float *y) {              \
    scaled(x, width, blocks, divide, factors, y);                                                 \
  }

ASSAY_DEFINE_LEVEL(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
ASSAY_DEFINE_LEVEL(avx2, ASSAY_AVX2)
ASSAY_DEFINE_LEVEL(avx512, ASSAY_AVX512)
#endif

void assay_block_powers(int32_t level, const uint32_t *amax, ptrdiff_t blocks, int32_t emax,
                        uint32_t threshold, uint8_t empty, uint8_t *codes, float *factors) {
  ASSAY_AT_LEVEL(powers, amax, blocks, emax, threshold, empty, codes, factors);
}

void assay_block_products(int32_t level, const uint32_t *amax, ptrdiff_t blocks, float ratio,
                          float *scales) {
  ASSAY_AT_LEVEL(products, amax, blocks, ratio, scales);
}

void assay_block_factors(int32_t level, const uint32_t *amax, ptrdiff_t blocks, int32_t divide,
                         int32_t shift, float unit, float t, uint8_t nan, uint8_t empty,
                         uint8_t *codes, float *factors) {
  ASSAY_AT_LEVEL(factors, amax, blocks, divide, shift, unit, t, nan, empty, codes, factors);
}

void assay_block_scale(int32_t level, const void *x, ptrdiff_t width, ptrdiff_t blocks,
                       int32_t divide, const float *factors, float *y) {
  ASSAY_AT_LEVEL(scale, x, width, blocks, divide, factors, y);
}
