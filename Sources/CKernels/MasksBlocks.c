#include "MasksTile.h"

enum { lanes = 64, largest_block = 64 };

// The masks of `lanes` blocks, element i of all of them side by side: an element is kept where
// fewer than `keep` others are larger, or equal and before.
ASSAY_INLINE void ranks(int keep, int length, const uint64_t *keys, uint8_t *mask) {
  typedef uint64_t v8 __attribute__((vector_size(64)));
  typedef uint8_t bytes8 __attribute__((vector_size(8)));
  for (int lane = 0; lane < lanes; lane += 8) {
    for (int i = 0; i < length; i++) {
      v8 x, y;
      assay_v8 before = {};
      ASSAY_LOAD(x, keys + i * lanes + lane);
      for (int j = 0; j < i; j++) {
        ASSAY_LOAD(y, keys + j * lanes + lane);
        before -= (assay_v8)(y >= x);
      }
      for (int j = i + 1; j < length; j++) {
        ASSAY_LOAD(y, keys + j * lanes + lane);
        before -= (assay_v8)(y > x);
      }
      const bytes8 kept = __builtin_convertvector((before < keep) & 1, bytes8);
      ASSAY_STORE(mask + i * lanes + lane, kept);
    }
  }
}

#define ASSAY_DEFINE(level, target)                                                           \
  target static void level##_ranks(int keep, int length, const uint64_t *keys, uint8_t *mask) { \
    ranks(keep, length, keys, mask);                                                          \
  }
