#include "CKernels.h"

#include "Levels.h"

ASSAY_INLINE void pack4(const uint8_t *restrict codes, uint8_t *restrict out, ptrdiff_t bytes) {
  for (ptrdiff_t i = 0; i < bytes; i++)
    out[i] = (uint8_t)((codes[2 * i] & 15) | codes[2 * i + 1] << 4);
}

ASSAY_INLINE void unpack4(const uint8_t *restrict in, uint8_t *restrict codes, ptrdiff_t bytes) {
  for (ptrdiff_t i = 0; i < bytes; i++) {
    codes[2 * i] = in[i] & 15;
    codes[2 * i + 1] = in[i] >> 4;
  }
}

// Four codes c0 c1 c2 c3 of 6 bits make the 24 bits c3 c2 c1 c0.
ASSAY_INLINE void pack6(const uint8_t *restrict codes, uint8_t *restrict out, ptrdiff_t groups) {
  for (ptrdiff_t i = 0; i < groups; i++) {
    const uint8_t c0 = codes[4 * i] & 63, c1 = codes[4 * i + 1] & 63;
    const uint8_t c2 = codes[4 * i + 2] & 63, c3 = codes[4 * i + 3] & 63;
    out[3 * i] = (uint8_t)(c0 | c1 << 6);
    out[3 * i + 1] = (uint8_t)(c1 >> 2 | c2 << 4);
    out[3 * i + 2] = (uint8_t)(c2 >> 4 | c3 << 2);
  }
}

ASSAY_INLINE void unpack6(const uint8_t *restrict in, uint8_t *restrict codes, ptrdiff_t groups) {
  for (ptrdiff_t i = 0; i < groups; i++) {
    const uint8_t b0 = in[3 * i], b1 = in[3 * i + 1], b2 = in[3 * i + 2];
    codes[4 * i] = b0 & 63;
    codes[4 * i + 1] = (uint8_t)((b0 >> 6 | b1 << 2) & 63);
    codes[4 * i + 2] = (uint8_t)((b1 >> 4 | b2 << 4) & 63);
    codes[4 * i + 3] = b2 >> 2;
  }
}

#define ASSAY_PACKING(level, target)                                                       \
  target static void pack4_##level(const uint8_t *x, uint8_t *y, ptrdiff_t n) {            \
    pack4(x, y, n);                                                                        \
  }                                                                                        \
  target static void unpack4_##level(const uint8_t *x, uint8_t *y, ptrdiff_t n) {          \
    unpack4(x, y, n);                                                                      \
  }                                                                                        \
  target static void pack6_##level(const uint8_t *x, uint8_t *y, ptrdiff_t n) {            \
    pack6(x, y, n);                                                                        \
  }                                                                                        \
  target static void unpack6_##level(const uint8_t *x, uint8_t *y, ptrdiff_t n) {          \
    unpack6(x, y, n);                                                                      \
  }

#define ASSAY_ROW(level) {pack4_##level, unpack4_##level, pack6_##level, unpack6_##level},

ASSAY_PACKING(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
ASSAY_PACKING(avx2, ASSAY_AVX2)
ASSAY_PACKING(avx512, ASSAY_AVX512)
#endif

static void (*const packing[][4])(const uint8_t *, uint8_t *, ptrdiff_t) = {
    ASSAY_ROW(plain)
#if ASSAY_HAS_LEVELS
    ASSAY_ROW(avx2)
    ASSAY_ROW(avx512)
#endif
};

// The codes of the last, partial group.
enum { group_codes = 4 };

void assay_pack(int32_t level, int32_t bits, const void *codes, void *out, ptrdiff_t count) {
  const int32_t row = ASSAY_HAS_LEVELS ? level : 0;
  const ptrdiff_t groups = count / group_codes, rest = count % group_codes;
  const ptrdiff_t group_bytes = bits / 2;
  const uint8_t *x = codes;
  uint8_t *y = out;
  packing[row][bits == 4 ? 0 : 2](x, y, bits == 4 ? 2 * groups : groups);
  if (rest == 0) return;
  uint8_t last[group_codes] = {0}, packed[group_codes];
  for (ptrdiff_t i = 0; i < rest; i++) last[i] = x[group_codes * groups + i];
  packing[0][bits == 4 ? 0 : 2](last, packed, bits == 4 ? 2 : 1);
  const ptrdiff_t bytes = (rest * bits + 7) / 8;
  for (ptrdiff_t i = 0; i < bytes; i++) y[group_bytes * groups + i] = packed[i];
}

void assay_unpack(int32_t level, int32_t bits, const void *in, void *codes, ptrdiff_t count) {
  const int32_t row = ASSAY_HAS_LEVELS ? level : 0;
  const ptrdiff_t groups = count / group_codes, rest = count % group_codes;
  const ptrdiff_t group_bytes = bits / 2;
  const uint8_t *x = in;
  uint8_t *y = codes;
  packing[row][bits == 4 ? 1 : 3](x, y, bits == 4 ? 2 * groups : groups);
  if (rest == 0) return;
  uint8_t last[group_codes] = {0}, unpacked[group_codes];
  const ptrdiff_t bytes = (rest * bits + 7) / 8;
  for (ptrdiff_t i = 0; i < bytes; i++) last[i] = x[group_bytes * groups + i];
  packing[0][bits == 4 ? 1 : 3](last, unpacked, bits == 4 ? 2 : 1);
  for (ptrdiff_t i = 0; i < rest; i++) y[group_codes * groups + i] = unpacked[i];
}
