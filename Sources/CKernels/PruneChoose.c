#include "CKernels.h"

#include <string.h>

#include "Levels.h"
#include "PruneBody.h"

// The choices of blocks of any format whose values binary32 holds, and their scales; what the
// scales become in the format is another step's work.

enum { block = 64, lanes = 16 };

ASSAY_INLINE uint8_t choice_of(int kept, double magnitude, double scale) {
  // Only what is saturated lies above the scale.
  const uint8_t how = magnitude > scale ? assay_prune_own : assay_prune_scaled;
  return kept ? how : assay_prune_dropped;
}

ASSAY_INLINE void choose_fixed(int keep, int of, const assay_prune_plan *p,
                               const code32 *restrict in, const uint32_t *restrict words,
                               uint8_t *restrict choices, uint32_t *restrict scales,
                               uint8_t *restrict open, ptrdiff_t blocks) {
  const uint32_t spread = p->spread, ceiling = p->ceiling;
  const int nearest = p->nearest;
  ASSAY_VECTORS
  for (ptrdiff_t b = 0; b < blocks; b++) {
    uint32_t a[8];
    int kept[8], saturated[8];
    double scale;
    ASSAY_UNROLLED
    for (int i = 0; i < of; i++) a[i] = in[of * b + i] & 0x7FFFFFFF;
    int left = decide(keep, of, spread, a, words[b], kept, saturated, &scale);
    const uint32_t t = nearest ? float_bits((float)scale) : odd_float(scale);
    left |= t > ceiling;
    ASSAY_UNROLLED
    for (int i = 0; i < of; i++)
      choices[of * b + i] = choice_of(kept[i], float_of(a[i]), scale);
    scales[b] = t;
    open[b] = (uint8_t)left;
  }
}

// The first point on a ring of the given total, rounded or exact; -1 where the number is refused.
ASSAY_INLINE double first_point(const assay_prune_plan *p, double total, const uint32_t *words) {
  if (p->draw == assay_prune_fraction) return (double)words[0] * (total * 0x1p-32);
  // Totals of such formats are below 2^53 units.
  const double counted = total * p->per_unit;
  const uint64_t units = counted < 0x1p53 ? (uint64_t)counted : 0;
  if (units == 0) return 0;
  const uint64_t number = (uint64_t)words[1] << 32 | words[0];
  const uint64_t over = (0 - units) % units;
  if (p->refuse && over != 0 && number >= 0 - over) return -1;
  return (double)(number % units) * p->unit;
}

// Blocks side by side, one per lane, for patterns that have no loop of their own.
ASSAY_INLINE void choose_lanes(const assay_prune_plan *p, const code32 *in,
                               const uint32_t *words, uint8_t *choices, uint32_t *scales,
                               uint8_t *open) {
  const int keep = p->keep, of = p->of, step = p->draw == assay_prune_integer ? 2 : 1;
  double d[block][lanes], total[lanes], each[lanes], scale[lanes], x[lanes], end[lanes];
  uint32_t most[lanes], least[lanes];
  uint64_t parity[lanes], before[lanes], ties[lanes];
  uint8_t made[block][lanes];
  for (int l = 0; l < lanes; l++) {
    most[l] = 0;
    least[l] = UINT32_MAX;
    total[l] = 0;
    each[l] = keep;
    end[l] = 0;
    parity[l] = before[l] = ties[l] = 0;
  }
  for (int i = 0; i < of; i++) {
    uint32_t a[lanes];
    for (int l = 0; l < lanes; l++) a[l] = in[of * l + i] & 0x7FFFFFFF;
    for (int l = 0; l < lanes; l++) {
      most[l] = larger(most[l], a[l]);
      least[l] = smaller(least[l], a[l] - 1);
      d[i][l] = float_of(a[l]);
      total[l] += d[i][l];
    }
  }
  // What is above the scale is saturated; taking it out lowers the scale, until nothing more is.
  for (int round = 0; round < keep - 1; round++) {
    double rest[lanes], places[lanes];
    for (int l = 0; l < lanes; l++) {
      rest[l] = 0;
      places[l] = keep;
    }
    for (int i = 0; i < of; i++)
      for (int l = 0; l < lanes; l++) {
        const int above = d[i][l] * each[l] > total[l];
        rest[l] += above ? 0 : d[i][l];
        places[l] -= above ? 1 : 0;
      }
    uint64_t changed = 0;
    for (int l = 0; l < lanes; l++) {
      changed |= places[l] != each[l];
      total[l] = rest[l];
      each[l] = places[l];
    }
    if (!changed) break;
  }
  for (int l = 0; l < lanes; l++) {
    scale[l] = total[l] / each[l];
    x[l] = first_point(p, total[l], words + step * l);
  }
  for (int i = 0; i < of; i++)
    for (int l = 0; l < lanes; l++) {
      const double width = d[i][l] * each[l];
      const uint64_t own = width > total[l];
      end[l] += own ? 0 : width;
      const uint64_t over = end[l] > total[l];
      end[l] = over ? end[l] - total[l] : end[l];
      parity[l] ^= over;
      const uint64_t now = parity[l] ^ (x[l] < end[l]);
      ties[l] |= x[l] == end[l];
      const uint64_t drawn = now ^ before[l];
      made[i][l] = (uint8_t)(own ? assay_prune_own : drawn ? assay_prune_scaled : 0);
      before[l] = now;
    }
  for (int l = 0; l < lanes; l++)
    for (int i = 0; i < of; i++) choices[of * l + i] = made[i][l];
  for (int l = 0; l < lanes; l++) {
    const uint32_t t = p->nearest ? float_bits((float)scale[l]) : odd_float(scale[l]);
    scales[l] = t;
    // Integer points are exact, so that equality decides.
    const int tie = (ties[l] != 0) & (x[l] > 0) & (p->draw == assay_prune_fraction);
    open[l] = (uint8_t)((most[l] - (least[l] + 1) > p->spread) | (most[l] >= 0x7F800000) |
                        tie | (x[l] < 0) | (t > p->ceiling));
  }
}

