// Unbiased pruning of one block, for a fixed number `keep` of kept elements and `of` of all.
//
// The unsaturated magnitudes lie end to end on a ring of circumference tau; every time the running
// end passes the ring's seam the next of the equidistant points comes into play. An element is
// kept where the number of points below its end differs, and so does its parity, from that below
// its beginning.
//
// All sums are exact in binary64 as long as the block's exponents are not too far apart, and the
// one rounded number, the point x, is only compared with exact ones: rounding is monotone, so the
// comparison is right unless both sides are equal. A quotient by the number of places needs no
// second look either: sums have at most 51 bits, so that it is further from every number of 25
// bits that it does not equal than binary64's rounding reaches. Blocks in which anything is left
// open are flagged, and what was written for them counts for nothing.

#pragma clang fp contract(off)

#define ASSAY_UNROLLED _Pragma("clang loop unroll(full)")
// Blocks of two elements look too short to the compiler's estimate. Sanitizers and other
// architectures may come out without vectors, which is no fault.
#pragma clang diagnostic ignored "-Wpass-failed"
#define ASSAY_VECTORS _Pragma("clang loop vectorize(enable)")

typedef uint32_t __attribute__((aligned(1))) code32;
typedef uint16_t __attribute__((aligned(1))) code16;

ASSAY_INLINE uint32_t float_bits(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

ASSAY_INLINE float float_of(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

ASSAY_INLINE uint64_t double_bits(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

ASSAY_INLINE uint32_t larger(uint32_t x, uint32_t y) { return x > y ? x : y; }
ASSAY_INLINE uint32_t smaller(uint32_t x, uint32_t y) { return x < y ? x : y; }

// A positive binary64 value rounded to odd in binary32: precise enough to round once more into
// anything with two bits less.
ASSAY_INLINE uint32_t odd_float(double value) {
  const float nearest = (float)value;
  const double back = nearest;
  return (float_bits(nearest) - (back > value)) | (back != value);
}

// Nearest even from binary32 bits that were rounded to odd.
ASSAY_INLINE uint32_t bfloat16_of(uint32_t odd) {
  return (odd + 0x7FFF + (odd >> 16 & 1)) >> 16;
}

// What a block needs besides its elements: the scale, exact where `rest` is 0, and the seam.
typedef struct {
  // The circumference, in the units of the ends.
  double ring;
  // The first point, rounded.
  double x;
  // The value of the kept unsaturated elements.
  double scale;
  // What one unit of a magnitude is on the ring, as a number and its parity; for keep > 2 only.
  double places;
  int odd_places;
} ring_of_block;

// The ring for a sum and the three largest magnitudes.
ASSAY_INLINE ring_of_block ring_for(int keep, double sum, const double *largest, uint32_t word) {
  ring_of_block ring;
  ring.places = 1;
  ring.odd_places = 0;
  if (keep == 1) {
    ring.ring = sum;
    ring.scale = sum;
    ring.x = (double)word * (sum * 0x1p-32);
  } else if (keep == 2) {
    // A largest element of at least half the sum is one step of the two points by itself, so that
    // it need not be taken out.
    const double half = sum * 0.5;
    ring.ring = largest[0] > half ? largest[0] : half;
    ring.scale = sum - ring.ring;
    ring.x = (double)word * (ring.scale * 0x1p-32);
  } else {
    double total = sum, places = keep;
    int saturated = 1, odd = keep & 1;
    ASSAY_UNROLLED
    for (int k = 0; k < keep - 1; k++) {
      saturated = saturated & (largest[k] * (keep - k) > total);
      total = saturated ? total - largest[k] : total;
      places = saturated ? places - 1 : places;
      odd ^= saturated;
    }
    ring.ring = total;
    ring.places = places;
    ring.odd_places = odd;
    ring.scale = total / places;
    ring.x = (double)word * (total * 0x1p-32);
  }
  return ring;
}

// One block: magnitudes as binary32 bits in, for each element whether it is kept out, and the
// scale. The result is 0 where everything is decided.
ASSAY_INLINE int decide(int keep, int of, uint32_t spread, const uint32_t *a, uint32_t word,
                        int *kept, int *saturated, double *scale) {
  double d[8], largest[3] = {0, 0, 0};
  uint32_t top[3] = {0, 0, 0}, least = UINT32_MAX;
  double sum = 0;
  ASSAY_UNROLLED
  for (int i = 0; i < of; i++) {
    d[i] = float_of(a[i]);
    sum += d[i];
    least = smaller(least, a[i] - 1);
    uint32_t rest = a[i];
    ASSAY_UNROLLED
    for (int k = 0; k < (keep > 2 ? keep - 1 : 1); k++) {
      const uint32_t next = smaller(rest, top[k]);
      top[k] = larger(rest, top[k]);
      rest = next;
    }
  }
  ASSAY_UNROLLED
  for (int k = 0; k < (keep > 2 ? keep - 1 : 1); k++) largest[k] = float_of(top[k]);
  const ring_of_block ring = ring_for(keep, sum, largest, word);

  // The parity of the number of points below the ring's last end is that of the places: none of
  // an empty ring, one where the two of keep == 2 coincide.
  int last = top[0] != 0;
  if (keep == 2) last = last & (ring.scale == 0);
  if (keep > 2) last = ring.odd_places & (ring.ring > 0);

  double end = 0;
  int wrapped = 0, before = 0, ties = 0;
  ASSAY_UNROLLED
  for (int i = 0; i < of; i++) {
    const double width = keep > 2 ? d[i] * ring.places : d[i];
    saturated[i] = keep > 2 ? width > ring.ring : 0;
    int now = last;
    if (i < of - 1) {
      end += saturated[i] ? 0 : width;
      // No element is longer than the ring.
      if (keep > 1 && i > 0) {
        const int over = end > ring.ring;
        end = over ? end - ring.ring : end;
        wrapped ^= over;
      }
      now = wrapped ^ (ring.x < end);
      ties |= ring.x == end;
    }
    kept[i] = (now ^ before) | saturated[i];
    before = now;
  }
  *scale = ring.scale;
  return (top[0] - (least + 1) > spread) | (top[0] >= 0x7F800000) |
         (ties & (ring.x > 0));
}
