#include "CKernels.h"

#include "Levels.h"

typedef uint32_t __attribute__((aligned(1))) u32;
typedef uint64_t __attribute__((aligned(1))) u64;

// The number of steps not above a, by halving; steps holds 1 << depth numbers, the last of them
// above every magnitude.
#define ASSAY_STEPS(bits)                                                                       \
  ASSAY_INLINE void steps##bits(int32_t depth, const uint##bits##_t *restrict steps,            \
                                const uint8_t *restrict codes, const u##bits *restrict in,      \
                                uint8_t *restrict out, ptrdiff_t count) {                       \
    for (ptrdiff_t i = 0; i < count; i++) {                                                     \
      const uint##bits##_t u = in[i], a = u << 1 >> 1;                                          \
      const uint32_t side = (uint32_t)(u >> (bits - 1)) << depth;                               \
      uint32_t found = side;                                                                    \
      for (uint32_t half = 1u << depth >> 1; half != 0; half >>= 1)                             \
        found += steps[found + half - 1] <= a ? half : 0;                                       \
      out[i] = codes[found];                                                                    \
    }                                                                                           \
  }

ASSAY_STEPS(32)
ASSAY_STEPS(64)

#define ASSAY_DEFINE(level, target)                                                             \
  target static void level##_steps32(int32_t depth, const void *steps, const uint8_t *codes,    \
                                     const void *in, uint8_t *out, ptrdiff_t count) {           \
    steps32(depth, steps, codes, in, out, count);                                               \
  }                                                                                             \
  target static void level##_steps64(int32_t depth, const void *steps, const uint8_t *codes,    \
                                     const void *in, uint8_t *out, ptrdiff_t count) {           \
    steps64(depth, steps, codes, in, out, count);                                               \
  }

ASSAY_DEFINE(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
ASSAY_DEFINE(avx2, ASSAY_AVX2)
ASSAY_DEFINE(avx512, ASSAY_AVX512)
#endif

static void (*const kernels[][2])(int32_t, const void *, const uint8_t *, const void *, uint8_t *,
                                  ptrdiff_t) = {
    {plain_steps32, plain_steps64},
#if ASSAY_HAS_LEVELS
    {avx2_steps32, avx2_steps64},
    {avx512_steps32, avx512_steps64},
#endif
};

void assay_steps(int32_t level, int32_t source_bits, int32_t depth, const void *steps,
                 const uint8_t *codes, const void *in, void *out, ptrdiff_t count) {
  kernels[ASSAY_HAS_LEVELS ? level : 0][source_bits == 64](depth, steps, codes, in, out, count);
}

// The code that a bucket holds from its start or, from its lower half on, at its end.
ASSAY_INLINE void buckets(const uint32_t *restrict entries, const u32 *restrict in,
                          uint8_t *restrict out, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i++) {
    const uint32_t u = in[i], entry = entries[u >> 16];
    out[i] = (uint8_t)(u << 16 >= (entry & 0xFFFF0000u) ? entry >> 8 : entry);
  }
}

#define ASSAY_DEFINE_BUCKETS(level, target)                                                     \
  target static void level##_buckets(const uint32_t *entries, const void *in, uint8_t *out,     \
                                     ptrdiff_t count) {                                         \
    buckets(entries, in, out, count);                                                           \
  }

ASSAY_DEFINE_BUCKETS(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
ASSAY_DEFINE_BUCKETS(avx2, ASSAY_AVX2)
#endif

static void (*const bucket_kernels[])(const uint32_t *, const void *, uint8_t *, ptrdiff_t) = {
    plain_buckets,
#if ASSAY_HAS_LEVELS
    // With AVX-512 the compiler gathers, which is slower than a load per value.
    avx2_buckets,
    avx2_buckets,
#endif
};

void assay_buckets(int32_t level, const uint32_t *entries, const void *in, void *out,
                   ptrdiff_t count) {
  bucket_kernels[ASSAY_HAS_LEVELS ? level : 0](entries, in, out, count);
}
