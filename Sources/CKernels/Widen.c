#include "CKernels.h"

#include <string.h>

#include "Levels.h"

typedef uint16_t __attribute__((aligned(1))) u16;
typedef uint32_t __attribute__((aligned(1))) u32;
typedef uint64_t __attribute__((aligned(1))) u64;

ASSAY_INLINE uint32_t from_binary16(uint32_t h) {
  const uint32_t a = h & 0x7FFF;
  const float count = (float)(int32_t)a;
  uint32_t small;
  memcpy(&small, &count, sizeof small);
  // A subnormal is its trailing field times 2^-24; the other fields move into place.
  const uint32_t normal = (a << 13) + ((127u - 15) << 23);
  const uint32_t special = (a << 13) + ((255u - 31) << 23);
  uint32_t r = a == 0 ? 0 : small - (24u << 23);
  r = a < 0x400 ? r : normal;
  r = a < 0x7C00 ? r : special;
  return r | (h & 0x8000) << 16;
}

ASSAY_INLINE uint64_t from_binary32(uint32_t u) {
  const uint32_t a = u & 0x7FFFFFFF;
  const double count = (double)(int32_t)a;
  uint64_t small;
  memcpy(&small, &count, sizeof small);
  const uint64_t wide = (uint64_t)a << 29;
  uint64_t r = a == 0 ? 0 : small - ((uint64_t)149 << 52);
  r = a < 0x800000 ? r : wide + ((uint64_t)(1023 - 127) << 52);
  r = a < 0x7F800000 ? r : wide + ((uint64_t)(2047 - 255) << 52);
  return r | (uint64_t)(u & 0x80000000) << 32;
}

#define ASSAY_WIDEN(level, target)                                                        \
  target static void binary16_##level(const void *in, void *out, ptrdiff_t count) {       \
    const u16 *restrict x = in;                                                           \
    u32 *restrict y = out;                                                                \
    for (ptrdiff_t i = 0; i < count; i++) y[i] = from_binary16(x[i]);                     \
  }                                                                                       \
  target static void bfloat16_##level(const void *in, void *out, ptrdiff_t count) {       \
    const u16 *restrict x = in;                                                           \
    u32 *restrict y = out;                                                                \
    for (ptrdiff_t i = 0; i < count; i++) y[i] = (uint32_t)x[i] << 16;                    \
  }                                                                                       \
  target static void binary32_##level(const void *in, void *out, ptrdiff_t count) {       \
    const u32 *restrict x = in;                                                           \
    u64 *restrict y = out;                                                                \
    for (ptrdiff_t i = 0; i < count; i++) y[i] = from_binary32(x[i]);                     \
  }

#define ASSAY_ROW(level) {binary16_##level, bfloat16_##level, binary32_##level},

ASSAY_WIDEN(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
ASSAY_WIDEN(avx2, ASSAY_AVX2)
ASSAY_WIDEN(avx512, ASSAY_AVX512)
#endif

static void (*const widening[][3])(const void *, void *, ptrdiff_t) = {
    ASSAY_ROW(plain)
#if ASSAY_HAS_LEVELS
    ASSAY_ROW(avx2)
    ASSAY_ROW(avx512)
#endif
};

void assay_widen_binary16(int32_t level, const void *in, void *out, ptrdiff_t count) {
  widening[ASSAY_HAS_LEVELS ? level : 0][0](in, out, count);
}

void assay_widen_bfloat16(int32_t level, const void *in, void *out, ptrdiff_t count) {
  widening[ASSAY_HAS_LEVELS ? level : 0][1](in, out, count);
}

void assay_widen_binary32(int32_t level, const void *in, void *out, ptrdiff_t count) {
  widening[ASSAY_HAS_LEVELS ? level : 0][2](in, out, count);
}
