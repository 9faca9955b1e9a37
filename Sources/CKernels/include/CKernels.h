#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Levels: 0 is the compiler's baseline, 1 AVX2, 2 AVX-512 F, BW, VL, DQ. Streams may have any
// alignment; outputs must not overlap inputs.

// How many levels this machine can run, from 0 up.
int32_t assay_level_count(void);

// The four output words of one Philox4x32-10 counter (low and high 64 bits) under one key.
void assay_philox_block(uint64_t counter_low, uint64_t counter_high, uint64_t key, uint32_t *out);

// The words of the elements first ..< first + count: word i % 4 of the counter (i / 4, stream).
void assay_philox_words(int32_t level, uint64_t seed, uint64_t stream, uint64_t first,
                        uint32_t *out, ptrdiff_t count);

// out[i] = table[codes[i] & mask], codes of code_bytes (1, 2) and entries of entry_bytes
// (1, 2, 4, 8).
void assay_lookup(const void *codes, int32_t code_bytes, int32_t width, const void *table,
                  void *out, int32_t entry_bytes, ptrdiff_t count);

// out[i] = table[x[i] : y[i] : z[i]], columns of one byte per code; z may be null (width 0).
void assay_lookup_columns(const void *x, const void *y, const void *_Nullable z, int32_t x_width,
                          int32_t y_width, int32_t z_width, const void *table, void *out,
                          int32_t entry_bytes, ptrdiff_t count);

// How a magnitude between two neighbours is rounded.
enum {
  assay_to_nearest_or_even,
  assay_to_nearest_or_away,
  assay_to_nearest_or_zero,
  assay_toward_zero,
  assay_directed,
  assay_to_odd,
  assay_stochastic_a,
  assay_stochastic_b,
  assay_stochastic_c,
  assay_rule_count
};

// Which of a plan's choices a kernel looks at. All but the last round gradual targets with
// nothing flushed, no payload and no limit.
enum {
  // Both signs; infinities become what finite overflow becomes.
  assay_simple,
  // Both signs.
  assay_signed,
  // No values below 0.
  assay_unsigned,
  // No values below 0, and binades that are subnormal in the source.
  assay_unsigned_wide,
  // No zero, no trailing bits, no values below 0: powers of two.
  assay_powers,
  // Every choice and every target.
  assay_every,
  assay_flavour_count
};

// A conversion from binary32 or binary64 into a float layout of fewer trailing bits. "a" is the
// source's magnitude bits, "r" the target's magnitude code, continued past the largest; pairs are
// indexed by the sign.
typedef struct {
  // Source trailing bits less target trailing bits.
  int32_t shift;
  // The source's biased exponent of the binade that the target's grid begins with.
  int32_t low;
  // 1 where that binade has exponent field 1, 0 where it has 0.
  int32_t low_field;
  // Random bits of the stochastic rules.
  int32_t random_bits;
  // Directed rounding: all ones to go away from zero where the sign is clear, 0 where it is set.
  uint64_t direction;
  // Nearest even from binary32 where the kernels of both signs have a shorter way: a plus this is
  // the magnitude of a result from `normal` on, still to be shifted; below it the sum of a and
  // `magic`, as binary32, less `magic`, as integers, is the result.
  uint64_t rebias, normal, magic;
  // Added to r: binades of the target below every source value.
  uint64_t offset;
  // Clears the sign where the dialect drops it.
  uint64_t input_mask;
  // The target's sign bit.
  uint64_t sign;
  // The sign bit of zero results where nothing else is asked of them.
  uint64_t zero_sign;
  uint64_t largest;
  // Magnitudes a below this are read as zero.
  uint64_t flush_operands;
  // Results r below this become zero.
  uint64_t flush_results;
  // Magnitudes a above this overflow whatever they round to.
  uint64_t limit;
  // Below this magnitude a the result is r = 0, or r = 1 from rise on.
  uint64_t small;
  uint64_t rise[2];
  // All ones where r = 0 is no zero.
  uint64_t no_zero[2];
  uint64_t zero[2];
  // Whether a sign has values (0) or one code for all (all ones, then below).
  uint64_t below_mask[2];
  uint64_t below;
  uint64_t over[2];
  uint64_t infinity[2];
  uint64_t nan[2];
  // The trailing bits that a NaN keeps of the operand's.
  uint64_t payload_mask;
} assay_cast_plan;