ASSAY_INLINE void choose(const assay_prune_plan *p, const void *in, const uint32_t *words,
                         uint8_t *choices, uint32_t *scales, uint8_t *open, ptrdiff_t blocks) {
  if (p->draw == assay_prune_fraction) {
    if (p->keep == 1 && p->of == 2)
      return choose_fixed(1, 2, p, in, words, choices, scales, open, blocks);
    if (p->keep == 1 && p->of == 4)
      return choose_fixed(1, 4, p, in, words, choices, scales, open, blocks);
    if (p->keep == 2 && p->of == 4)
      return choose_fixed(2, 4, p, in, words, choices, scales, open, blocks);
    if (p->keep == 4 && p->of == 8)
      return choose_fixed(4, 8, p, in, words, choices, scales, open, blocks);
  }
  const code32 *x = in;
  const int of = p->of, step = p->draw == assay_prune_integer ? 2 : 1;
  ptrdiff_t b = 0;
  for (; b + lanes <= blocks; b += lanes)
    choose_lanes(p, x + of * b, words + step * b, choices + of * b, scales + b, open + b);
  if (b == blocks) return;
  // The last lanes prune zeros.
  const size_t left = (size_t)(blocks - b), row = (size_t)of;
  uint32_t padded[block * lanes] = {0}, drawn[2 * lanes] = {0}, last_scales[lanes];
  uint8_t last_choices[block * lanes], last_open[lanes];
  memcpy(padded, x + of * b, left * row * sizeof padded[0]);
  memcpy(drawn, words + step * b, left * (size_t)step * sizeof drawn[0]);
  choose_lanes(p, padded, drawn, last_choices, last_scales, last_open);
  memcpy(choices + of * b, last_choices, left * row);
  memcpy(scales + b, last_scales, left * sizeof last_scales[0]);
  memcpy(open + b, last_open, left);
}

ASSAY_INLINE void merge8(int of, const uint8_t *restrict choices, const uint8_t *restrict above,
                         const uint8_t *restrict below, const uint8_t *restrict codes,
                         uint8_t sign, uint8_t mask, uint8_t *restrict out, ptrdiff_t blocks) {
  for (ptrdiff_t b = 0; b < blocks; b++)
    for (int i = 0; i < of; i++) {
      const uint8_t code = codes[of * b + i], choice = choices[of * b + i];
      const uint8_t value = code & sign ? below[b] : above[b];
      const uint8_t kept = choice == assay_prune_own ? code & mask : value;
      out[of * b + i] = choice == assay_prune_dropped ? 0 : kept;
    }
}

