#include "CInstructions.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

int assay_has_vdpbf16ps(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512vl");
}

int assay_has_avx512_vnni(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512vl");
}

enum { lanes = 8 };

// Lane j of the group's register holds products i and i + 1 of case j, the first in the low half. `pad`
// stands for the elements of x that a short last pair or a short last group lacks; those of w are 0.
#define ASSAY_DOTS(PAD, STEP)                                                       \
  for (size_t first = 0; first < count; first += lanes) {                           \
    size_t cases = count - first < lanes ? count - first : lanes;                   \
    __m256i sums = _mm256_setzero_si256();                                          \
    for (size_t i = 0; i < length; i += 2) {                                        \
      uint16_t x[2 * lanes], w[2 * lanes] = {0};                                    \
      for (size_t j = 0; j < 2 * lanes; ++j) x[j] = (PAD);                          \
      for (size_t j = 0; j < cases; ++j) {                                          \
        const uint16_t *from = in + (first + j) * 2 * length + i;                   \
        size_t bytes = (length - i < 2 ? 1 : 2) * sizeof(uint16_t);                 \
        memcpy(x + 2 * j, from, bytes);                                             \
        memcpy(w + 2 * j, from + length, bytes);                                    \
      }                                                                             \
      __m256i a = _mm256_loadu_si256((const __m256i *)x);                           \
      __m256i b = _mm256_loadu_si256((const __m256i *)w);                           \
      STEP;                                                                         \
    }                                                                               \
    uint32_t last[lanes];                                                           \
    _mm256_storeu_si256((__m256i *)last, sums);                                     \
    memcpy(out + first, last, cases * sizeof(uint32_t));                            \
  }

// A padding product is -0, which leaves zeros of both signs as they are.
__attribute__((target("avx512f,avx512vl,avx512bf16"))) void assay_vdpbf16ps(
    const uint16_t *in, uint32_t *out, size_t count, size_t length) {
  ASSAY_DOTS(0x8000, sums = _mm256_castps_si256(_mm256_dpbf16_ps(
                         _mm256_castsi256_ps(sums), (__m256bh)a, (__m256bh)b)))
}

__attribute__((target("avx512f,avx512vl,avx512vnni"))) void assay_vpdpwssd(
    const uint16_t *in, uint32_t *out, size_t count, size_t length) {
  ASSAY_DOTS(0, sums = _mm256_dpwssd_epi32(sums, a, b))
}

__attribute__((target("avx512f,avx512vl,avx512vnni"))) void assay_vpdpwssds(
    const uint16_t *in, uint32_t *out, size_t count, size_t length) {
  ASSAY_DOTS(0, sums = _mm256_dpwssds_epi32(sums, a, b))
}

#else

int assay_has_vdpbf16ps(void) { return 0; }
int assay_has_avx512_vnni(void) { return 0; }
void assay_vdpbf16ps(const uint16_t *in, uint32_t *out, size_t count, size_t length) {}
void assay_vpdpwssd(const uint16_t *in, uint32_t *out, size_t count, size_t length) {}
void assay_vpdpwssds(const uint16_t *in, uint32_t *out, size_t count, size_t length) {}

#endif
