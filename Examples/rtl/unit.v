// Gives every module under test the same ports: two fields in, one out.
//
// MODULE names it, FIRST, SECOND and RESULT are the widths, PARAMETERS may set some of its own; all
// come from the command line.
`ifndef PARAMETERS
`define PARAMETERS
`endif
module unit (
    input  wire [`FIRST-1:0]  first,
    input  wire [`SECOND-1:0] second,
    output wire [`RESULT-1:0] result
);
  `MODULE `PARAMETERS module_under_test (first, second, result);
endmodule
