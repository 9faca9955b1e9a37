#include "MasksTile.h"

ASSAY_INLINE uint64_t code_at(const uint8_t *in, int bytes, ptrdiff_t i) {
  uint64_t code = 0;
  __builtin_memcpy(&code, in + i * bytes, (size_t)bytes);
  return code;
}

ASSAY_INLINE void keys(const assay_magnitudes *m, int bytes, const uint8_t *in,
                       uint64_t *restrict out, ptrdiff_t count) {
  const uint64_t mask = m->magnitude_mask, sign = m->sign, nan = m->nan;
  const uint64_t nan_code = m->nan_code, code_mask = m->code_mask;
  if (m->kind == assay_sign_magnitude) {
    for (ptrdiff_t i = 0; i < count; i++) {
      const uint64_t code = code_at(in, bytes, i) & code_mask, k = code & mask;
      out[i] = code == nan_code || k > nan ? nan : k;
    }
  } else if (m->kind == assay_twos_complement) {
    for (ptrdiff_t i = 0; i < count; i++) {
      const uint64_t code = code_at(in, bytes, i) & code_mask;
      out[i] = code & sign ? (0 - code) & code_mask : code;
    }
  } else {
    for (ptrdiff_t i = 0; i < count; i++) out[i] = m->keys[code_at(in, bytes, i) & code_mask];
  }
}

#define ASSAY_DEFINE(level, target)                                                            \
  target static void level##_keys(const assay_magnitudes *m, const uint8_t *in, uint64_t *out, \
                                  ptrdiff_t count) {                                           \
    switch (m->code_bytes) {                                                                   \
      case 1: keys(m, 1, in, out, count); break;                                               \
      case 2: keys(m, 2, in, out, count); break;                                               \
      case 4: keys(m, 4, in, out, count); break;                                               \
      default: keys(m, 8, in, out, count);                                                     \
    }                                                                                          \
  }
ASSAY_DEFINE(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
ASSAY_DEFINE(avx2, ASSAY_AVX2)
ASSAY_DEFINE(avx512, ASSAY_AVX512)
#endif

static void (*const kernels[])(const assay_magnitudes *, const uint8_t *, uint64_t *,
                               ptrdiff_t) = {
    plain_keys,
#if ASSAY_HAS_LEVELS
    avx2_keys,
    avx512_keys,
#endif
};

void assay_magnitude_keys(int32_t level, const assay_magnitudes *magnitudes, const void *in,
                          uint64_t *out, ptrdiff_t count) {
  kernels[ASSAY_HAS_LEVELS ? level : 0](magnitudes, in, out, count);
}

void assay_tile_load(const assay_magnitudes *m, const uint64_t *in, ptrdiff_t stride, int rows,
                     int columns, assay_tile *tile) {
  tile->rows = rows;
  tile->columns = columns;
  const uint64_t nan = m->nan, infinity = m->infinity, one = m->hidden;
  const uint32_t trailing = (uint32_t)m->trailing_bits;
  const int gradual = m->gradual;
  for (int i = 0; i < rows; i++) {
    const uint64_t *row = in + i * stride;
    uint64_t *significand = tile->significand + i * columns;
    int32_t *exponent = tile->exponent + i * columns;
    uint8_t *level = tile->level + i * columns;
    if (m->kind == assay_sign_magnitude) {
      for (int j = 0; j < columns; j++) {
        const uint64_t k = row[j], field = k >> trailing, rest = k & (one - 1);
        const int plain = (gradual && field == 0) || (m->has_zero && k == 0);
        level[j] = (uint8_t)((k >= infinity) + (k >= nan));
        significand[j] = level[j] != 0 ? 0 : plain ? rest : rest | one;
        exponent[j] = (int32_t)(gradual && field != 0 ? field - 1 : field);
      }
    } else {
      for (int j = 0; j < columns; j++) {
        const uint64_t k = row[j];
        level[j] = (uint8_t)((k >= infinity) + (k >= nan));
        const int listed = m->kind == assay_listed && level[j] == 0;
        significand[j] = level[j] != 0 ? 0 : listed ? m->significands[k] : k;
        exponent[j] = listed ? m->exponents[k] : 0;
      }
    }
  }
}
