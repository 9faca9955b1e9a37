#include "CKernels.h"

#include <string.h>

#include "Levels.h"

// Every product is rounded by itself.
#pragma STDC FP_CONTRACT OFF

#define ASSAY_BITS 32
#define ASSAY_TRAILING 23
#define ASSAY_SUBNORMAL_SHIFT 149
#define ASSAY_NAME(name) name##32
typedef uint32_t word;
typedef int32_t sword;
typedef float __attribute__((aligned(1))) source;

ASSAY_INLINE word bits_of(float x) {
  word bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

ASSAY_INLINE word float_bits32(sword integer) { return bits_of((float)integer); }

ASSAY_INLINE word magic32(word a, word magic) {
  float x, large;
  memcpy(&x, &a, sizeof x);
  memcpy(&large, &magic, sizeof large);
  return bits_of(x + large) - magic;
}

#include "CastBody.h"

// The cast of a value that is no NaN, where overflow saturates and -0 has the sign bit.
ASSAY_INLINE word saturated(const plan32 *restrict p, word u) {
  const word a = u & 0x7fffffffu;
  const word half = ((word)1 << p->shift >> 1) - 1;
  const word is_odd = ((a >> p->shift) ^ p->odd_rebias) & 1;
  const word normal = (a + (p->rebias + half) + is_odd) >> p->shift;
  word r = a < p->normal ? magic32(a, p->magic) : normal;
  r = r < p->largest ? r : p->largest;
  return r | (u & 0x80000000u) >> __builtin_clz(p->sign);
}

ASSAY_INLINE void block(const plan32 *plan, const source *restrict x, ptrdiff_t width, float factor,
                        int kind, uint8_t *restrict y) {
  const word keep = -(word)(factor == factor);
  for (ptrdiff_t i = 0; i < width; i++) {
    if (kind == assay_block_divided) {
      const float q = x[i] / factor;
      const word scaled = (q == q ? bits_of(q) : 0x7fc00000u) & keep;
      y[i] = (uint8_t)convert32(plan, scaled, 0, assay_to_nearest_or_even, assay_signed);
    } else {
      const word scaled = bits_of(x[i] * factor) & keep;
      const word code =
          kind == assay_block_saturated
              ? saturated(plan, scaled)
              : convert32(plan, scaled, 0, assay_to_nearest_or_even, assay_signed);
      y[i] = (uint8_t)code;
    }
  }
}

ASSAY_INLINE void blocks_of_width(const plan32 *p, const source *x, ptrdiff_t width,
                                  ptrdiff_t blocks, const float *restrict factors, int kind,
                                  uint8_t *restrict y, ptrdiff_t lead, ptrdiff_t count) {
  const plan32 plan = *p;
  for (ptrdiff_t b = 0; b < blocks; b++) {
    for (ptrdiff_t i = b * width + lead; i < (b + 1) * width + lead && i < count; i += 16)
      __builtin_prefetch(x + i);
    block(&plan, x + b * width, width, factors[b], kind, y + b * width);
  }
}

ASSAY_INLINE void blocks_of(const plan32 *p, const source *x, ptrdiff_t width, ptrdiff_t blocks,
                            const float *factors, int kind, uint8_t *y, ptrdiff_t lead, ptrdiff_t count) {
  // A constant width lets the compiler unroll a block whole.
  if (width == 16) blocks_of_width(p, x, 16, blocks, factors, kind, y, lead, count);
  else if (width == 32) blocks_of_width(p, x, 32, blocks, factors, kind, y, lead, count);
  else blocks_of_width(p, x, width, blocks, factors, kind, y, lead, count);
}

#define ASSAY_DEFINE_LEVEL(level, target)                                                         \
  target static void cast_##level(const plan32 *p, const void *x, ptrdiff_t width,                \
                                  ptrdiff_t blocks, const float *factors, int32_t kind,           \
                                  uint8_t *y, ptrdiff_t lead, ptrdiff_t count) {                  \
    if (kind == assay_block_divided)                                                              \
      blocks_of(p, x, width, blocks, factors, assay_block_divided, y, lead, count);               \
    else if (kind == assay_block_saturated)                                                       \
      blocks_of(p, x, width, blocks, factors, assay_block_saturated, y, lead, count);             \
    else blocks_of(p, x, width, blocks, factors, assay_block_times, y, lead, count);              \
  }

ASSAY_DEFINE_LEVEL(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
ASSAY_DEFINE_LEVEL(avx2, ASSAY_AVX2)
ASSAY_DEFINE_LEVEL(avx512, ASSAY_AVX512)
#endif

void assay_block_cast(int32_t level, int32_t kind, const assay_cast_plan *plan, const void *x,
                      ptrdiff_t width, ptrdiff_t blocks, const float *factors, uint8_t *y,
                      ptrdiff_t lead, ptrdiff_t count) {
  const plan32 narrow = narrowed32(plan);
  ASSAY_AT_LEVEL(cast, &narrow, x, width, blocks, factors, kind, y, lead, count);
}
