#include "CKernels.h"

#include <string.h>

#include "Levels.h"

#define ASSAY_BITS 32
#define ASSAY_TRAILING 23
#define ASSAY_SUBNORMAL_SHIFT 149
#define ASSAY_NAME(name) name##32
typedef uint32_t word;
typedef int32_t sword;
typedef uint32_t __attribute__((aligned(1))) source;
typedef uint8_t u8;
typedef uint16_t __attribute__((aligned(1))) u16;

ASSAY_INLINE word float_bits32(sword integer) {
  const float value = (float)integer;
  word bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

ASSAY_INLINE word magic32(word a, word magic) {
  float x, large;
  memcpy(&x, &a, sizeof x);
  memcpy(&large, &magic, sizeof large);
  const float sum = x + large;
  word bits;
  memcpy(&bits, &sum, sizeof bits);
  return bits - magic;
}

#include "CastBody.h"
#include "CastKernels.h"

#define ASSAY_DEFINE_LEVEL(level, target) \
  ASSAY_RULES(ASSAY_DEFINE, level, target, assay_simple, u8) \
  ASSAY_RULES(ASSAY_DEFINE, level, target, assay_simple, u16) \
  ASSAY_RULES(ASSAY_DEFINE, level, target, assay_signed, u8) \
  ASSAY_RULES(ASSAY_DEFINE, level, target, assay_signed, u16) \
  ASSAY_RULES(ASSAY_DEFINE, level, target, assay_unsigned, u8) \
  ASSAY_RULES(ASSAY_DEFINE, level, target, assay_unsigned, u16) \
  ASSAY_RULES(ASSAY_DEFINE, level, target, assay_unsigned_wide, u8) \
  ASSAY_RULES(ASSAY_DEFINE, level, target, assay_unsigned_wide, u16) \
  ASSAY_RULES(ASSAY_DEFINE, level, target, assay_powers, u8) \
  ASSAY_RULES(ASSAY_DEFINE, level, target, assay_powers, u16) \
  ASSAY_RULES(ASSAY_DEFINE, level, target, assay_every, u8) \
  ASSAY_RULES(ASSAY_DEFINE, level, target, assay_every, u16)

#define ASSAY_ROW(level) { \
    {ASSAY_NAMES(level, assay_simple, u8), ASSAY_NAMES(level, assay_simple, u16)}, \
    {ASSAY_NAMES(level, assay_signed, u8), ASSAY_NAMES(level, assay_signed, u16)}, \
    {ASSAY_NAMES(level, assay_unsigned, u8), ASSAY_NAMES(level, assay_unsigned, u16)}, \
    {ASSAY_NAMES(level, assay_unsigned_wide, u8), ASSAY_NAMES(level, assay_unsigned_wide, u16)}, \
    {ASSAY_NAMES(level, assay_powers, u8), ASSAY_NAMES(level, assay_powers, u16)}, \
    {ASSAY_NAMES(level, assay_every, u8), ASSAY_NAMES(level, assay_every, u16)}, \
  }

ASSAY_DEFINE_LEVEL(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
ASSAY_DEFINE_LEVEL(avx2, ASSAY_AVX2)
ASSAY_DEFINE_LEVEL(avx512, ASSAY_AVX512)
#endif

static kernel *const kernels[][assay_flavour_count][2][assay_rule_count] = {
    ASSAY_ROW(plain),
#if ASSAY_HAS_LEVELS
    ASSAY_ROW(avx2),
    ASSAY_ROW(avx512),
#endif
};

void assay_cast32(int32_t level, int32_t rule, int32_t flavour, int32_t out_bytes,
                  const assay_cast_plan *plan, const void *in, const uint32_t *_Nullable words,
                  void *out, ptrdiff_t count) {
  const plan32 narrow = narrowed32(plan);
  kernel *const convert = kernels[ASSAY_HAS_LEVELS ? level : 0][flavour][out_bytes - 1][rule];
  run32(convert, &narrow, in, words, out, out_bytes, count);
}
