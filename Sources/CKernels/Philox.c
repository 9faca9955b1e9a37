#include "CKernels.h"

#include "Levels.h"

typedef uint64_t __attribute__((aligned(1))) u64;

// One counter: ten rounds of two 32x32 -> 64 bit products, keys stepped by Weyl constants. Words
// travel in the low halves of 64-bit lanes, whose high halves hold what nobody reads: that is the
// form in which vector units multiply.
ASSAY_INLINE void philox(uint64_t *restrict c, uint32_t k0, uint32_t k1) {
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++) {
    const uint64_t p0 = (uint64_t)0xD2511F53u * (uint32_t)c[0];
    const uint64_t p1 = (uint64_t)0xCD9E8D57u * (uint32_t)c[2];
    c[0] = (p1 >> 32) ^ c[1] ^ k0;
    c[1] = p1;
    c[2] = (p0 >> 32) ^ c[3] ^ k1;
    c[3] = p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
}

ASSAY_INLINE uint64_t joined(uint64_t low, uint64_t high) {
  return (low & 0xFFFFFFFF) | high << 32;
}

void assay_philox_block(uint64_t counter_low, uint64_t counter_high, uint64_t key, uint32_t *out) {
  uint64_t c[4] = {counter_low, counter_low >> 32, counter_high, counter_high >> 32};
  philox(c, (uint32_t)key, (uint32_t)(key >> 32));
  for (int i = 0; i < 4; i++) out[i] = (uint32_t)c[i];
}

ASSAY_INLINE void blocks(uint64_t seed, uint64_t stream, uint64_t first, u64 *restrict out,
                         ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i++) {
    const uint64_t counter = first + (uint64_t)i;
    uint64_t c[4] = {counter, counter >> 32, stream, stream >> 32};
    philox(c, (uint32_t)seed, (uint32_t)(seed >> 32));
    out[2 * i] = joined(c[0], c[1]);
    out[2 * i + 1] = joined(c[2], c[3]);
  }
}

#define ASSAY_BLOCKS(level, target)                                                        \
  target static void blocks_##level(uint64_t seed, uint64_t stream, uint64_t first,        \
                                    void *out, ptrdiff_t count) {                          \
    blocks(seed, stream, first, out, count);                                               \
  }

ASSAY_BLOCKS(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
ASSAY_BLOCKS(avx2, ASSAY_AVX2)
ASSAY_BLOCKS(avx512, ASSAY_AVX512)
#endif

static void (*const levels[])(uint64_t, uint64_t, uint64_t, void *, ptrdiff_t) = {
    blocks_plain,
#if ASSAY_HAS_LEVELS
    blocks_avx2,
    blocks_avx512,
#endif
};

void assay_philox_words(int32_t level, uint64_t seed, uint64_t stream, uint64_t first,
                        uint32_t *out, ptrdiff_t count) {
  uint32_t block[4];
  ptrdiff_t done = 0;
  // A part of a counter's words at either end, whole counters between. Element numbers wrap at
  // 2^64, and with them the counter.
  while (done < count) {
    const uint64_t element = first + (uint64_t)done;
    const uint64_t left = (0 - element) / 4;
    ptrdiff_t whole = (count - done) / 4;
    if (element % 4 == 0 && whole > 0) {
      if (element != 0 && (uint64_t)whole > left) whole = (ptrdiff_t)left;
      levels[ASSAY_HAS_LEVELS ? level : 0](seed, stream, element / 4, out + done, whole);
      done += 4 * whole;
    } else {
      assay_philox_block(element / 4, stream, seed, block);
      for (uint64_t lane = element % 4; lane < 4 && done < count; lane++)
        out[done++] = block[lane];
    }
  }
}
