#include "CKernels.h"

#include <string.h>

#include "Levels.h"
#include "PruneBody.h"

// Sums of eight elements and their multiples by four take seven bits more than a significand.
enum { spread32 = 22 << 23, spread16 = 38 << 23 };

ASSAY_INLINE void prune32(int keep, int of, const code32 *restrict in,
                          const uint32_t *restrict words, code32 *restrict out,
                          uint8_t *restrict open, ptrdiff_t blocks) {
  for (ptrdiff_t b = 0; b < blocks; b++) {
    uint32_t x[8], a[8];
    int kept[8], saturated[8];
    double scale;
    ASSAY_UNROLLED
    for (int i = 0; i < of; i++) {
      x[i] = in[of * b + i];
      a[i] = x[i] & 0x7FFFFFFF;
    }
    int left = decide(keep, of, spread32, a, words[b], kept, saturated, &scale);
    const uint32_t t = float_bits((float)scale);
    left |= t >= 0x7F800000;
    ASSAY_UNROLLED
    for (int i = 0; i < of; i++)
      // Saturated elements are the only ones above the scale.
      out[of * b + i] = kept[i] ? (x[i] & 0x80000000) | larger(a[i], t) : 0;
    open[b] = (uint8_t)left;
  }
}

ASSAY_INLINE void prune16(int keep, int of, const code16 *restrict in,
                          const uint32_t *restrict words, code16 *restrict out,
                          uint8_t *restrict open, ptrdiff_t blocks) {
  for (ptrdiff_t b = 0; b < blocks; b++) {
    uint32_t x[8], a[8];
    int kept[8], saturated[8];
    double scale;
    ASSAY_UNROLLED
    for (int i = 0; i < of; i++) {
      x[i] = in[of * b + i];
      a[i] = (x[i] & 0x7FFF) << 16;
    }
    int left = decide(keep, of, spread16, a, words[b], kept, saturated, &scale);
    const uint32_t t = bfloat16_of(odd_float(scale));
    left |= t >= 0x7F80;
    ASSAY_UNROLLED
    for (int i = 0; i < of; i++)
      out[of * b + i] =
          (uint16_t)(kept[i] ? (x[i] & 0x8000) | larger(x[i] & 0x7FFF, t) : 0);
    open[b] = (uint8_t)left;
  }
}

typedef void kernel(const void *in, const uint32_t *words, void *out, uint8_t *open,
                    ptrdiff_t blocks);

#define ASSAY_PRUNE(level, target, bits, keep, of)                                            \
  target static void prune##bits##_##keep##_##of##_##level(                                   \
      const void *in, const uint32_t *words, void *out, uint8_t *open, ptrdiff_t blocks) {    \
    prune##bits(keep, of, in, words, out, open, blocks);                                      \
  }
#define ASSAY_PRUNES(level, target)      \
  ASSAY_PRUNE(level, target, 32, 1, 2)   \
  ASSAY_PRUNE(level, target, 32, 1, 4)   \
  ASSAY_PRUNE(level, target, 32, 2, 4)   \
  ASSAY_PRUNE(level, target, 32, 4, 8)   \
  ASSAY_PRUNE(level, target, 16, 1, 2)   \
  ASSAY_PRUNE(level, target, 16, 1, 4)   \
  ASSAY_PRUNE(level, target, 16, 2, 4)   \
  ASSAY_PRUNE(level, target, 16, 4, 8)
#define ASSAY_ROW(level)                                                                     \
  {{prune32_1_2_##level, prune32_1_4_##level, prune32_2_4_##level, prune32_4_8_##level},     \
   {prune16_1_2_##level, prune16_1_4_##level, prune16_2_4_##level, prune16_4_8_##level}}

ASSAY_PRUNES(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
ASSAY_PRUNES(avx2, ASSAY_AVX2)
ASSAY_PRUNES(avx512, ASSAY_AVX512)
#endif

static kernel *const kernels[][2][assay_prune_pattern_count] = {
    ASSAY_ROW(plain),
#if ASSAY_HAS_LEVELS
    ASSAY_ROW(avx2),
    ASSAY_ROW(avx512),
#endif
};

void assay_prune(int32_t level, int32_t pattern, int32_t code_bytes, const void *in,
                 const uint32_t *words, void *out, uint8_t *open, ptrdiff_t blocks) {
  kernels[ASSAY_HAS_LEVELS ? level : 0][code_bytes == 4 ? 0 : 1][pattern](in, words, out, open,
                                                                         blocks);
}
