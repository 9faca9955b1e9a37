#include "CKernels.h"

#include <string.h>

#include "Levels.h"
#include "PruneBody.h"

// Sums of eight elements and their multiples by four take seven bits more than a significand.
enum { spread32 = 22 << 23, spread16 = 38 << 23 };

ASSAY_INLINE void prune32(int keep, int of, const code32 *restrict in,
                          const uint32_t *restrict words, code32 *restrict out,
                          uint8_t *restrict open, ptrdiff_t blocks) {
  ASSAY_VECTORS
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

// Sixteen blocks of four elements. A quarter of a vector holds a block, so that four of them become
// vectors of first, second, ... elements by shuffles within quarters, which every level has; lane
// 4 q + k belongs to block 4 k + q then.
typedef uint32_t lanes32 __attribute__((vector_size(64)));
typedef uint8_t lanes8 __attribute__((vector_size(16)));

#define ASSAY_LOW(x, y) \
  __builtin_shufflevector(x, y, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29)
#define ASSAY_HIGH(x, y) \
  __builtin_shufflevector(x, y, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31)
#define ASSAY_SWAPPED(x) \
  __builtin_shufflevector(x, x, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)

ASSAY_INLINE void transpose(lanes32 *v) {
  const lanes32 a = ASSAY_LOW(v[0], v[2]), b = ASSAY_LOW(v[1], v[3]);
  const lanes32 c = ASSAY_HIGH(v[0], v[2]), d = ASSAY_HIGH(v[1], v[3]);
  v[0] = ASSAY_LOW(a, b);
  v[1] = ASSAY_HIGH(a, b);
  v[2] = ASSAY_LOW(c, d);
  v[3] = ASSAY_HIGH(c, d);
}

ASSAY_INLINE void prune32_fours(int keep, const code32 *restrict in,
                                const uint32_t *restrict words, code32 *restrict out,
                                uint8_t *restrict open, ptrdiff_t blocks) {
  const uintptr_t lead = 8192;
  ptrdiff_t first = 0;
  for (; first + 16 <= blocks; first += 16) {
    lanes32 v[4], w;
    // A hardware prefetcher stops at the end of a page; what comes later is asked for here.
    ASSAY_UNROLLED
    for (int k = 0; k < 4; k++)
      __builtin_prefetch((const void *)((uintptr_t)(in + 4 * first) + lead + 64u * (unsigned)k));
    memcpy(v, in + 4 * first, sizeof v);
    memcpy(&w, words + first, sizeof w);
    transpose(v);
    w = ASSAY_SWAPPED(w);
    uint32_t x[4][16], y[4][16], word[16];
    uint8_t left[16];
    memcpy(x, v, sizeof x);
    memcpy(word, &w, sizeof word);
    for (int l = 0; l < 16; l++) {
      uint32_t a[4];
      int kept[4], saturated[4];
      double scale;
      ASSAY_UNROLLED
      for (int i = 0; i < 4; i++) a[i] = x[i][l] & 0x7FFFFFFF;
      const int undecided = decide(keep, 4, spread32, a, word[l], kept, saturated, &scale);
      const uint32_t t = float_bits((float)scale);
      ASSAY_UNROLLED
      for (int i = 0; i < 4; i++)
        y[i][l] = kept[i] ? (x[i][l] & 0x80000000) | larger(a[i], t) : 0;
      left[l] = (uint8_t)(undecided | (t >= 0x7F800000));
    }
    memcpy(v, y, sizeof v);
    transpose(v);
    memcpy(out + 4 * first, v, sizeof v);
    lanes8 marks;
    memcpy(&marks, left, sizeof marks);
    marks = ASSAY_SWAPPED(marks);
    memcpy(open + first, &marks, sizeof marks);
  }
  prune32(keep, 4, in + 4 * first, words + first, out + 4 * first, open + first, blocks - first);
}

ASSAY_INLINE void prune16(int keep, int of, const code16 *restrict in,
                          const uint32_t *restrict words, code16 *restrict out,
                          uint8_t *restrict open, ptrdiff_t blocks) {
  ASSAY_VECTORS
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
#define ASSAY_PRUNE_FOURS(level, target, keep)                                                \
  target static void prune32_##keep##_4_##level(const void *in, const uint32_t *words,        \
                                                void *out, uint8_t *open, ptrdiff_t blocks) { \
    prune32_fours(keep, in, words, out, open, blocks);                                        \
  }
#define ASSAY_PRUNES(level, target)      \
  ASSAY_PRUNE(level, target, 32, 1, 2)   \
  ASSAY_PRUNE_FOURS(level, target, 1)    \
  ASSAY_PRUNE_FOURS(level, target, 2)    \
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
