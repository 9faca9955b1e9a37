#include "CInstructions.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

int assay_has_f16c(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx") && __builtin_cpu_supports("f16c");
}

int assay_has_avx512_bf16(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512vl");
}

int assay_has_avx(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx");
}

// A last group shorter than a register goes through buffers, so that every case meets the same
// instruction and none is computed in another way.
#define ASSAY_GROUPS(LANES, IN, OUT, CONVERT)                     \
  size_t whole = count - count % (LANES);                         \
  for (size_t i = 0; i < whole; i += (LANES)) {                   \
    const IN *from = in + i;                                      \
    OUT *to = out + i;                                            \
    CONVERT;                                                      \
  }                                                               \
  if (whole < count) {                                            \
    IN last_in[LANES] = {0};                                      \
    OUT last_out[LANES];                                          \
    memcpy(last_in, in + whole, (count - whole) * sizeof(IN));    \
    const IN *from = last_in;                                     \
    OUT *to = last_out;                                           \
    CONVERT;                                                      \
    memcpy(out + whole, last_out, (count - whole) * sizeof(OUT)); \
  }

#define ASSAY_PS2PH(ROUNDING)                                                          \
  ASSAY_GROUPS(8, uint32_t, uint16_t,                                                  \
               _mm_storeu_si128((__m128i *)to,                                         \
                                _mm256_cvtps_ph(_mm256_loadu_ps((const float *)from),  \
                                                (ROUNDING) | _MM_FROUND_NO_EXC)))

__attribute__((target("avx,f16c"))) void assay_vcvtps2ph(
    const uint32_t *in, uint16_t *out, size_t count, int rounding) {
  switch (rounding) {
    case assay_down: {
      ASSAY_PS2PH(_MM_FROUND_TO_NEG_INF)
      break;
    }
    case assay_up: {
      ASSAY_PS2PH(_MM_FROUND_TO_POS_INF)
      break;
    }
    case assay_toward_zero: {
      ASSAY_PS2PH(_MM_FROUND_TO_ZERO)
      break;
    }
    default: {
      ASSAY_PS2PH(_MM_FROUND_TO_NEAREST_INT)
      break;
    }
  }
}

__attribute__((target("avx,f16c"))) void assay_vcvtph2ps(
    const uint16_t *in, uint32_t *out, size_t count) {
  ASSAY_GROUPS(8, uint16_t, uint32_t,
               _mm256_storeu_ps((float *)to,
                                _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)from))))
}

__attribute__((target("avx512f,avx512vl,avx512bf16"))) void assay_vcvtneps2bf16(
    const uint32_t *in, uint16_t *out, size_t count) {
  ASSAY_GROUPS(8, uint32_t, uint16_t, {
    __m128bh result = _mm256_cvtneps_pbh(_mm256_loadu_ps((const float *)from));
    memcpy(to, &result, sizeof(result));
  })
}

__attribute__((target("avx"))) void assay_vcvtpd2ps(
    const uint64_t *in, uint32_t *out, size_t count, int rounding) {
  unsigned saved = _mm_getcsr();
  // Bits 13-14 hold the rounding in the immediate's encoding; flushing stays off.
  _mm_setcsr((saved & ~(unsigned)(_MM_ROUND_MASK | 0x8040)) | ((unsigned)rounding << 13));
  ASSAY_GROUPS(4, uint64_t, uint32_t,
               _mm_storeu_ps((float *)to,
                             _mm256_cvtpd_ps(_mm256_loadu_pd((const double *)from))))
  _mm_setcsr(saved);
}

__attribute__((target("avx"))) void assay_vcvtps2pd(
    const uint32_t *in, uint64_t *out, size_t count) {
  ASSAY_GROUPS(4, uint32_t, uint64_t,
               _mm256_storeu_pd((double *)to,
                                _mm256_cvtps_pd(_mm_loadu_ps((const float *)from))))
}

#else

int assay_has_f16c(void) { return 0; }
int assay_has_avx512_bf16(void) { return 0; }
int assay_has_avx(void) { return 0; }
void assay_vcvtps2ph(const uint32_t *in, uint16_t *out, size_t count, int rounding) {}
void assay_vcvtph2ps(const uint16_t *in, uint32_t *out, size_t count) {}
void assay_vcvtneps2bf16(const uint32_t *in, uint16_t *out, size_t count) {}
void assay_vcvtpd2ps(const uint64_t *in, uint32_t *out, size_t count, int rounding) {}
void assay_vcvtps2pd(const uint32_t *in, uint64_t *out, size_t count) {}

#endif
