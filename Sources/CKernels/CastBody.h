// The conversion of one value, for a source of ASSAY_BITS bits with ASSAY_TRAILING trailing bits.
// The includer defines both, the names below and the types word (unsigned) and sword (signed).
//
// With e the exponent field of the magnitude bits a, and m the lower of e and the exponent of the
// target's lowest binade, the bits v = a - m * 2^ASSAY_TRAILING (plus the implicit bit) shifted
// right by shift + (low - m) are the target's magnitude code: above the lowest binade the
// exponents differ by a constant, below it the shift grows by one per binade. What the shift
// drops decides the rounding, so one addition before the shift serves every rule.

#define ASSAY_INFINITY ((word)((1u << (ASSAY_BITS - 1 - ASSAY_TRAILING)) - 1) << ASSAY_TRAILING)
#define ASSAY_IMPLICIT ((word)1 << ASSAY_TRAILING)
#define ASSAY_MAGNITUDE (((word)1 << (ASSAY_BITS - 1)) - 1)

// The plan in words of the source's width: narrower lanes than the general plan's need no halving
// of vectors inside the loop.
typedef struct {
  sword shift, low;
  int32_t low_field, random_bits;
  word direction, offset, input_mask, sign, zero_sign, largest, flush_operands, flush_results;
  word limit, small, rise[2], no_zero[2], zero[2], below_mask[2], below, over[2], infinity[2];
  word nan[2], payload_mask, rebias, odd_rebias, normal, magic;
} ASSAY_NAME(plan);

#define ASSAY_PAIR(name) {(word)p->name[0], (word)p->name[1]}
static ASSAY_NAME(plan) ASSAY_NAME(narrowed)(const assay_cast_plan *p) {
  return (ASSAY_NAME(plan)){
      .shift = p->shift,
      .low = p->low,
      .low_field = p->low_field,
      .random_bits = p->random_bits,
      .direction = (word)p->direction,
      .offset = (word)p->offset,
      .input_mask = (word)p->input_mask,
      .sign = (word)p->sign,
      .zero_sign = (word)p->zero_sign,
      .largest = (word)p->largest,
      .flush_operands = (word)p->flush_operands,
      .flush_results = (word)p->flush_results,
      .limit = (word)p->limit,
      .small = (word)p->small,
      .rise = ASSAY_PAIR(rise),
      .no_zero = ASSAY_PAIR(no_zero),
      .zero = ASSAY_PAIR(zero),
      .below_mask = ASSAY_PAIR(below_mask),
      .below = (word)p->below,
      .over = ASSAY_PAIR(over),
      .infinity = ASSAY_PAIR(infinity),
      .nan = ASSAY_PAIR(nan),
      .payload_mask = (word)p->payload_mask,
      .rebias = (word)p->rebias,
      .odd_rebias = (word)(p->rebias >> p->shift) & 1,
      .normal = (word)p->normal,
      .magic = (word)p->magic,
  };
}
#undef ASSAY_PAIR

// Whether a stochastic rule goes up: the fraction left-aligned in a word plus the random word
// carries out. Bits that do not fit the word are joined to its last bit where a tie depends on it.
ASSAY_INLINE word ASSAY_NAME(goes_up)(word rest, sword shift, word random, int32_t bits,
                                      int32_t rule) {
  const sword up = ASSAY_BITS - (shift < ASSAY_BITS ? shift : ASSAY_BITS);
  const sword down = (shift > ASSAY_BITS ? shift : ASSAY_BITS) - ASSAY_BITS;
  const word raised = rest << up;
  word fraction = raised >> down;
  const word draw = random << (ASSAY_BITS - bits);
  if (rule == assay_stochastic_a) return (word)(fraction + draw) < fraction;
  const word half = (word)1 << (ASSAY_BITS - 1 - bits);
  if (rule == assay_stochastic_b) return (word)(fraction + (draw | half)) < fraction;
  fraction |= (word)(fraction << down) != raised;
  const word rounded = fraction + (half - 1) + ((fraction >> (ASSAY_BITS - bits)) & 1);
  return (rounded < fraction) | ((word)(rounded + draw) < draw);
}