// Converts count values of binary32 to codes of out_bytes 1 or 2; words are read by the
// stochastic rules only.
void assay_cast32(int32_t level, int32_t rule, int32_t flavour, int32_t out_bytes,
                  const assay_cast_plan *plan, const void *in, const uint32_t *_Nullable words,
                  void *out, ptrdiff_t count);

// Converts count values of binary64 to codes of out_bytes 1, 2, 4 or 8, the last toward zero with
// every choice only; of the flavours it has the signed one and the last.
void assay_cast64(int32_t level, int32_t rule, int32_t flavour, int32_t out_bytes,
                  const assay_cast_plan *plan, const void *in, const uint32_t *_Nullable words,
                  void *out, ptrdiff_t count);

// Exact conversions between IEEE formats, NaN bits kept: into binary32 the first two, into
// binary64 the last.
void assay_widen_binary16(int32_t level, const void *in, void *out, ptrdiff_t count);
void assay_widen_bfloat16(int32_t level, const void *in, void *out, ptrdiff_t count);
void assay_widen_binary32(int32_t level, const void *in, void *out, ptrdiff_t count);

// Codes of one byte from binary32 or binary64 by a list of steps per sign: an operand of magnitude
// bits a gets codes[side << depth | n], n the number of steps[side << depth ...] not above a. Each
// side has 1 << depth increasing steps of the source's width, the last above every magnitude.
void assay_steps(int32_t level, int32_t source_bits, int32_t depth, const void *steps,
                 const uint8_t *codes, const void *in, void *out, ptrdiff_t count);

// Codes of one byte from binary32 by the operand's upper half h and lower half l: bits 0 to 7 of
// entries[h] where l is below its bits 16 to 31, bits 8 to 15 otherwise; 1 << 16 entries.
void assay_buckets(int32_t level, const uint32_t *entries, const void *in, void *out,
                   ptrdiff_t count);

// Between one code per byte and a little-endian bit stream of 4 or 6 bits per code: code i lies at
// the stream's bits from bits * i on. Packing drops the high bits of a byte and fills the last
// byte with zero bits; the stream has (count * bits + 7) / 8 bytes.
void assay_pack(int32_t level, int32_t bits, const void *codes, void *out, ptrdiff_t count);
void assay_unpack(int32_t level, int32_t bits, const void *in, void *codes, ptrdiff_t count);

// Masks. A mask has one byte 0 or 1 per element.

// Keeps the two largest magnitudes of every four consecutive binary32 (code_bytes 4) or bfloat16
// (2) values, the first of equal ones; NaN is above infinity. Writes the mask; the values with +0
// for pruned ones; or the kept values and 4 bits per block with the positions of both, the first
// in the low two bits, blocks from a byte's low bits on. count is a multiple of 4. The result is
// the number of blocks with an element that is not finite.
ptrdiff_t assay_two_of_four_mask(int32_t level, int32_t code_bytes, const void *in, void *mask,
                                 ptrdiff_t count);
ptrdiff_t assay_two_of_four_prune(int32_t level, int32_t code_bytes, const void *in, void *out,
                                  ptrdiff_t count);
ptrdiff_t assay_two_of_four_compress(int32_t level, int32_t code_bytes, const void *in,
                                     void *values, void *indices, ptrdiff_t count);

// The mask of codes of code_bytes 1 or 2 and `width` bits by the binary32 value of each code.
ptrdiff_t assay_two_of_four_lookup(int32_t level, int32_t code_bytes, int32_t width,
                                   const uint32_t *values, const void *in, void *mask,
                                   ptrdiff_t count);

