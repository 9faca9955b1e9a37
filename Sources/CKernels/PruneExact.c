#include "CKernels.h"

#include <string.h>

// The definition with integers, least significant word first: for what the kernels leave open, and
// for formats without a kernel.

enum { most = assay_prune_words, block = 64 };

typedef struct {
  uint64_t word[most];
} natural;

// How many words a block's numbers take; words above are not touched.
typedef ptrdiff_t width;

static void clear(natural *x, width n) { memset(x->word, 0, (size_t)n * sizeof x->word[0]); }

static void place(natural *x, uint64_t significand, int32_t shift, width n) {
  clear(x, n);
  const width at = shift / 64;
  const int rest = shift % 64;
  if (at < n) x->word[at] = significand << rest;
  if (rest && at + 1 < n) x->word[at + 1] = significand >> (64 - rest);
}

static int compare(const natural *x, const natural *y, width n) {
  for (width i = n - 1; i >= 0; i--)
    if (x->word[i] != y->word[i]) return x->word[i] < y->word[i] ? -1 : 1;
  return 0;
}

static void add(natural *x, const natural *y, width n) {
  unsigned __int128 carry = 0;
  for (width i = 0; i < n; i++) {
    carry += (unsigned __int128)x->word[i] + y->word[i];
    x->word[i] = (uint64_t)carry;
    carry >>= 64;
  }
}

static void subtract(natural *x, const natural *y, width n) {
  uint64_t borrow = 0;
  for (width i = 0; i < n; i++) {
    const unsigned __int128 difference = (unsigned __int128)x->word[i] - y->word[i] - borrow;
    x->word[i] = (uint64_t)difference;
    borrow = (uint64_t)(difference >> 64) & 1;
  }
}

// z = x * factor; z may be x.
static void multiply(natural *z, const natural *x, uint64_t factor, width n) {
  unsigned __int128 carry = 0;
  for (width i = 0; i < n; i++) {
    carry += (unsigned __int128)x->word[i] * factor;
    z->word[i] = (uint64_t)carry;
    carry >>= 64;
  }
}

static int is_zero(const natural *x, width n) {
  uint64_t any = 0;
  for (width i = 0; i < n; i++) any |= x->word[i];
  return any == 0;
}

// Which elements are saturated: those above the scale, which falls as they are taken out. The
// total of the others stays in `total`, their places are returned.
static int32_t saturate(int32_t count, int32_t places, const natural *a, natural *total,
                        uint8_t *choice, width n) {
  natural scaled;
  for (;;) {
    const int32_t before = places;
    uint8_t taken[block] = {0};
    for (int32_t i = 0; i < count; i++) {
      if (choice[i] == assay_prune_own) continue;
      multiply(&scaled, &a[i], (uint64_t)before, n);
      taken[i] = compare(&scaled, total, n) > 0;
    }
    // The largest of them are fewer than the places: each holds more than one place's share.
    for (int32_t i = 0; i < count; i++) {
      if (!taken[i]) continue;
      choice[i] = assay_prune_own;
      places--;
    }
    if (places == before) return places;
    for (int32_t i = 0; i < count; i++)
      if (taken[i]) subtract(total, &a[i], n);
  }
}

// The largest q with q * total <= value, which is below 2^39.
static uint64_t quotient(const natural *value, const natural *total, width n) {
  natural product;
  uint64_t q = 0;
  for (int bit = 38; bit >= 0; bit--) {
    const uint64_t trial = q | (uint64_t)1 << bit;
    multiply(&product, total, trial, n);
    if (compare(&product, value, n) <= 0) q = trial;
  }
  return q;
}

// Cumulative probabilities rounded to multiples of 2^-bits; a nonzero element without a quantum
// takes one from the heaviest.
static void quantise(int32_t count, int32_t places, int32_t bits, const natural *a,
                     const natural *total, const uint8_t *choice, uint64_t *weight, width n) {
  natural sum, twice, scaled;
  clear(&sum, n);
  multiply(&twice, total, 2, n);
  uint64_t before = 0, high = 0;
  for (width i = 1; i < n; i++) high |= total->word[i];
  const int fits = high == 0;
  for (int32_t i = 0; i < count; i++) {
    weight[i] = 0;
    if (choice[i] == assay_prune_own) continue;
    add(&sum, &a[i], n);
    if (fits) {
      const unsigned __int128 value =
          (unsigned __int128)sum.word[0] * ((uint64_t)places << (bits + 1)) + total->word[0];
      const uint64_t now = (uint64_t)(value / ((unsigned __int128)total->word[0] << 1));
      weight[i] = now - before;
      before = now;
      continue;
    }
    multiply(&scaled, &sum, (uint64_t)places << (bits + 1), n);
    add(&scaled, total, n);
    const uint64_t now = quotient(&scaled, &twice, n);
    weight[i] = now - before;
    before = now;
  }
  for (int32_t i = 0; i < count; i++) {
    if (choice[i] == assay_prune_own || weight[i] != 0 || is_zero(&a[i], n)) continue;
    int32_t heaviest = 0;
    for (int32_t k = 1; k < count; k++)
      if (weight[k] > weight[heaviest]) heaviest = k;
    if (weight[heaviest] > 1) {
      weight[heaviest]--;
      weight[i] = 1;
    }
  }
}