ASSAY_DEFINE(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
ASSAY_DEFINE(avx2, ASSAY_AVX2)
ASSAY_DEFINE(avx512, ASSAY_AVX512)
#endif

static void (*const kernels[])(int, int, const uint64_t *, uint8_t *) = {
    plain_ranks,
#if ASSAY_HAS_LEVELS
    avx2_ranks,
    avx512_ranks,
#endif
};

// The last start of the lightest run of `gap` elements, exactly summed.
#define ASSAY_LIGHTEST(name, integer)                                                          \
  static int name(const assay_tile *tile, const assay_tile_scale *scale, int gap) {            \
    integer weight[largest_block], sum = 0;                                                    \
    for (int k = 0; k < tile->columns; k++) {                                                  \
      const int shift = tile->exponent[k] - scale->unit;                                       \
      const uint64_t s = tile->significand[k];                                                 \
      weight[k] = tile->level[k] == 2   ? (integer)1 << scale->nan                             \
                  : tile->level[k] == 1 ? (integer)1 << scale->infinity                        \
                  : s == 0              ? 0                                                    \
                  : shift < 0           ? (integer)(s >> -shift)                               \
                                        : (integer)s << shift;                                 \
    }                                                                                          \
    for (int k = 0; k < gap; k++) sum += weight[k];                                            \
    integer least = sum;                                                                       \
    int start = 0;                                                                             \
    for (int k = gap; k < tile->columns; k++) {                                                \
      sum += weight[k] - weight[k - gap];                                                      \
      if (sum <= least) least = sum, start = k - gap + 1;                                      \
    }                                                                                          \
    return start;                                                                              \
  }

typedef __int128 integer2;
typedef _BitInt(320) integer5;
typedef _BitInt(2304) integer36;
ASSAY_LIGHTEST(lightest1, int64_t)
ASSAY_LIGHTEST(lightest2, integer2)
ASSAY_LIGHTEST(lightest5, integer5)
ASSAY_LIGHTEST(lightest36, integer36)

// One block of keys; 0 where its magnitudes lie too far apart.
static int sequence(const assay_magnitudes *magnitudes, int keep, int length,
                    const uint64_t *keys, ptrdiff_t step, uint8_t *mask) {
  assay_tile tile;
  uint64_t read[largest_block];
  for (int k = 0; k < length; k++) read[k] = keys[k * step];
  assay_tile_load(magnitudes, read, 0, 1, length, &tile);
  const assay_tile_scale scale = assay_scale(&tile);
  const int gap = length > keep ? length - keep : 0;
  const int bits = scale.bits + 8;
  if (bits > 2304) return 0;
  const int start = gap == 0       ? length
                    : bits <= 64   ? lightest1(&tile, &scale, gap)
                    : bits <= 128  ? lightest2(&tile, &scale, gap)
                    : bits <= 320  ? lightest5(&tile, &scale, gap)
                                   : lightest36(&tile, &scale, gap);
  for (int k = 0; k < length; k++) mask[k * step] = k < start || k >= start + gap;
  return 1;
}

// `count` <= lanes blocks of `length` keys each, laid out as `ranks` wants them.
static void blocks(int32_t level, const assay_magnitudes *magnitudes, int32_t rule, int keep,
                   int length, int count, const uint64_t *keys, uint8_t *mask,
                   assay_tile_tally *tally) {
  uint64_t top = 0;
  for (int lane = 0; lane < count; lane++) {
    uint64_t most = 0;
    for (int i = 0; i < length; i++)
      most = keys[i * lanes + lane] > most ? keys[i * lanes + lane] : most;
    tally->special += most >= magnitudes->infinity;
    top = most > top ? most : top;
  }
  if (rule == assay_by_magnitude) {
    kernels[ASSAY_HAS_LEVELS ? level : 0](keep, length, keys, mask);
    return;
  }
  for (int lane = 0; lane < count; lane++)
    tally->out_of_reach +=
        !sequence(magnitudes, keep, length, keys + lane, lanes, mask + lane);
}

void assay_block_masks(int32_t level, const assay_magnitudes *magnitudes, int32_t rule,
                       int32_t keep, int32_t of, int32_t down, const void *in, ptrdiff_t stride,
                       ptrdiff_t rows, ptrdiff_t columns, uint8_t *mask, ptrdiff_t mask_stride,
                       assay_tile_tally *tally) {
  const uint8_t *codes = in;
  const int32_t bytes = magnitudes->code_bytes;
  uint64_t keys[lanes * largest_block], read[lanes * largest_block];
  uint8_t found[lanes * largest_block];
  __builtin_memset(keys, 0, sizeof keys);
  if (down) {
    for (ptrdiff_t start = 0; start < columns; start += lanes) {
      const int width = (int)(columns - start < lanes ? columns - start : lanes);
      for (int i = 0; i < rows; i++)
        assay_magnitude_keys(level, magnitudes, codes + (i * stride + start) * bytes,
                             keys + i * lanes, width);
      blocks(level, magnitudes, rule, keep, (int)rows, width, keys, found, tally);
      for (int i = 0; i < rows; i++)
        __builtin_memcpy(mask + i * mask_stride + start, found + i * lanes, (size_t)width);
    }
    return;
  }
  for (ptrdiff_t r = 0; r < rows; r++) {
    for (ptrdiff_t start = 0; start < columns; start += (ptrdiff_t)lanes * of) {
      const ptrdiff_t left = columns - start, most = (ptrdiff_t)lanes * of;
      const ptrdiff_t length = left < most ? left : most;
      const int whole = (int)(length / of), rest = (int)(length % of);
      assay_magnitude_keys(level, magnitudes, codes + (r * stride + start) * bytes, read, length);
      uint8_t *to = mask + r * mask_stride + start;
      for (int b = 0; b < whole; b++)
        for (int i = 0; i < of; i++) keys[i * lanes + b] = read[b * of + i];
      blocks(level, magnitudes, rule, keep, of, whole, keys, found, tally);
      for (int b = 0; b < whole; b++)
        for (int i = 0; i < of; i++) to[b * of + i] = found[i * lanes + b];
      if (rest == 0) continue;
      for (int i = 0; i < rest; i++) keys[i * lanes] = read[whole * of + i];
      blocks(level, magnitudes, rule, keep, rest, 1, keys, found, tally);
      for (int i = 0; i < rest; i++) to[whole * of + i] = found[i * lanes];
    }
  }
}
