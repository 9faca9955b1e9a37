// Converts a bfloat16 number to float8_e4m3fn by stochastic rounding: f32_to_e4m3_sr behind an
// operand of 16 bits. It has few enough cases, 2^16 operands with 2^N words, to ask all of them.
module bf16_to_e4m3_sr #(
    parameter N = 8,
    parameter SATURATE = 0
) (
    input  wire [15:0] x,
    input  wire [31:0] word,
    output wire [7:0]  y
);
  f32_to_e4m3_sr #(.N(N), .SATURATE(SATURATE)) converter (.x({x, 16'd0}), .word(word), .y(y));
endmodule
