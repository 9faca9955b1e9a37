#include "Masks.h"

// Optimal 2:4 masks of 4 x 4 tiles of binary32, eight tiles at once, one per 64-bit lane.
//
// The tile's elements become integers in a common unit, above 16 bits of which element k holds
// bit 15 - k alone: sums of integers then carry their mask, and the largest sum is the optimum and
// among equal ones the lexicographically greatest mask. Two rows fill the columns in 19 ways, and
// each way of the upper two leaves one way to the lower two.

typedef int32_t half __attribute__((vector_size(32)));

enum {
  // Binades between a tile's largest and smallest nonzero element that the integers hold.
  spread = 20
};

// The sums of rows x and y: both in column a (s), one in b and one in c (m), one in each (one).
#define ASSAY_HALF(x, y, s, m, one)                                                      \
  do {                                                                                   \
    for (int a_ = 0; a_ < 4; a_++) s[a_] = x[a_] + y[a_];                                \
    for (int b_ = 0, p_ = 0; b_ < 4; b_++)                                               \
      for (int c_ = b_ + 1; c_ < 4; c_++, p_++)                                          \
        m[p_] = ASSAY_MAX(x[b_] + y[c_], x[c_] + y[b_]);                                 \
    one = ASSAY_MAX(m[0] + m[5], m[1] + m[4]);                                           \
  } while (0)

// The optimal sums of eight tiles w[row][column].
#define ASSAY_BEST(w, best)                                                              \
  do {                                                                                   \
    assay_v8 s_[2][4], m_[2][6], one_[2];                                                \
    ASSAY_HALF(w[0], w[1], s_[0], m_[0], one_[0]);                                       \
    ASSAY_HALF(w[2], w[3], s_[1], m_[1], one_[1]);                                       \
    best = one_[0] + one_[1];                                                            \
    for (int b_ = 0, p_ = 0; b_ < 4; b_++)                                               \
      for (int c_ = b_ + 1; c_ < 4; c_++, p_++) {                                        \
        const int a_ = p_ < 3 ? (b_ == 0 && c_ == 1 ? 2 : 1) : 0, d_ = 6 - a_ - b_ - c_; \
        const assay_v8 mixed_ = ASSAY_MAX(s_[0][a_] + s_[1][d_], s_[0][d_] + s_[1][a_]); \
        best = ASSAY_MAX(best, mixed_ + (m_[0][p_] + m_[1][p_]));                        \
        best = ASSAY_MAX(best, (s_[0][b_] + s_[0][c_]) + (s_[1][a_] + s_[1][d_]));       \
      }                                                                                  \
  } while (0)

