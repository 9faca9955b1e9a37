// Multiplies two float8_e4m3fn numbers into a bfloat16.
//
// The product is exact, so there is no rounding rule: significands of 4 bits give at most 8, which
// is what bfloat16 keeps, and products lie between 2^-18 and 448^2 < 2^18, where bfloat16 has
// normal numbers only. Zeros take the sign of the product; a NaN operand gives 7FC0.
//
// BUG_SUBNORMAL plants a mistake: the normaliser shifts by no more than a normal operand needs.
module e4m3_mul_bf16 (
    input  wire [7:0]  a,
    input  wire [7:0]  b,
    output wire [15:0] y
);
  // Value: significand * 2^(exponent - 10). Subnormals have no hidden bit, and exponent 1.
  wire       a_normal = a[6:3] != 4'd0;
  wire       b_normal = b[6:3] != 4'd0;
  wire [3:0] a_significand = {a_normal, a[2:0]};
  wire [3:0] b_significand = {b_normal, b[2:0]};
  wire [3:0] a_exponent = a_normal ? a[6:3] : 4'd1;
  wire [3:0] b_exponent = b_normal ? b[6:3] : 4'd1;

  wire [7:0] product = a_significand * b_significand;
  wire [2:0] zeros = product[7] ? 3'd0
                   : product[6] ? 3'd1
                   : product[5] ? 3'd2
                   : product[4] ? 3'd3
`ifdef BUG_SUBNORMAL
                   : 3'd4;
`else
                   : product[3] ? 3'd4
                   : product[2] ? 3'd5
                   : product[1] ? 3'd6
                   : 3'd7;
`endif
  wire [7:0] normalised = product << zeros;

  // normalised * 2^(exponents - 20 - zeros) = 1.fraction * 2^(exponents - 13 - zeros), bias 127.
  wire [7:0] exponent =
      {4'd0, a_exponent} + {4'd0, b_exponent} + 8'd114 - {5'd0, zeros};

  wire sign = a[7] ^ b[7];
  wire is_nan = (&a[6:0]) | (&b[6:0]);
  wire is_zero = product == 8'd0;

  assign y = is_nan ? 16'h7fc0
           : is_zero ? {sign, 15'd0}
           : {sign, exponent, normalised[6:0]};
endmodule
