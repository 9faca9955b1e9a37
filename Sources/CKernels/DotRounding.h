// Exact additions and roundings in lanes of floats, for Dot32.c and Dot64.c. Expected: lanes (of scalar),
// words and integers of the same width, `trailing` bits behind the leading one of a significand,
// `bias` of the exponent, `one` of type word, and whether stages may be grids.

#define ASSAY_SIGN (one << (8 * sizeof(scalar) - 1))
#define ASSAY_EXPONENT(e) ((word)((e) + bias) << trailing)

// a + b cut off behind its leading bits, the last one set where anything was cut off: enough for any
// later rounding to three bits fewer. The error of the addition is a float (Knuth's TwoSum), and the
// sum to nearest is at most one step beyond the sum cut off.
ASSAY_INLINE words jammed_sum(lanes a, lanes b) {
  lanes sum = a + b;
  lanes other = sum - a;
  lanes error = (a - (sum - other)) + (b - other);
  words bits = (words)sum;
  integers lost = error != (lanes)(0);
  integers beyond = lost & ((integers)((words)error ^ bits) < (integers)(0));
  bits += (words)beyond;
  return bits | ((words)lost & one);
}

// What a stage makes of a value whose lowest bit may stand for everything below it. In the binade
// of `up` a float's last place is the unit that is kept, so adding `up` rounds to nearest even.
ASSAY_INLINE lanes rounded(words bits, const struct assay_dot_stage *s) {
  words sign = bits & ASSAY_SIGN;
  words magnitude = bits & ~ASSAY_SIGN;
  words exponent = magnitude & ~((one << trailing) - 1);
  exponent = __builtin_elementwise_max(exponent, (words)ASSAY_EXPONENT(s->least));
  lanes up = (lanes)(exponent + ((word)(trailing - s->bits) << trailing));
  lanes size = (lanes)magnitude;
  lanes kept = (size + up) - up;
  if (s->truncates) {
    lanes unit = (lanes)((words)up - ((word)trailing << trailing));
    kept = kept > size ? kept - unit : kept;
  }
  lanes high = (lanes)((scalar)s->high);
  kept = kept > high ? (s->saturates ? high : (lanes)((scalar)__builtin_nan(""))) : kept;
  if (has_grids && s->is_grid) {
    kept = size < (lanes)((scalar)s->low) ? (lanes)(0) : kept;
    sign = kept == (lanes)(0) ? (words)(0) : sign;
  }
  return (lanes)((words)kept | sign);
}
