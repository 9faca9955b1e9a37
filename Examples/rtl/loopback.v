// Hands a case back as its own answer, so that a test bench can be tested before any module is:
// every bit has to come in, and every bit has to get out again.
//
// UNDRIVEN leaves the answer to the case of all ones undriven: an x that the bench must not hide.
module loopback (
    input  wire [`FIRST-1:0]  first,
    input  wire [`SECOND-1:0] second,
    output wire [`RESULT-1:0] result
);
  wire [`RESULT-1:0] both = {first, second};
`ifdef UNDRIVEN
  assign result = &both ? {`RESULT{1'bx}} : both;
`else
  assign result = both;
`endif
endmodule
