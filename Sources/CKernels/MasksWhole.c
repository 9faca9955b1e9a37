#include "MasksTile.h"

enum { stretch = 2048 };

int64_t assay_threshold_mask(int32_t level, const assay_magnitudes *magnitudes, const void *in,
                             uint64_t key, int64_t equal, uint8_t *mask, ptrdiff_t count,
                             assay_tile_tally *tally) {
  uint64_t keys[stretch];
  for (ptrdiff_t start = 0; start < count; start += stretch) {
    const ptrdiff_t length = count - start < stretch ? count - start : stretch;
    assay_magnitude_keys(level, magnitudes, (const uint8_t *)in + start * magnitudes->code_bytes,
                         keys, length);
    uint64_t top = 0;
    int64_t met = 0;
    for (ptrdiff_t i = 0; i < length; i++) {
      mask[start + i] = keys[i] > key;
      met += keys[i] == key;
      top = keys[i] > top ? keys[i] : top;
    }
    if (met != 0 && equal > 0)
      for (ptrdiff_t i = 0; i < length; i++) {
        const int takes = keys[i] == key && equal > 0;
        mask[start + i] |= (uint8_t)takes;
        equal -= takes;
      }
    if (top >= magnitudes->infinity) tally->special = 1;
  }
  return equal;
}

uint64_t assay_select_key(int32_t level, const assay_magnitudes *magnitudes, const void *in,
                          ptrdiff_t count, ptrdiff_t kept, int64_t *counts, int64_t *equal) {
  uint64_t keys[stretch], prefix = 0, known = 0;
  int64_t wanted = kept;
  // Digits of 16 bits from above; `known` has ones where the key is found.
  int digits = 0;
  for (uint64_t k = magnitudes->nan; k != 0; k >>= 16) digits++;
  for (int shift = 16 * (digits - 1); shift >= 0; shift -= 16) {
    __builtin_memset(counts, 0, sizeof(int64_t) << 16);
    for (ptrdiff_t start = 0; start < count; start += stretch) {
      const ptrdiff_t length = count - start < stretch ? count - start : stretch;
      assay_magnitude_keys(level, magnitudes,
                           (const uint8_t *)in + start * magnitudes->code_bytes, keys, length);
      for (ptrdiff_t i = 0; i < length; i++)
        if ((keys[i] & known) == prefix) counts[keys[i] >> shift & 0xFFFF]++;
    }
    uint64_t digit = 0xFFFF;
    while (counts[digit] < wanted) wanted -= counts[digit--];
    prefix |= digit << shift;
    known |= (uint64_t)0xFFFF << shift;
  }
  *equal = wanted;
  return prefix;
}
