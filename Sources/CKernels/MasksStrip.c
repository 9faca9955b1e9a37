#include "MasksTile.h"

// One strip's fixed facts.
typedef struct {
  int32_t level;
  const assay_magnitudes *magnitudes;
  int32_t method, keep, of, check;
} strip;

// Any tile, from its keys.
static void tile(const strip *s, const uint64_t *keys, ptrdiff_t stride, int32_t rows,
                 int32_t columns, uint8_t *mask, ptrdiff_t mask_stride, assay_tile_tally *tally) {
  if (s->method != assay_by_optimum) {
    (s->method == assay_by_pruning ? assay_prune_greedy : assay_keep_greedy)(
        keys, stride, rows, columns, s->keep, mask, mask_stride);
    int special = 0;
    for (int i = 0; i < rows; i++)
      for (int j = 0; j < columns; j++)
        special |= keys[i * stride + j] >= s->magnitudes->infinity;
    tally->special += special;
    return;
  }
  const int whole = rows == s->of && columns == s->of;
  assay_certificate certificate;
  uint64_t u[tile_largest * assay_certificate_words], v[tile_largest * assay_certificate_words];
  const int32_t found =
      assay_transposable_tile(s->level, s->magnitudes, keys, stride, rows, columns, s->keep, whole,
                              mask, mask_stride, &certificate, u, v);
  tally->special += found > 0;
  tally->out_of_reach += found < 0;
  if (s->check && found >= 0) {
    tally->checked++;
    tally->refuted += !assay_certificate_holds(s->magnitudes, keys, stride, rows, columns, s->keep,
                                               whole, mask, mask_stride, &certificate, u, v);
  }
}

// All tiles of a strip by their keys, a stretch of columns at a time.
static void by_keys(const strip *s, const uint8_t *in, ptrdiff_t stride, int32_t rows,
                    ptrdiff_t columns, uint8_t *mask, ptrdiff_t mask_stride,
                    assay_tile_tally *tally) {
  enum { room = 4096 };
  uint64_t keys[room];
  const ptrdiff_t stretch = room / s->of / s->of * s->of;
  for (ptrdiff_t start = 0; start < columns; start += stretch) {
    const ptrdiff_t width = columns - start < stretch ? columns - start : stretch;
    for (int32_t i = 0; i < rows; i++)
      assay_magnitude_keys(s->level, s->magnitudes,
                           in + (i * stride + start) * s->magnitudes->code_bytes,
                           keys + i * stretch, width);
    for (ptrdiff_t j = 0; j < width; j += s->of)
      tile(s, keys + j, stretch, rows, (int32_t)(width - j < s->of ? width - j : s->of),
           mask + start + j, mask_stride, tally);
  }
}

// 4 x 4 tiles of binary32 values eight at a time, those out of the kernel's reach by their keys.
static void by_values(const strip *s, const uint8_t *in, ptrdiff_t stride, ptrdiff_t columns,
                      uint8_t *mask, ptrdiff_t mask_stride, const uint32_t *values,
                      assay_tile_tally *tally) {
  enum { stretch = 512 };
  const int32_t bytes = s->magnitudes->code_bytes;
  uint32_t read[4 * stretch];
  uint8_t left[stretch / 32];
  for (ptrdiff_t start = 0; start < columns; start += stretch) {
    const ptrdiff_t width = columns - start < stretch ? columns - start : stretch;
    const uint8_t *from = in + start * bytes;
    ptrdiff_t from_stride = stride;
    if (values) {
      const int32_t bits = 64 - __builtin_clzll(s->magnitudes->code_mask);
      for (int i = 0; i < 4; i++)
        assay_lookup(from + i * stride * bytes, bytes, bits, values, read + i * stretch, 4, width);
      from = (const uint8_t *)read;
      from_stride = stretch;
    }
    if (!assay_two_of_four_tiles(s->level, from, from_stride, mask + start, mask_stride, left,
                                 width / 4))
      continue;
    for (ptrdiff_t t = 0; t < width / 4; t++)
      if (left[t / 8] >> t % 8 & 1)
        by_keys(s, in + (start + 4 * t) * bytes, stride, 4, 4, mask + start + 4 * t, mask_stride,
                tally);
  }
}

void assay_transposable_strip(int32_t level, const assay_magnitudes *magnitudes, int32_t method,
                              int32_t keep, int32_t of, const void *in, ptrdiff_t stride,
                              int32_t rows, ptrdiff_t columns, uint8_t *mask,
                              ptrdiff_t mask_stride, int32_t check, int32_t is_binary32,
                              const uint32_t *values, assay_tile_tally *tally) {
  const strip s = {.level = level,
                   .magnitudes = magnitudes,
                   .method = method,
                   .keep = keep,
                   .of = of,
                   .check = check};
  ptrdiff_t done = 0;
  if (method == assay_by_optimum && keep == 2 && of == 4 && rows == 4 && !check &&
      (is_binary32 || values)) {
    done = columns / 4 * 4;
    by_values(&s, in, stride, done, mask, mask_stride, values, tally);
  }
  if (done < columns)
    by_keys(&s, (const uint8_t *)in + done * magnitudes->code_bytes, stride, rows, columns - done,
            mask + done, mask_stride, tally);
}