// Optimal masks of the 4 x 4 tiles of four rows of binary32 values, rows `stride` elements apart.
// Bit t % 8 of left[t / 8] says that tile t has elements that are not finite or lie too far apart
// for this kernel, and that its mask must be found otherwise. The result is the number of bytes of
// `left` that are not 0.
ptrdiff_t assay_two_of_four_tiles(int32_t level, const void *in, ptrdiff_t stride, void *mask,
                                  ptrdiff_t mask_stride, uint8_t *left, ptrdiff_t tiles);

// How the magnitudes of a format's codes are ordered and what they are worth.
enum { assay_sign_magnitude, assay_twos_complement, assay_listed };

typedef struct {
  int32_t kind;
  int32_t code_bytes;
  // The bits of a code, its sign bit (0 without), its magnitude bits where those are its order.
  uint64_t code_mask, sign, magnitude_mask;
  // A code that is NaN whatever its magnitude bits; above every code where there is none.
  uint64_t nan_code;
  // Keys order magnitudes: finite ones are below `infinity`, NaN is `nan`, the greatest.
  uint64_t infinity, nan;
  // Sign and magnitude: the trailing bits, 1 << trailing_bits, whether exponent field 0 is gradual,
  // whether key 0 is zero. The value of a key is its significand times 2^exponent with the
  // exponent counted from that of the smallest finite one.
  int32_t trailing_bits, gradual, has_zero;
  uint64_t hidden;
  // Listed: the key of each code, and the significand and exponent of each finite key.
  const uint32_t *_Nullable keys;
  const uint64_t *_Nullable significands;
  const int32_t *_Nullable exponents;
} assay_magnitudes;

// The keys of codes.
void assay_magnitude_keys(int32_t level, const assay_magnitudes *magnitudes, const void *in,
                          uint64_t *out, ptrdiff_t count);

// What is known of one tile's optimum. Weights are multiples of 2^unit, exponents counted as in
// assay_magnitudes; infinity counts 2^infinity and NaN 2^nan of them. Potentials have `words`
// 64-bit words each in two's complement.
typedef struct {
  int32_t unit, infinity, nan, words;
} assay_certificate;

enum { assay_certificate_words = 36 };

// The optimal mask of one tile of keys, rows `stride` apart: at most `keep` elements in each row and
// column, exactly as many where `whole` is 1. Of several the lexicographically greatest in
// row-major order. Potentials of rows and columns are written `words` words apart, room for
// assay_certificate_words of each. The result is 1 where an element is not finite, -1 where the
// tile's magnitudes lie too far apart and no mask is written, else 0.
int32_t assay_transposable_tile(int32_t level, const assay_magnitudes *magnitudes,
                                const uint64_t *keys, ptrdiff_t stride, int32_t rows,
                                int32_t columns, int32_t keep, int32_t whole, uint8_t *mask,
                                ptrdiff_t mask_stride, assay_certificate *certificate,
                                uint64_t *row_potentials, uint64_t *column_potentials);

// Whether potentials prove a tile's mask: sums of rows and columns are right, each kept weight is
// at least the sum of its potentials and each pruned one at most. Where a ragged tile's row or
// column keeps less than it may, its potential is 0, and none is negative.
int32_t assay_certificate_holds(const assay_magnitudes *magnitudes, const uint64_t *keys,
                                ptrdiff_t stride, int32_t rows, int32_t columns, int32_t keep,
                                int32_t whole, const uint8_t *mask, ptrdiff_t mask_stride,
                                const assay_certificate *certificate,
                                const uint64_t *row_potentials, const uint64_t *column_potentials);

// MARK: - Unbiased pruning

// Patterns N:M with a kernel of their own.
enum {
  assay_prune_1_2,
  assay_prune_1_4,
  assay_prune_2_4,
  assay_prune_4_8,
  assay_prune_pattern_count
};

// Prunes blocks of binary32 (code_bytes 4) or bfloat16 (2) codes, one word per block, values
// rounded to nearest even. open[b] is not 0 where block b is left to the exact path; its results
// are then without meaning.
void assay_prune(int32_t level, int32_t pattern, int32_t code_bytes, const void *in,
                 const uint32_t *words, void *out, uint8_t *open, ptrdiff_t blocks);

// What a block's random number is compared with.
enum { assay_prune_fraction, assay_prune_quantised, assay_prune_integer };

