#include "CKernels.h"

#include "Levels.h"

// Lines of 64 bytes, the unit in which a cache would fetch what is only to be overwritten.
typedef uint64_t line __attribute__((vector_size(64)));

ASSAY_INLINE void stream(line *restrict out, const line *restrict in, ptrdiff_t lines) {
  for (ptrdiff_t i = 0; i < lines; i++) __builtin_nontemporal_store(in[i], out + i);
}

#define ASSAY_STREAM(level, target)                                                   \
  target static void stream_##level(void *out, const void *in, ptrdiff_t lines) {     \
    stream(out, in, lines);                                                           \
  }

ASSAY_STREAM(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
ASSAY_STREAM(avx2, ASSAY_AVX2)
ASSAY_STREAM(avx512, ASSAY_AVX512)
#endif

static void (*const streams[])(void *, const void *, ptrdiff_t) = {
    stream_plain,
#if ASSAY_HAS_LEVELS
    stream_avx2,
    stream_avx512,
#endif
};

void assay_stream_lines(int32_t level, void *out, const void *in, ptrdiff_t lines) {
  streams[ASSAY_HAS_LEVELS ? level : 0](out, in, lines);
}

void assay_stream_end(void) {
#if defined(__x86_64__)
  __builtin_ia32_sfence();
#endif
}
