#pragma once
#include <gmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

// GMP's names are macros, often function-like ones, and Swift imports neither. Each wrapper below
// has the meaning of the GMP function it is named for, or says what it adds.

#pragma clang assume_nonnull begin

typedef __mpq_struct *exact_q;
typedef const __mpq_struct *exact_cq;

static inline void exact_q_init(exact_q q) { mpq_init(q); }
static inline void exact_q_clear(exact_q q) { mpq_clear(q); }

static inline void exact_q_add(exact_q r, exact_cq a, exact_cq b) { mpq_add(r, a, b); }
static inline void exact_q_sub(exact_q r, exact_cq a, exact_cq b) { mpq_sub(r, a, b); }
static inline void exact_q_mul(exact_q r, exact_cq a, exact_cq b) { mpq_mul(r, a, b); }
static inline void exact_q_div(exact_q r, exact_cq a, exact_cq b) { mpq_div(r, a, b); }
static inline void exact_q_neg(exact_q r, exact_cq a) { mpq_neg(r, a); }
static inline void exact_q_abs(exact_q r, exact_cq a) { mpq_abs(r, a); }
static inline int exact_q_cmp(exact_cq a, exact_cq b) { return mpq_cmp(a, b); }
static inline int exact_q_equal(exact_cq a, exact_cq b) { return mpq_equal(a, b) != 0; }
static inline int exact_q_sgn(exact_cq a) { return mpq_sgn(a); }

// r = a * 2^e, for e of either sign.
static inline void exact_q_scale(exact_q r, exact_cq a, int64_t e) {
  if (e >= 0) mpq_mul_2exp(r, a, (mp_bitcnt_t)e);
  else mpq_div_2exp(r, a, (mp_bitcnt_t)(-e));
}

// r = sign * magnitude * 2^e. r is fresh.
static inline void exact_q_set(exact_q r, int negative, uint64_t magnitude, int64_t e) {
  mpz_set_ui(mpq_numref(r), (unsigned long)magnitude);
  if (negative) mpz_neg(mpq_numref(r), mpq_numref(r));
  exact_q_scale(r, r, e);
}

// r = sign * n / d in lowest terms, d != 0. r is fresh.
static inline void exact_q_set_ratio(exact_q r, int negative, uint64_t n, uint64_t d) {
  mpz_set_ui(mpq_numref(r), (unsigned long)n);
  mpz_set_ui(mpq_denref(r), (unsigned long)d);
  mpq_canonicalize(r);
  if (negative) mpz_neg(mpq_numref(r), mpq_numref(r));
}

// The integer written in `digits` (no sign, at least one digit, NUL at the end). 0 on success.
static inline int exact_q_set_digits(exact_q r, const char *digits, int radix) {
  return mpz_set_str(mpq_numref(r), digits, radix);
}

// r = base^exponent. r is fresh.
static inline void exact_q_set_power(exact_q r, uint64_t base, uint64_t exponent) {
  mpz_ui_pow_ui(mpq_numref(r), (unsigned long)base, (unsigned long)exponent);
}

static inline void exact_q_num(exact_q r, exact_cq a) {
  mpz_set(mpq_numref(r), mpq_numref(a));
}
static inline void exact_q_den(exact_q r, exact_cq a) {
  mpz_set(mpq_numref(r), mpq_denref(a));
}
static inline int exact_q_is_integer(exact_cq a) {
  return mpz_cmp_ui(mpq_denref(a), 1) == 0;
}
static inline int exact_q_is_odd_integer(exact_cq a) {
  return exact_q_is_integer(a) && mpz_odd_p(mpq_numref(a));
}
static inline int exact_q_is_dyadic(exact_cq a) {
  return mpz_scan1(mpq_denref(a), 0) + 1 == mpz_sizeinbase(mpq_denref(a), 2);
}
static inline void exact_q_floor(exact_q r, exact_cq a) {
  mpz_fdiv_q(mpq_numref(r), mpq_numref(a), mpq_denref(a));
}
static inline void exact_q_ceil(exact_q r, exact_cq a) {
  mpz_cdiv_q(mpq_numref(r), mpq_numref(a), mpq_denref(a));
}
// r = floor(a / 2^e) * 2^e. r is fresh.
static inline void exact_q_floor_at(exact_q r, exact_cq a, int64_t e) {
  mpz_ptr n = mpq_numref(r);
  if (exact_q_is_dyadic(a)) {
    int64_t right = (int64_t)mpz_sizeinbase(mpq_denref(a), 2) - 1 + e;
    if (right >= 0) mpz_fdiv_q_2exp(n, mpq_numref(a), (mp_bitcnt_t)right);
    else mpz_mul_2exp(n, mpq_numref(a), (mp_bitcnt_t)(-right));
  } else if (e <= 0) {
    mpz_mul_2exp(n, mpq_numref(a), (mp_bitcnt_t)(-e));
    mpz_fdiv_q(n, n, mpq_denref(a));
  } else {
    mpz_fdiv_q(n, mpq_numref(a), mpq_denref(a));
    mpz_fdiv_q_2exp(n, n, (mp_bitcnt_t)e);
  }
  exact_q_scale(r, r, e);
}
// r = t * q * n / d for an integer t, rounded down or up to an integer. r is fresh, d != 0.
static inline void exact_q_step(
    exact_q r, exact_cq t, exact_cq q, uint64_t n, uint64_t d, int up) {
  mpz_ptr z = mpq_numref(r);
  mpz_mul(z, mpq_numref(t), mpq_numref(q));
  if (n != 1) mpz_mul_ui(z, z, (unsigned long)n);
  if (exact_q_is_dyadic(q)) {
    // Rounding twice the same way is rounding once by the product of the divisors.
    mp_bitcnt_t shift = mpz_sizeinbase(mpq_denref(q), 2) - 1;
    if (up) {
      mpz_cdiv_q_2exp(z, z, shift);
      mpz_cdiv_q_ui(z, z, (unsigned long)d);
    } else {
      mpz_fdiv_q_2exp(z, z, shift);
      mpz_fdiv_q_ui(z, z, (unsigned long)d);
    }
  } else {
    mpz_t divisor;
    mpz_init(divisor);
    mpz_mul_ui(divisor, mpq_denref(q), (unsigned long)d);
    if (up) mpz_cdiv_q(z, z, divisor);
    else mpz_fdiv_q(z, z, divisor);
    mpz_clear(divisor);
  }
}
// The floor of the square root of an integer a >= 0.
static inline void exact_q_isqrt(exact_q r, exact_cq a) {
  mpz_sqrt(mpq_numref(r), mpq_numref(a));
}