// What becomes of an element.
enum { assay_prune_dropped, assay_prune_own, assay_prune_scaled };

// Blocks of any format whose values binary32 holds.
typedef struct {
  int32_t keep, of;
  // assay_prune_fraction or assay_prune_integer.
  int32_t draw;
  // Integer draws: not 0 to leave open the blocks whose number would favour some remainders.
  int32_t refuse;
  // Binary32 magnitudes further apart than this, as integers, may have sums that are not exact.
  uint32_t spread;
  // Scales whose binary32 bits are above this may overflow.
  uint32_t ceiling;
  // Not 0 to round scales to nearest even instead of to odd.
  int32_t nearest;
  // Integer draws: the unit in which values are counted, and its inverse.
  double unit, per_unit;
} assay_prune_plan;

// The choices of blocks of binary32 values, one or (integer draws) two words per block, and their
// scales as binary32, rounded to odd or nearest even.
void assay_prune_choose(int32_t level, const assay_prune_plan *plan, const void *in,
                        const uint32_t *words, uint8_t *choices, uint32_t *scales, uint8_t *open,
                        ptrdiff_t blocks);

// The codes by their choices: 0, the element's own code under a mask, or its block's of the codes
// `above`, and of those `below` where the element has the bit `sign`; codes of 4 bytes are binary32
// and only take their sign over.
void assay_prune_merge(int32_t level, int32_t code_bytes, int32_t of, const uint8_t *choices,
                       const void *above, const void *below, const void *codes, uint32_t sign,
                       uint32_t mask, void *out, ptrdiff_t blocks);

// The scale of a block, rounded down to 128 bits: (high : low) * 2^exponent, and whether anything
// was lost.
typedef struct {
  uint64_t high, low;
  int32_t exponent;
  int32_t sticky;
} assay_prune_scale;

// The words of 64 bits that a block's numbers may take on the exact path.
enum { assay_prune_words = 40 };

// Decides one block of at most 64 magnitudes significand[i] * 2^shift[i] with integers, shifts at
// least 0. `random` is the word; for integer draws 64 bits, of which those that would make some
// remainders likelier are refused where refuse is not 0. Gives a choice per element, the weights
// of a quantised draw and the scale; scaled elements exist only if it is not 0. The result is 1, or
// 0 where the random number was refused.
int32_t assay_prune_exact(int32_t count, int32_t places, const uint64_t *significand,
                          const int32_t *shift, int32_t draw, int32_t bits, uint64_t random,
                          int32_t refuse, uint8_t *choice, uint64_t *weight,
                          assay_prune_scale *scale);

// How a transposable mask is found.
enum { assay_by_optimum, assay_by_pruning, assay_by_keeping };

// What a run over tiles met: tiles with an element that is not finite; tiles whose certificate was
// checked; those of them where it did not hold; tiles whose magnitudes lie too far apart and that
// have no mask.
typedef struct {
  int64_t special, checked, refuted, out_of_reach;
} assay_tile_tally;

// The masks of a strip of `rows` <= of rows of codes, `stride` elements apart, in tiles of of x of
// elements, cut off at the edges. `check` asks for every optimal tile's certificate to be
// checked. `values`, where not null, has the binary32 value of every code of at most 16 bits;
// `is_binary32` says that codes are binary32.
void assay_transposable_strip(int32_t level, const assay_magnitudes *magnitudes, int32_t method,
                              int32_t keep, int32_t of, const void *in, ptrdiff_t stride,
                              int32_t rows, ptrdiff_t columns, uint8_t *mask,
                              ptrdiff_t mask_stride, int32_t check, int32_t is_binary32,
                              const uint32_t *_Nullable values, assay_tile_tally *tally);

// How the kept elements of a block of consecutive elements are chosen.
enum { assay_by_magnitude, assay_in_sequence };

// The masks of blocks of up to `of` <= 64 elements: along each of `rows` rows of codes, `stride`
// elements apart, or, where `down` is 1, down each column of rows <= of rows.
void assay_block_masks(int32_t level, const assay_magnitudes *magnitudes, int32_t rule,
                       int32_t keep, int32_t of, int32_t down, const void *in, ptrdiff_t stride,
                       ptrdiff_t rows, ptrdiff_t columns, uint8_t *mask, ptrdiff_t mask_stride,
                       assay_tile_tally *tally);