ASSAY_INLINE word ASSAY_NAME(convert)(const ASSAY_NAME(plan) *restrict p, word u, word random,
                                      int32_t rule, int32_t flavour) {
  const int every = flavour == assay_every;
  const int positive = flavour == assay_unsigned || flavour == assay_unsigned_wide ||
                       flavour == assay_powers;
  const int wide = every || flavour == assay_unsigned_wide || flavour == assay_powers;

  if (every || positive) u &= p->input_mask;
  const int negative = (sword)u < 0;
  word a = u & ASSAY_MAGNITUDE;
  if (every) a = a < p->flush_operands ? 0 : a;

  sword bits = (sword)a;
  if (wide) {
    // Source subnormals as if their exponents went on below field 1.
    const word scaled = ASSAY_NAME(float_bits)((sword)a);
    const word moved = scaled - ((word)ASSAY_SUBNORMAL_SHIFT << ASSAY_TRAILING);
    bits = a < ASSAY_IMPLICIT ? (sword)moved : bits;
  }
  const sword low = p->low;
  word v;
  sword s, full;
  if (flavour == assay_powers) {
    const sword floor = low * (sword)ASSAY_IMPLICIT;
    v = (word)((bits > floor ? bits : floor) - floor);
    s = full = p->shift;
  } else {
    const word implicit = p->low_field ? ASSAY_IMPLICIT : 0;
    const sword e = bits >> ASSAY_TRAILING;
    sword m = e < low ? e : low;
    // Field 0 has the exponent of field 1 and no implicit bit.
    if (!wide) m = m > 1 ? m : 1;
    v = (word)bits - ((word)m << ASSAY_TRAILING) + implicit;
    s = p->shift + low - m;
    const sword longest = 2 * ASSAY_BITS - 1;
    full = s < longest ? s : longest;
    s = s < ASSAY_BITS - 1 ? s : ASSAY_BITS - 1;
  }
  const word unit = (word)1 << s;
  const word odd = (v >> s) & 1;
  word r;
  switch (rule) {
    case assay_to_nearest_or_even: r = (v + (unit >> 1) - 1 + odd) >> s; break;
    case assay_to_nearest_or_away: r = (v + (unit >> 1)) >> s; break;
    case assay_to_nearest_or_zero: r = (v + (unit >> 1) - 1) >> s; break;
    case assay_toward_zero: r = v >> s; break;
    case assay_directed: {
      const word away = p->direction ^ (word)((sword)u >> (ASSAY_BITS - 1));
      r = (v + ((unit - 1) & away)) >> s;
      break;
    }
    case assay_to_odd: r = (v + ((unit - 1) & (odd - 1))) >> s; break;
    default:
      r = (v >> s) +
          ASSAY_NAME(goes_up)(v & (unit - 1), full, random, p->random_bits, rule);
      break;
  }
  if (rule == assay_to_nearest_or_even && flavour <= assay_unsigned && ASSAY_BITS == 32) {
    // A float addition rounds the subnormals to nearest even at once.
    const word short_unit = (word)1 << p->shift;
    const word is_odd = ((a >> p->shift) ^ p->odd_rebias) & 1;
    const word normal = a + (p->rebias - 1 + (short_unit >> 1)) + is_odd;
    const word small = ASSAY_NAME(magic)(a, p->magic);
    r = a < p->normal ? small : normal >> p->shift;
  }

  const word over = negative ? p->over[1] : p->over[0];
  const word infinity = negative ? p->infinity[1] : p->infinity[0];
  word nan = negative ? p->nan[1] : p->nan[0];
  if (flavour <= assay_signed) {
    const word bit = negative ? (r == 0 ? p->zero_sign : p->sign) : 0;
    word special = over;
    if (flavour == assay_signed) special = a >= ASSAY_INFINITY ? infinity : special;
    special = a > ASSAY_INFINITY ? nan : special;
    return r > p->largest ? special : r | bit;
  }
  if (positive) {
    // Zero looks like a value below every subnormal, which these two rules would raise.
    if (flavour == assay_unsigned_wide && (rule == assay_directed || rule == assay_to_odd))
      r = a == 0 ? 0 : r;
    word code = r > p->largest ? p->over[0] : r;
    const word present = flavour == assay_powers ? a : r | (a & p->no_zero[1]);
    code = (negative & (present != 0)) ? p->below : code;
    if (flavour == assay_powers) code = a == 0 ? p->zero[0] : code;
    code = a >= ASSAY_INFINITY ? infinity : code;
    return a > ASSAY_INFINITY ? p->nan[0] : code;
  }

  r += p->offset;
  const word rise = negative ? p->rise[1] : p->rise[0];
  r = a < p->small ? (a >= rise) : r;
  r = r < p->flush_results ? 0 : r;
  const word no_zero = negative ? p->no_zero[1] : p->no_zero[0];
  const word zero = negative ? p->zero[1] : p->zero[0];
  const word below = negative ? p->below_mask[1] : p->below_mask[0];
  nan |= (a >> p->shift) & p->payload_mask;
  word code = r | (negative ? p->sign : 0);
  code = below ? p->below : code;
  code = ((r > p->largest) | (a > p->limit)) ? over : code;
  code = ((a == 0) | ((r | no_zero) == 0)) ? zero : code;
  code = a >= ASSAY_INFINITY ? infinity : code;
  return a > ASSAY_INFINITY ? nan : code;
}

#undef ASSAY_INFINITY
#undef ASSAY_IMPLICIT
#undef ASSAY_MAGNITUDE
