#include "CKernels.h"

#include <string.h>

#include "Levels.h"

#define ASSAY_BITS 64
#define ASSAY_TRAILING 52
#define ASSAY_SUBNORMAL_SHIFT 1074
#define ASSAY_NAME(name) name##64
typedef uint64_t word;
typedef int64_t sword;
typedef uint64_t __attribute__((aligned(1))) source;
typedef uint8_t u8;
typedef uint16_t __attribute__((aligned(1))) u16;
typedef uint32_t __attribute__((aligned(1))) u32;
typedef uint64_t __attribute__((aligned(1))) u64;

ASSAY_INLINE word float_bits64(sword integer) {
  const double value = (double)integer;
  word bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

ASSAY_INLINE word magic64(word a, word magic) { return a - magic; }

#include "CastBody.h"
#include "CastKernels.h"

#define ASSAY_DEFINE_LEVEL(level, target) \
  ASSAY_RULES(ASSAY_DEFINE, level, target, assay_signed, u8) \
  ASSAY_RULES(ASSAY_DEFINE, level, target, assay_signed, u16) \
  ASSAY_RULES(ASSAY_DEFINE, level, target, assay_signed, u32) \
  ASSAY_RULES(ASSAY_DEFINE, level, target, assay_every, u8) \
  ASSAY_RULES(ASSAY_DEFINE, level, target, assay_every, u16) \
  ASSAY_RULES(ASSAY_DEFINE, level, target, assay_every, u32) \
  ASSAY_KERNEL(level, target, assay_toward_zero, assay_every, u64)

#define ASSAY_ROW(level) { \
    { \
     ASSAY_NAMES(level, assay_signed, u8), \
     ASSAY_NAMES(level, assay_signed, u16), \
     ASSAY_NAMES(level, assay_signed, u32), \
     {0, 0, 0, convert_##level##_assay_toward_zero_assay_every_u64}}, \
    { \
     ASSAY_NAMES(level, assay_every, u8), \
     ASSAY_NAMES(level, assay_every, u16), \
     ASSAY_NAMES(level, assay_every, u32), \
     {0, 0, 0, convert_##level##_assay_toward_zero_assay_every_u64}}, \
  }

ASSAY_DEFINE_LEVEL(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
ASSAY_DEFINE_LEVEL(avx2, ASSAY_AVX2)
ASSAY_DEFINE_LEVEL(avx512, ASSAY_AVX512)
#endif

static kernel *const kernels[][2][4][assay_rule_count] = {
    ASSAY_ROW(plain),
#if ASSAY_HAS_LEVELS
    ASSAY_ROW(avx2),
    ASSAY_ROW(avx512),
#endif
};

void assay_cast64(int32_t level, int32_t rule, int32_t flavour, int32_t out_bytes,
                  const assay_cast_plan *plan, const void *in, const uint32_t *_Nullable words,
                  void *out, ptrdiff_t count) {
  const int32_t row = out_bytes == 8 ? 3 : out_bytes / 2;
  const plan64 narrow = narrowed64(plan);
  kernel *const convert =
      kernels[ASSAY_HAS_LEVELS ? level : 0][flavour == assay_every][row][rule];
  run64(convert, &narrow, in, words, out, out_bytes, count);
}