// mask[i] = 1 where the key is above `key`, and for the first `equal` elements where it is `key`;
// the result is how many of `equal` are left. tally->special becomes 1 where an element is not
// finite.
int64_t assay_threshold_mask(int32_t level, const assay_magnitudes *magnitudes, const void *in,
                             uint64_t key, int64_t equal, uint8_t *mask, ptrdiff_t count,
                             assay_tile_tally *tally);

// The key of the element that comes at place `kept` (from 1) by magnitude; `equal` receives how
// many of the elements with that key are among the first `kept`. counts has room for 1 << 16.
uint64_t assay_select_key(int32_t level, const assay_magnitudes *magnitudes, const void *in,
                          ptrdiff_t count, ptrdiff_t kept, int64_t *counts, int64_t *equal);

// The entropy-regularised fractions of of x of tiles of `of` rows of binary32 values, one strip of
// `tiles` tiles: scaling iterations from exp(sharpness * (|w| / largest - 1)). The operations and
// their order are those of each tile alone, without contraction. What is not finite counts as 1
// and the rest of its tile as 0.
void assay_tsenor_fractions(int32_t level, int32_t keep, int32_t of, int32_t iterations,
                            float sharpness, const float *in, float *out, ptrdiff_t stride,
                            ptrdiff_t tiles);

// The mask of one tile from its fractions: the largest first as rows and columns allow; then, for a
// row and a column that keep too few, the exchange of one kept element for two that gains the
// most by exact magnitude, while it gains.
void assay_tsenor_round(int32_t keep, int32_t of, const float *in, const float *fractions,
                        ptrdiff_t stride, uint8_t *mask, ptrdiff_t mask_stride);

// Sums of products, many side by side; see Dot.c.

/// What the sums are computed in.
enum assay_dot_lanes { assay_dot_binary32, assay_dot_binary64, assay_dot_integer };

/// How a sum takes in a product.
enum assay_dot_kind {
  /// Grids cut off, where the sum to nearest cannot reach beyond a sum cut off.
  assay_dot_truncated,
  /// Grids cut off, whatever lies between the terms.
  assay_dot_truncated_any,
  /// Grids rounded to nearest even, whatever lies between the terms.
  assay_dot_nearest_any,
  /// binary32, fused.
  assay_dot_fused,
  /// binary32, fused, sums below the smallest normal replaced by zeros.
  assay_dot_flushing,
  /// binary32, products rounded too.
  assay_dot_unfused,
  /// Stages to nearest even, where a sum rounded to binary32 first is rounded as the sum itself.
  assay_dot_rounded,
  /// Stages, whatever lies between the terms.
  assay_dot_rounded_any,
  /// What the lanes add themselves.
  assay_dot_plain,
  /// Groups of products aligned to the largest of them.
  assay_dot_aligned,
  /// Integers modulo a power of two.
  assay_dot_wrapping,
  /// Integers that stop at the ends of their range.
  assay_dot_saturating,
};

/// How a term is cut by an adder that aligns.
enum assay_dot_rounding { assay_dot_toward_zero, assay_dot_nearest, assay_dot_down };

/// A float grid within binary32: the bits that are dropped, the smallest and largest magnitude's codes.
struct assay_dot_grid {
  uint32_t shift, low, high;
};

/// A float format or grid: the bits behind the leading one, the exponent below which the unit stays the
/// same, the largest magnitude, beyond which there is only a NaN where it does not saturate; a
/// grid has no values below `low` and no -0.
struct assay_dot_stage {
  int bits, least, truncates, saturates, is_grid;
  double low, high;
};

/// Products that are summed one after the other, from `start` on. The sum then takes in `merges` sums
/// before it, the latest first, and is left for a later one or `ends` its chunk.
struct assay_dot_segment {
  size_t terms;
  int merges, ends;
};