// The bits of |n| and of d.
static inline int64_t exact_q_num_bits(exact_cq a) {
  return mpq_sgn(a) == 0 ? 0 : (int64_t)mpz_sizeinbase(mpq_numref(a), 2);
}
static inline int64_t exact_q_den_bits(exact_cq a) {
  return (int64_t)mpz_sizeinbase(mpq_denref(a), 2);
}

// floor(log2 |a|), a != 0: from bit lengths, then one comparison of n with d * 2^k.
static inline int64_t exact_q_floor_log2(exact_cq a) {
  int64_t k = exact_q_num_bits(a) - exact_q_den_bits(a);
  mpz_t scaled;
  mpz_init(scaled);
  int below;
  if (k >= 0) {
    mpz_mul_2exp(scaled, mpq_denref(a), (mp_bitcnt_t)k);
    below = mpz_cmpabs(mpq_numref(a), scaled) < 0;
  } else {
    mpz_mul_2exp(scaled, mpq_numref(a), (mp_bitcnt_t)(-k));
    below = mpz_cmpabs(scaled, mpq_denref(a)) < 0;
  }
  mpz_clear(scaled);
  return below ? k - 1 : k;
}

// The odd magnitude m (at most 63 bits) and the exponent e with |a| = m * 2^e; 0 when there is
// no such pair. Zero is 0 * 2^0.
static inline int exact_q_small(exact_cq a, uint64_t *m, int64_t *e) {
  *m = 0;
  *e = 0;
  if (mpq_sgn(a) == 0) return 1;
  if (!exact_q_is_dyadic(a)) return 0;
  mp_bitcnt_t zeros = mpz_scan1(mpq_numref(a), 0);
  if (mpz_sizeinbase(mpq_numref(a), 2) - zeros > 63) return 0;
  mp_size_t limb = (mp_size_t)(zeros / 64);
  unsigned shift = (unsigned)(zeros % 64);
  uint64_t bits = (uint64_t)mpz_getlimbn(mpq_numref(a), limb) >> shift;
  if (shift != 0)
    bits |= (uint64_t)mpz_getlimbn(mpq_numref(a), limb + 1) << (64 - shift);
  *m = bits;
  *e = (int64_t)zeros - ((int64_t)mpz_sizeinbase(mpq_denref(a), 2) - 1);
  return 1;
}

// Limb i of |n|, then of d; 0 past the end.
static inline uint64_t exact_q_num_limb(exact_cq a, size_t i) {
  return (uint64_t)mpz_getlimbn(mpq_numref(a), (mp_size_t)i);
}
static inline uint64_t exact_q_den_limb(exact_cq a, size_t i) {
  return (uint64_t)mpz_getlimbn(mpq_denref(a), (mp_size_t)i);
}
static inline size_t exact_q_num_limbs(exact_cq a) { return mpz_size(mpq_numref(a)); }
static inline size_t exact_q_den_limbs(exact_cq a) { return mpz_size(mpq_denref(a)); }

// "n" or "n/d" in the radix; release with exact_free.
static inline char *exact_q_string(exact_cq a, int radix) { return mpq_get_str(NULL, radix, a); }
static inline void exact_free(char *text) { free(text); }

#pragma clang assume_nonnull end