ASSAY_INLINE void merge16(int of, const uint8_t *restrict choices, const code16 *restrict above,
                          const code16 *restrict below, const code16 *restrict codes,
                          uint16_t sign, uint16_t mask, code16 *restrict out, ptrdiff_t blocks) {
  for (ptrdiff_t b = 0; b < blocks; b++)
    for (int i = 0; i < of; i++) {
      const uint16_t code = codes[of * b + i];
      const uint8_t choice = choices[of * b + i];
      const uint16_t value = code & sign ? below[b] : above[b];
      const uint16_t kept = choice == assay_prune_own ? code & mask : value;
      out[of * b + i] = choice == assay_prune_dropped ? 0 : kept;
    }
}

ASSAY_INLINE void merge32(int of, const uint8_t *restrict choices, const code32 *restrict above,
                          const code32 *restrict codes, code32 *restrict out, ptrdiff_t blocks) {
  for (ptrdiff_t b = 0; b < blocks; b++)
    for (int i = 0; i < of; i++) {
      const uint32_t code = codes[of * b + i];
      const uint8_t choice = choices[of * b + i];
      const uint32_t kept = choice == assay_prune_own ? code : above[b] | (code & 0x80000000);
      out[of * b + i] = choice == assay_prune_dropped ? 0 : kept;
    }
}

#define ASSAY_MERGE(of)                                                                   \
  if (bytes == 1)                                                                         \
    merge8(of, choices, above, below, codes, (uint8_t)sign, (uint8_t)mask, out, blocks);   \
  else if (bytes == 2)                                                                    \
    merge16(of, choices, above, below, codes, (uint16_t)sign, (uint16_t)mask, out, blocks); \
  else                                                                                    \
    merge32(of, choices, above, codes, out, blocks);

ASSAY_INLINE void merge(int32_t bytes, int32_t of, const uint8_t *choices, const void *above,
                        const void *below, const void *codes, uint32_t sign, uint32_t mask,
                        void *out, ptrdiff_t blocks) {
  if (of == 2) {
    ASSAY_MERGE(2)
  } else if (of == 4) {
    ASSAY_MERGE(4)
  } else if (of == 8) {
    ASSAY_MERGE(8)
  } else {
    ASSAY_MERGE(of)
  }
}

#define ASSAY_LEVEL(level, target)                                                               \
  target static void choose_##level(const assay_prune_plan *p, const void *in,                   \
                                    const uint32_t *words, uint8_t *choices, uint32_t *scales,   \
                                    uint8_t *open, ptrdiff_t blocks) {                           \
    const assay_prune_plan plan = *p;                                                            \
    choose(&plan, in, words, choices, scales, open, blocks);                                     \
  }                                                                                              \
  target static void merge_##level(int32_t bytes, int32_t of, const uint8_t *choices,            \
                                   const void *above, const void *below, const void *codes,      \
                                   uint32_t sign, uint32_t mask, void *out,                      \
                                   ptrdiff_t blocks) {                                           \
    merge(bytes, of, choices, above, below, codes, sign, mask, out, blocks);                     \
  }

ASSAY_LEVEL(plain, ASSAY_PLAIN)
#if ASSAY_HAS_LEVELS
ASSAY_LEVEL(avx2, ASSAY_AVX2)
ASSAY_LEVEL(avx512, ASSAY_AVX512)
#endif

typedef void chooser(const assay_prune_plan *p, const void *in, const uint32_t *words,
                     uint8_t *choices, uint32_t *scales, uint8_t *open, ptrdiff_t blocks);
typedef void merger(int32_t bytes, int32_t of, const uint8_t *choices, const void *above,
                    const void *below, const void *codes, uint32_t sign, uint32_t mask,
                    void *out, ptrdiff_t blocks);

static const struct {
  chooser *choose;
  merger *merge;
} levels[] = {
    {choose_plain, merge_plain},
#if ASSAY_HAS_LEVELS
    {choose_avx2, merge_avx2},
    {choose_avx512, merge_avx512},
#endif
};

void assay_prune_choose(int32_t level, const assay_prune_plan *plan, const void *in,
                        const uint32_t *words, uint8_t *choices, uint32_t *scales, uint8_t *open,
                        ptrdiff_t blocks) {
  levels[ASSAY_HAS_LEVELS ? level : 0].choose(plan, in, words, choices, scales, open, blocks);
}

void assay_prune_merge(int32_t level, int32_t code_bytes, int32_t of, const uint8_t *choices,
                       const void *above, const void *below, const void *codes, uint32_t sign,
                       uint32_t mask, void *out, ptrdiff_t blocks) {
  levels[ASSAY_HAS_LEVELS ? level : 0].merge(code_bytes, of, choices, above, below, codes, sign,
                                             mask, out, blocks);
}
