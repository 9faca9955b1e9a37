#include "MasksTile.h"

#pragma STDC FP_CONTRACT OFF

// Sixteen tiles side by side, one per lane: element k of all of them in vector k.

typedef float v16 __attribute__((vector_size(64)));

#define CHOOSE16(mask, a, b) ((v16)(((mask) & (assay_v16)(a)) | (~(mask) & (assay_v16)(b))))

// exp(x) for x in [-80, 0] to within a few units of the last place: 2^n times a polynomial of the
// rest.
#define ASSAY_EXP(x, result)                                                                   \
  do {                                                                                         \
    const float magic_ = 0x1.8p23f;                                                            \
    const v16 n_ = ((x) * 0x1.715476p0f + magic_) - magic_;                                    \
    const v16 r_ = ((x) - n_ * 0x1.62e4p-1f) - n_ * 0x1.7f7d1cp-20f;                           \
    v16 p_ = r_ * 0x1.6c16c2p-10f + 0x1.111112p-7f;                                            \
    p_ = p_ * r_ + 0x1.555556p-5f;                                                             \
    p_ = p_ * r_ + 0x1.555556p-3f;                                                             \
    p_ = p_ * r_ + 0.5f;                                                                       \
    p_ = p_ * r_ + 1.0f;                                                                       \
    p_ = p_ * r_ + 1.0f;                                                                       \
    const assay_v16 field_ = (__builtin_convertvector(n_, assay_v16) + 127) << 23;             \
    result = p_ * (v16)field_;                                                                 \
  } while (0)

// No sum that divides is smaller.
static const float tiny = 0x1p-120f;

ASSAY_INLINE void sixteen(int keep, int of, int iterations, float sharpness, const float *in,
                          float *out, ptrdiff_t stride, int tiles) {
  v16 s[tile_largest * tile_largest], q[tile_largest * tile_largest];
  const assay_v16 infinity = (assay_v16){} + 0x7F800000;
  assay_v16 top = {};
  for (int i = 0; i < of; i++)
    for (int j = 0; j < of; j++) {
      assay_v16 x = {};
      for (int t = 0; t < tiles; t++)
        __builtin_memcpy((int32_t *)&x + t, in + i * stride + t * of + j, 4);
      x &= 0x7FFFFFFF;
      top = ASSAY_MAX(top, x);
      s[i * of + j] = (v16)x;
    }
  const assay_v16 special = top >= infinity;
  // A tile of zeros is flat: every quotient is 0.
  const v16 largest = CHOOSE16(special | (top == 0), (v16){} + 1.0f, (v16)top);
  for (int k = 0; k < of * of; k++) {
    const v16 one = (v16){} + 1.0f;
    const assay_v16 is_special = (assay_v16)s[k] >= infinity;
    v16 share = CHOOSE16(special, CHOOSE16(is_special, one, (v16){}), s[k]) / largest;
    v16 x = (share - 1.0f) * sharpness;
    x = CHOOSE16(x < -80.0f, (v16){} - 80.0f, x);
    ASSAY_EXP(x, s[k]);
    q[k] = one;
  }
  const float wanted = (float)keep;
  for (int n = 0; n < iterations; n++) {
    for (int i = 0; i < of; i++) {
      v16 sum = s[i * of];
      for (int j = 1; j < of; j++) sum += s[i * of + j];
      sum = CHOOSE16(sum < tiny, (v16){} + tiny, sum);
      const v16 factor = wanted / sum;
      for (int j = 0; j < of; j++) s[i * of + j] *= factor;
    }
    for (int j = 0; j < of; j++) {
      v16 sum = s[j];
      for (int i = 1; i < of; i++) sum += s[i * of + j];
      sum = CHOOSE16(sum < tiny, (v16){} + tiny, sum);
      const v16 factor = wanted / sum;
      for (int i = 0; i < of; i++) {
        // The projection to at most 1, with the correction that Dykstra's method carries on.
        const v16 z = (s[i * of + j] * factor) * q[i * of + j], one = (v16){} + 1.0f;
        const assay_v16 above = z > one;
        s[i * of + j] = CHOOSE16(above, one, z);
        q[i * of + j] = CHOOSE16(above, z, one);
      }
    }
  }
  for (int i = 0; i < of; i++)
    for (int j = 0; j < of; j++)
      for (int t = 0; t < tiles; t++)
        __builtin_memcpy(out + i * stride + t * of + j, (float *)&s[i * of + j] + t, 4);
}

#define ASSAY_DEFINE(level, target)                                                             \
  target static void level##_sixteen(int keep, int of, int iterations, float sharpness,         \
                                     const float *in, float *out, ptrdiff_t stride, int tiles) { \
    sixteen(keep, of, iterations, sharpness, in, out, stride, tiles);                           \
  }
ASSAY_DEFINE(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
ASSAY_DEFINE(avx2, ASSAY_AVX2)
ASSAY_DEFINE(avx512, ASSAY_AVX512)
#endif

static void (*const kernels[])(int, int, int, float, const float *, float *, ptrdiff_t, int) = {
    plain_sixteen,
#if ASSAY_HAS_LEVELS
    avx2_sixteen,
    avx512_sixteen,
#endif
};

void assay_tsenor_fractions(int32_t level, int32_t keep, int32_t of, int32_t iterations,
                            float sharpness, const float *in, float *out, ptrdiff_t stride,
                            ptrdiff_t tiles) {
  for (ptrdiff_t t = 0; t < tiles; t += 16)
    kernels[ASSAY_HAS_LEVELS ? level : 0](keep, of, iterations, sharpness, in + t * of,
                                          out + t * of, stride,
                                          (int)(tiles - t < 16 ? tiles - t : 16));
}
