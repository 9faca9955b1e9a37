// Converts a binary32 number to float8_e4m3fn by stochastic rounding with N random bits.
//
// The rule is stochastic-N of Specs/pages/rounding.md, variant c of IEEE P3109: with f, the
// fraction of a step that is cut off, the magnitude is rounded away from zero when
//
//     E(f * 2^N) + word[N-1:0] >= 2^N        E rounds to the nearest integer, ties to even
//
// so that a large word rounds away, and the higher bits of the word are not looked at. Results
// below 2^-6 are subnormal, with the step 2^-9; a zero keeps the sign. NaNs give 7F. What is
// outside, infinities included, gives 7F with SATURATE = 0 (overflow sat-none) and the largest
// number with SATURATE = 1 (sat-finite).
//
// Planted mistakes:
//   BUG_STICKY  of the bits below the N + 1 highest that are cut off, the lower ones are forgotten
//   BUG_WORD    the random word is connected one bit too high
module f32_to_e4m3_sr #(
    parameter N = 8,  // 1 to 24
    parameter SATURATE = 0
) (
    input  wire [31:0] x,
    input  wire [31:0] word,
    output wire [7:0]  y
);
  wire        sign = x[31];
  wire        is_special = &x[30:23];
  wire        is_nan = is_special & (|x[22:0]);
  wire        is_normal = |x[30:23];
  wire [7:0]  exponent = is_normal ? x[30:23] : 8'd1;
  wire [23:0] significand = {is_normal, x[22:0]};

  // Below 2^-6 (exponent 121) the step no longer shrinks: the significand goes further right.
  // Beyond 31 places nothing is left in the bits that decide, and nothing is ever shifted out.
  wire [7:0]  below = exponent < 8'd121 ? 8'd121 - exponent : 8'd0;
  wire [4:0]  shift = below > 8'd31 ? 5'd31 : below[4:0];
  wire [54:0] aligned = {significand, 31'd0} >> shift;

  wire [3:0]   kept = aligned[54:51];
  wire [N-1:0] fraction = aligned[50-:N];
  wire         guard = aligned[50-N];
`ifdef BUG_STICKY
  wire         sticky = |aligned[49-N-:4];
`else
  wire         sticky = |aligned[49-N:0];
`endif
  wire [N:0]   scaled = {1'b0, fraction} + {{N{1'b0}}, guard & (sticky | fraction[0])};
`ifdef BUG_WORD
  wire [N-1:0] bits = word[N:1];
`else
  wire [N-1:0] bits = word[N-1:0];
`endif
  wire [N:0]   sum = scaled + {1'b0, bits};
  wire         away = sum[N];

  // The hidden bit adds one to the exponent field, a carry out of the fraction another.
  wire [7:0]  field = exponent < 8'd121 ? 8'd0 : exponent - 8'd121;
  wire [11:0] magnitude = {1'b0, field, 3'd0} + {8'd0, kept} + {11'd0, away};
  wire        is_outside = is_special | (magnitude > 12'h07e);

  assign y = is_nan | (is_outside & (SATURATE == 0)) ? 8'h7f
           : is_outside ? {sign, 7'h7e}
           : {sign, magnitude[6:0]};
endmodule