// The elements in whose interval of the ring one of the equidistant points lies: the ends are
// reduced by the seam whenever they pass it.
static void draw_elements(int32_t count, int32_t places, const natural *a, const natural *ring,
                          const natural *x, uint64_t unit, uint8_t *choice, width n) {
  natural end, step, scaled;
  clear(&end, n);
  int parity = 0, before = 0;
  for (int32_t i = 0; i < count; i++) {
    if (choice[i] == assay_prune_own) continue;
    multiply(&step, &a[i], (uint64_t)places, n);
    add(&end, &step, n);
    if (compare(&end, ring, n) > 0) {
      subtract(&end, ring, n);
      parity ^= 1;
    }
    multiply(&scaled, &end, unit, n);
    const int now = parity ^ (compare(x, &scaled, n) < 0);
    choice[i] = now != before ? assay_prune_scaled : assay_prune_dropped;
    before = now;
  }
}

static void draw_weights(int32_t count, uint64_t ring, uint64_t x, const uint64_t *weight,
                         uint8_t *choice) {
  uint64_t end = 0;
  int parity = 0, before = 0;
  for (int32_t i = 0; i < count; i++) {
    if (choice[i] == assay_prune_own) continue;
    end += weight[i];
    if (end > ring) {
      end -= ring;
      parity ^= 1;
    }
    const int now = parity ^ (x < end);
    choice[i] = now != before ? assay_prune_scaled : assay_prune_dropped;
    before = now;
  }
}

// total / places to 128 bits.
static void divide(const natural *total, int32_t places, width n, assay_prune_scale *scale) {
  uint64_t digits[most + 2];
  unsigned __int128 rest = 0;
  for (width i = n + 1; i >= 0; i--) {
    rest = rest << 64 | (i >= 2 ? total->word[i - 2] : 0);
    digits[i] = (uint64_t)(rest / (uint64_t)places);
    rest %= (uint64_t)places;
  }
  width top = n + 1;
  while (top > 1 && digits[top] == 0) top--;
  // Three words, or the two that there are, hold 122 bits at least from the leading one on.
  const int lead = __builtin_clzll(digits[top]);
  const uint64_t third = top > 1 ? digits[top - 2] : 0;
  int sticky = rest != 0 || (third << lead) != 0;
  for (width i = 0; i < top - 2; i++) sticky |= digits[i] != 0;
  scale->high = digits[top];
  scale->low = digits[top - 1];
  if (lead && top > 1) {
    scale->high = digits[top] << lead | digits[top - 1] >> (64 - lead);
    scale->low = digits[top - 1] << lead | third >> (64 - lead);
  } else {
    sticky |= third != 0;
  }
  scale->exponent = (int32_t)(64 * (top - 3)) - (top > 1 ? lead : 0);
  scale->sticky = sticky;
}

int32_t assay_prune_exact(int32_t count, int32_t places, const uint64_t *significand,
                          const int32_t *shift, int32_t draw, int32_t bits, uint64_t random,
                          int32_t refuse, uint8_t *choice, uint64_t *weight,
                          assay_prune_scale *scale) {
  int32_t longest = 0;
  for (int32_t i = 0; i < count; i++) {
    const int32_t length =
        significand[i] ? shift[i] + 64 - __builtin_clzll(significand[i]) : 0;
    longest = length > longest ? length : longest;
  }
  // Sums of 64 numbers, times 64 places, times a word, with a bit to spare.
  width n = (longest + 6 + 6 + 33 + 1 + 63) / 64;
  n = n < most ? n : most;

  natural a[block], total, x;
  clear(&total, n);
  for (int32_t i = 0; i < count; i++) {
    place(&a[i], significand[i], shift[i], n);
    add(&total, &a[i], n);
    choice[i] = assay_prune_dropped;
  }
  scale->high = scale->low = 0;
  scale->exponent = scale->sticky = 0;
  int32_t nonzero = 0;
  for (int32_t i = 0; i < count; i++) nonzero += significand[i] != 0;
  if (nonzero <= places || places <= 0) {
    for (int32_t i = 0; i < count; i++)
      choice[i] = significand[i] && places > 0 ? assay_prune_own : assay_prune_dropped;
    return 1;
  }

  places = saturate(count, places, a, &total, choice, n);
  divide(&total, places, n, scale);
  if (draw == assay_prune_quantised) {
    quantise(count, places, bits, a, &total, choice, weight, n);
    const uint64_t ring = (uint64_t)1 << bits;
    draw_weights(count, ring, random & (ring - 1), weight, choice);
    return 1;
  }
  if (draw == assay_prune_fraction) {
    multiply(&x, &total, random, n);
    draw_elements(count, places, a, &total, &x, (uint64_t)1 << 32, choice, n);
    return 1;
  }
  clear(&x, n);
  uint64_t above = 0;
  for (width i = 1; i < n; i++) above |= total.word[i];
  const uint64_t low = total.word[0];
  if (refuse && !above && random >= 0 - (0 - low) % low && (0 - low) % low != 0) return 0;
  x.word[0] = above ? random : random % low;
  draw_elements(count, places, a, &total, &x, 1, choice, n);
  return 1;
}
