#include "CKernels.h"

#include "Levels.h"

// Philox4x32-10: ten rounds of two 32x32 -> 64 bit products, keys stepped by Weyl constants.
ASSAY_INLINE void philox(uint32_t *restrict c, uint32_t k0, uint32_t k1) {
  for (int round = 0; round < 10; round++) {
    const uint64_t p0 = (uint64_t)0xD2511F53u * c[0];
    const uint64_t p1 = (uint64_t)0xCD9E8D57u * c[2];
    const uint32_t n0 = (uint32_t)(p1 >> 32) ^ c[1] ^ k0;
    const uint32_t n2 = (uint32_t)(p0 >> 32) ^ c[3] ^ k1;
    c[1] = (uint32_t)p1;
    c[3] = (uint32_t)p0;
    c[0] = n0;
    c[2] = n2;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
}

void assay_philox_block(uint64_t counter_low, uint64_t counter_high, uint64_t key, uint32_t *out) {
  uint32_t c[4] = {(uint32_t)counter_low, (uint32_t)(counter_low >> 32), (uint32_t)counter_high,
                   (uint32_t)(counter_high >> 32)};
  philox(c, (uint32_t)key, (uint32_t)(key >> 32));
  for (int i = 0; i < 4; i++) out[i] = c[i];
}

void assay_philox_words(int32_t level, uint64_t seed, uint64_t stream, uint64_t first,
                        uint32_t *out, ptrdiff_t count) {
  uint32_t block[4];
  ptrdiff_t done = 0;
  (void)level;
  while (done < count) {
    const uint64_t element = first + (uint64_t)done;
    assay_philox_block(element / 4, stream, seed, block);
    for (uint64_t lane = element % 4; lane < 4 && done < count; lane++) out[done++] = block[lane];
  }
}
