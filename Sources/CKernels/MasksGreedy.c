#include "MasksTile.h"

// What is left of `count` keys `step` apart when all but `keep` are pruned from the smallest up,
// of equal ones the first first.
static uint32_t left_of(const uint64_t *keys, ptrdiff_t step, int count, int keep) {
  uint32_t kept = 0;
  for (int j = 0; j < count; j++) {
    int before = 0;
    for (int k = 0; k < count; k++)
      before += keys[k * step] < keys[j * step] || (keys[k * step] == keys[j * step] && k < j);
    kept |= (uint32_t)(before >= count - keep) << j;
  }
  return kept;
}

void assay_prune_greedy(const uint64_t *keys, ptrdiff_t stride, int rows, int columns, int keep,
                        uint8_t *mask, ptrdiff_t mask_stride) {
  uint32_t column[tile_largest];
  for (int j = 0; j < columns; j++) column[j] = left_of(keys + j, stride, rows, keep);
  for (int i = 0; i < rows; i++) {
    const uint32_t row = left_of(keys + i * stride, 1, columns, keep);
    for (int j = 0; j < columns; j++)
      mask[i * mask_stride + j] = row >> j & column[j] >> i & 1;
  }
}

void assay_keep_greedy(const uint64_t *keys, ptrdiff_t stride, int rows, int columns, int keep,
                       uint8_t *mask, ptrdiff_t mask_stride) {
  // Merge sort is stable: equal keys stay in row-major order.
  uint16_t order[2][tile_largest * tile_largest];
  const int count = rows * columns;
  int side = 0;
  for (int k = 0; k < count; k++) order[0][k] = (uint16_t)(k / columns << 8 | k % columns);
#define KEY(k) keys[(order[side][k] >> 8) * stride + (order[side][k] & 255)]
  for (int run = 1; run < count; run *= 2) {
    for (int start = 0; start < count; start += 2 * run) {
      const int middle = start + run < count ? start + run : count;
      const int end = start + 2 * run < count ? start + 2 * run : count;
      for (int a = start, b = middle, k = start; k < end; k++) {
        const int left = b >= end || (a < middle && KEY(a) >= KEY(b));
        order[!side][k] = order[side][left ? a++ : b++];
      }
    }
    side = !side;
  }
#undef KEY
  int32_t row[tile_largest] = {0}, column[tile_largest] = {0};
  for (int k = 0; k < count; k++) {
    const int i = order[side][k] >> 8, j = order[side][k] & 255;
    const int fits = row[i] < keep && column[j] < keep;
    mask[i * mask_stride + j] = (uint8_t)fits;
    row[i] += fits;
    column[j] += fits;
  }
}
