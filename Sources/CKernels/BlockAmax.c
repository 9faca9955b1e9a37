#include "CKernels.h"

#include <string.h>

#include "Levels.h"

// Functions with vectors of 512 bits are all inlined, so no such vector is ever passed.
#pragma clang diagnostic ignored "-Wpsabi"

typedef uint32_t __attribute__((aligned(1))) bits32;
typedef uint32_t u32s __attribute__((ext_vector_type(16)));

#define MAGNITUDE 0x7fffffffu
#define INFINITE 0x7f800000u

ASSAY_INLINE uint32_t finite_amax(const bits32 *x, ptrdiff_t count) {
  uint32_t largest = 0;
  for (ptrdiff_t i = 0; i < count; i++) {
    uint32_t a = x[i] & MAGNITUDE;
    a = a < INFINITE ? a : 0;
    largest = largest > a ? largest : a;
  }
  return largest;
}

// The largest lanes of 16 vectors, side by side: four rounds, each of which halves the vectors, first
// within 128 bits, then across. A shuffle serves two vectors, where reducing one by one takes four.
ASSAY_INLINE u32s largest_lanes(const u32s *v) {
  u32s pairs[8], fours[4], eights[2];
  for (int i = 0; i < 8; i++) {
    const u32s a = v[2 * i], b = v[2 * i + 1];
    pairs[i] = __builtin_elementwise_max(
        __builtin_shufflevector(a, b, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29),
        __builtin_shufflevector(a, b, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31));
  }
  for (int i = 0; i < 4; i++) {
    const u32s a = pairs[2 * i], b = pairs[2 * i + 1];
    fours[i] = __builtin_elementwise_max(
        __builtin_shufflevector(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29),
        __builtin_shufflevector(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31));
  }
  for (int i = 0; i < 2; i++) {
    const u32s a = fours[2 * i], b = fours[2 * i + 1];
    eights[i] = __builtin_elementwise_max(
        __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27),
        __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31));
  }
  const u32s a = eights[0], b = eights[1];
  return __builtin_elementwise_max(
      __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27),
      __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31));
}

// Each vector of a block's magnitudes is folded into one, then 16 blocks at once.
ASSAY_INLINE u32s sixteen(const bits32 *x, ptrdiff_t width, uint32_t *amax, ptrdiff_t lead) {
  u32s folded[16];
  for (int b = 0; b < 16; b++) {
    u32s largest = (u32s)(0);
    for (ptrdiff_t i = 0; i < width; i += 16) {
      u32s value;
      __builtin_prefetch(x + b * width + i + lead);
      memcpy(&value, x + b * width + i, sizeof value);
      largest = __builtin_elementwise_max(largest, value & MAGNITUDE);
    }
    folded[b] = largest;
  }
  const u32s result = largest_lanes(folded);
  memcpy(amax, &result, sizeof result);
  return result;
}

ASSAY_INLINE uint32_t one(const bits32 *x, ptrdiff_t width) {
  uint32_t largest = 0;
  for (ptrdiff_t i = 0; i < width; i++) {
    const uint32_t a = x[i] & MAGNITUDE;
    largest = largest > a ? largest : a;
  }
  return largest;
}

ASSAY_INLINE uint32_t amaxes(const bits32 *x, ptrdiff_t width, ptrdiff_t blocks, uint32_t *amax,
                             ptrdiff_t lead, ptrdiff_t count) {
  u32s every = (u32s)(0);
  ptrdiff_t b = 0;
  if (width == 16 || width == 32) {
    for (; b + 16 <= blocks; b += 16) {
      const ptrdiff_t further = (b + 16) * width + lead <= count ? lead : 0;
      // A constant width lets the compiler unroll a block whole.
      const u32s found = width == 16 ? sixteen(x + b * 16, 16, amax + b, further)
                                     : sixteen(x + b * 32, 32, amax + b, further);
      every = __builtin_elementwise_max(every, found);
    }
  }
  for (; b < blocks; b++) {
    for (ptrdiff_t i = b * width + lead; i < (b + 1) * width + lead && i < count; i += 16)
      __builtin_prefetch(x + i);
    amax[b] = one(x + b * width, width);
    every[0] = every[0] > amax[b] ? every[0] : amax[b];
  }
  return __builtin_reduce_max(every);
}

#define ASSAY_DEFINE_LEVEL(level, target)                                                         \
  target static uint32_t finite_amax_##level(const void *x, ptrdiff_t count) {                    \
    return finite_amax(x, count);                                                                 \
  }                                                                                               \
  target static uint32_t amax_##level(const void *x, ptrdiff_t width, ptrdiff_t blocks,           \
                                      uint32_t *amax, ptrdiff_t lead, ptrdiff_t count) {          \
    return amaxes(x, width, blocks, amax, lead, count);                                           \
  }

ASSAY_DEFINE_LEVEL(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
ASSAY_DEFINE_LEVEL(avx2, ASSAY_AVX2)
ASSAY_DEFINE_LEVEL(avx512, ASSAY_AVX512)
#endif

uint32_t assay_block_finite_amax(int32_t level, const void *x, ptrdiff_t count) {
  return ASSAY_AT_LEVEL(finite_amax, x, count);
}

uint32_t assay_block_amax(int32_t level, const void *x, ptrdiff_t width, ptrdiff_t blocks,
                          uint32_t *amax, ptrdiff_t lead, ptrdiff_t count) {
  return ASSAY_AT_LEVEL(amax, x, width, blocks, amax, lead, count);
}