/// What is summed how: `depth` products of each sum in segments.
struct assay_dot {
  int lanes, kind;
  size_t depth, segment_count;
  double start;
  /// Whether segments are more than chunks, or chains are Kahan's.
  int is_tree;
  int chunked, compensated, rounds_products;
  struct assay_dot_grid product, sum;
  struct assay_dot_stage product_stage, sum_stage, outer_stage;
  size_t terms;
  int aligned_bits, aligned_rounding, includes_sum, by_operands, least_operand;
  int integer_bits;
};

/// The number of sums side by side.
enum { assay_dot_width = 64 };

/// `rows` rows of x, each of `depth` values, against blocks of w, each `depth` times 64 values; `out` has
/// `rows` rows of `blocks` times 64 sums.
void assay_dot_product(int level, const float *x, size_t rows, const float *w, size_t blocks,
                       double *out, const struct assay_dot *d,
                       const struct assay_dot_segment *segments);
/// Blocks of 64 sums, x and w both `depth` times 64 values for each.
void assay_dots(int level, const float *x, const float *w, size_t blocks, double *out,
                const struct assay_dot *d, const struct assay_dot_segment *segments);

// Blocks of float32 values that share a scale: `width` values each, one after another.

// The largest magnitude bits of finite values.
uint32_t assay_block_finite_amax(int32_t level, const void *x, ptrdiff_t count);

// amax[b] = the largest magnitude bits of block b, NaN and infinities included. Values `lead` further
// on are asked for ahead, up to `count` of them in all. Returns the largest of all blocks.
uint32_t assay_block_amax(int32_t level, const void *x, ptrdiff_t width, ptrdiff_t blocks,
                          uint32_t *amax, ptrdiff_t lead, ptrdiff_t count);

// Scales 2^e of float8_e8m0fnu, e = floor(log2 amax) - emax, one more where the 23 trailing bits of
// the significand are at least `threshold`, within -127...127. Factors are 2^-e, NaN for a block that
// is not finite, which gets the code 255; a block of zeros gets `empty`.
void assay_block_powers(int32_t level, const uint32_t *amax, ptrdiff_t blocks, int32_t emax,
                        uint32_t threshold, uint8_t empty, uint8_t *codes, float *factors);

// scales[b] = amax[b] * ratio, rounded to float32; 0 for a block that is not finite.
void assay_block_products(int32_t level, const uint32_t *amax, ptrdiff_t blocks, float ratio,
                          float *scales);

// From the codes of block scales: factors min(1 / (s * t), FLT_MAX), or s * t to divide by, each step
// rounded to float32; a block that is not finite gets the code `nan` and a NaN, one of zeros the code
// `empty`. The value s of a code is its bits, `shift` up, as binary32, times `unit`.
void assay_block_factors(int32_t level, const uint32_t *amax, ptrdiff_t blocks, int32_t divide,
                         int32_t shift, float unit, float t, uint8_t nan, uint8_t empty,
                         uint8_t *codes, float *factors);

// How a block's values are scaled and cast: divided by the factor, times the factor, or that where
// overflow saturates, -0 has the sign bit and `normal` and `magic` of the plan are set.
enum { assay_block_divided, assay_block_times, assay_block_saturated };

// The codes of x / factors[b] or x * factors[b], cast to nearest even by a plan of the flavour simple or
// signed; of zero where the factor is NaN, of the NaN 7fc00000 for 0 / 0. A block with a NaN or an
// infinity has the factor NaN. Values `lead` further on are asked for ahead, up to `count` of them in all.
void assay_block_cast(int32_t level, int32_t kind, const assay_cast_plan *plan, const void *x,
                      ptrdiff_t width, ptrdiff_t blocks, const float *factors, uint8_t *y,
                      ptrdiff_t lead, ptrdiff_t count);

// y = x * factors[b] or x / factors[b]; zeros where the factor is NaN, the NaN 7fc00000 for 0 / 0.
void assay_block_scale(int32_t level, const void *x, ptrdiff_t width, ptrdiff_t blocks,
                       int32_t divide, const float *factors, float *y);

#pragma clang assume_nonnull end