// Eight tiles side by side, rows `stride` elements apart; 0 where each of them was within reach,
// otherwise a bit per tile that was not, whose mask is then nothing.
ASSAY_INLINE uint32_t eight_tiles(const uint8_t *in, ptrdiff_t stride, uint8_t *mask,
                                  ptrdiff_t mask_stride) {
  assay_v16 x[4][2], base[2];
  uint32_t out_of_reach = 0;
  for (int side = 0; side < 2; side++) {
    assay_v16 top = {}, low = {};
    for (int r = 0; r < 4; r++) {
      ASSAY_LOAD(x[r][side], in + 4 * (r * stride + 16 * side));
      x[r][side] &= 0x7FFFFFFF;
      top = ASSAY_MAX(top, x[r][side]);
      // Nonzero magnitudes fall in value from the lowest integer up, zero stays.
      low = ASSAY_MIN(low, (x[r][side] + (-0x7FFFFFFF - 1)) & (x[r][side] != 0));
    }
    top = ASSAY_MAX(
        top, __builtin_shufflevector(top, top, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));
    top = ASSAY_MAX(
        top, __builtin_shufflevector(top, top, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13));
    // low is the smallest nonzero magnitude less 2^31, or 0 where all are zero.
    assay_v16 floor = (top & 0x7F800000) - (spread << 23);
    floor = ASSAY_MAX(floor, (assay_v16){} + 0x00800000) + (-0x7FFFFFFF - 1);
    const assay_v16 bad = (low < floor) | (top >= 0x7F800000);
    const assay_b16 lanes = __builtin_convertvector(bad, assay_b16);
    uint16_t bits;
    __builtin_memcpy(&bits, &lanes, 2);
    bits |= bits >> 1;
    bits |= bits >> 2;
    bits &= 0x1111;
    out_of_reach |= (uint32_t)((bits & 1) | (bits >> 3 & 2) | (bits >> 6 & 4) | (bits >> 9 & 8))
                    << 4 * side;
    base[side] = (top >> 23) - (spread + 16);
  }
  assay_v8 w[4][4], best;
  for (int r = 0; r < 4; r++) {
    for (int side = 0; side < 2; side++) {
      const assay_v16 magnitude = x[r][side];
      const assay_v16 significand = ((magnitude & 0x7FFFFF) | 0x800000) & (magnitude != 0);
      const assay_v16 shift = ((magnitude >> 23) - base[side]) & 63;
      x[r][side] = significand << 6 | shift;
    }
    // Columns 0 and 1, then 2 and 3, of tiles 0, 4, 1, 5, 2, 6, 3, 7.
    const assay_v8 a = (assay_v8)x[r][0], b = (assay_v8)x[r][1];
    const assay_v8 pairs[2] = {__builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14),
                               __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15)};
    for (int c = 0; c < 4; c++) {
      const assay_v8 e = c & 1 ? pairs[c / 2] >> 32 : pairs[c / 2] & 0xFFFFFFFF;
      w[r][c] = ((e >> 6) << (e & 63)) | (int64_t)1 << (15 - 4 * r - c);
    }
  }
  ASSAY_BEST(w, best);
  half chosen = __builtin_convertvector(best & 0xFFFF, half);
  chosen = __builtin_shufflevector(chosen, chosen, 0, 2, 4, 6, 1, 3, 5, 7);
  for (int r = 0; r < 4; r++) {
    const half n = chosen >> (12 - 4 * r) & 15;
    const half bytes = (n >> 3 | n << 6 | n << 15 | n << 24) & 0x01010101;
    ASSAY_STORE(mask + r * mask_stride, bytes);
  }
  return out_of_reach;
}

ASSAY_INLINE ptrdiff_t strip(const uint8_t *in, ptrdiff_t stride, uint8_t *mask,
                             ptrdiff_t mask_stride, uint8_t *left, ptrdiff_t tiles) {
  ptrdiff_t found = 0;
  const ptrdiff_t whole = tiles / 8 * 8;
  for (ptrdiff_t t = 0; t < whole; t += 8) {
    const uint32_t bits = eight_tiles(in + 16 * t, stride, mask + 4 * t, mask_stride);
    left[t / 8] = (uint8_t)bits;
    found += bits != 0;
  }
  if (whole < tiles) {
    uint8_t from[4 * 32 * 4] = {0}, to[4 * 32];
    const ptrdiff_t width = 4 * (tiles - whole);
    for (int r = 0; r < 4; r++)
      __builtin_memcpy(from + 128 * r, in + 4 * (r * stride + 4 * whole), (size_t)(4 * width));
    const uint32_t bits = eight_tiles(from, 32, to, 32);
    for (int r = 0; r < 4; r++)
      __builtin_memcpy(mask + r * mask_stride + 4 * whole, to + 32 * r, (size_t)width);
    left[whole / 8] = (uint8_t)bits;
    found += bits != 0;
  }
  return found;
}

#define ASSAY_DEFINE(level, target)                                                             \
  target static ptrdiff_t level##_strip(const uint8_t *in, ptrdiff_t stride, uint8_t *mask,     \
                                        ptrdiff_t mask_stride, uint8_t *left, ptrdiff_t tiles) { \
    return strip(in, stride, mask, mask_stride, left, tiles);                                   \
  }
ASSAY_DEFINE(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
ASSAY_DEFINE(avx2, ASSAY_AVX2)
ASSAY_DEFINE(avx512, ASSAY_AVX512)
#endif

static ptrdiff_t (*const kernels[])(const uint8_t *, ptrdiff_t, uint8_t *, ptrdiff_t, uint8_t *,
                                    ptrdiff_t) = {
    plain_strip,
#if ASSAY_HAS_LEVELS
    avx2_strip,
    avx512_strip,
#endif
};

ptrdiff_t assay_two_of_four_tiles(int32_t level, const void *in, ptrdiff_t stride, void *mask,
                                  ptrdiff_t mask_stride, uint8_t *left, ptrdiff_t tiles) {
  return kernels[ASSAY_HAS_LEVELS ? level : 0](in, stride, mask, mask_stride, left, tiles);
}
