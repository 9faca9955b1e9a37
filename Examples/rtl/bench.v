// A test bench for Icarus Verilog: asks the unit case after case and writes what it answers.
//
//     vvp -n unit.vvp                          cases on stdin, answers on stdout, as they come
//     vvp -n unit.vvp +cases=F +answers=F      the same with files
//     vvp -n unit.vvp +memory=F +count=N ...   N cases by $readmemh, both fields in one word
//
// A case is a line of two hexadecimal fields; the answer repeats them before the result, so that
// a row that went astray is found. Unknown bits of a result are written as x or z.
module bench;
  localparam STDIN = 32'h8000_0000;
  localparam STDOUT = 32'h8000_0001;

  reg [`FIRST-1:0] first;
  reg [`SECOND-1:0] second;
  wire [`RESULT-1:0] result;
  unit unit (.first(first), .second(second), .result(result));

  // Fields are read here first: what is read straight into a port is not seen by every simulator.
  reg [`FIRST-1:0] next_first;
  reg [`SECOND-1:0] next_second;
  reg [`FIRST+`SECOND-1:0] memory[0:(1<<20)-1];
  reg [8*1024-1:0] name;
  integer cases, answers, got, count, index;
  reg is_live;

  task ask;
    begin
      first = next_first;
      second = next_second;
      #1 $fwrite(answers, "%h %h %h\n", first, second, result);
      // Whoever asks may wait for the answer before asking again.
      if (is_live) $fflush(answers);
    end
  endtask

  task fail(input [8*40-1:0] what);
    begin
      $fdisplay(32'h8000_0002, "bench: %0s", what);
      $finish(0);
    end
  endtask

  initial begin
    answers = STDOUT;
    is_live = 1;
    if ($value$plusargs("answers=%s", name)) begin
      answers = $fopen(name, "w");
      is_live = 0;
    end
    if (answers == 0) fail("the file of answers cannot be written");
    else if ($value$plusargs("memory=%s", name)) begin
      if (!$value$plusargs("count=%d", count)) fail("+memory goes with +count");
      else if (count > 1 << 20) fail("+count is more than 1048576");
      else begin
        $readmemh(name, memory, 0, count - 1);
        // A file that is too short leaves unknown words behind, and no answer for them.
        for (index = 0; index < count && ^memory[index] !== 1'bx; index = index + 1) begin
          {next_first, next_second} = memory[index];
          ask;
        end
      end
    end else begin
      cases = STDIN;
      if ($value$plusargs("cases=%s", name)) cases = $fopen(name, "r");
      if (cases == 0) fail("the file of cases cannot be read");
      else begin
        got = $fscanf(cases, "%h %h", next_first, next_second);
        while (got == 2) begin
          ask;
          got = $fscanf(cases, "%h %h", next_first, next_second);
        end
        if (got == 1 || !$feof(cases)) fail("a case is not two hexadecimal fields");
      end
    end
    if (answers != STDOUT && answers != 0) $fclose(answers);
    $finish(0);
  end
endmodule
