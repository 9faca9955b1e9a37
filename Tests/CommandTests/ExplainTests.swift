import Foundation
import Testing

@Suite("assay explain")
struct ExplainTests {
  @Test("a value enters a format, and every dialect's answer stands beside it")
  func directEntry() throws {
    let result = try Command.run("explain cast --to float8_e4m3fn --values 465")
    #expect(
      result.text.hasPrefix(
        """
        cast/float8_e4m3fn/nearest-even/sat-none, 465
          exact         465
          neighbours    448 and 480
          tie           464
          even code     the nearer to zero
          nearest-even  480
          rule          outside the finite range, sat-none
          result        0x7F of float8_e4m3fn = nan

          dialect                    rounding      overflow    code  value
          standard                   nearest-even  sat-none    0x7F  nan
          ocp-saturating             nearest-even  sat-finite  0x7E  448

        """))
    let rows = result.text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(rows.contains(["torch-2.11", "nearest-even", "sat-none", "0x7F", "nan"]))
    #expect(rows.contains(["torch-2.13", "nearest-even", "sat-finite", "0x7E", "448"]))
    #expect(rows.contains(["p3109-4.0", "nearest-even", "sat-none", "0x7E", "448"]))
    #expect(result.status == 0)
  }

  @Test("a rule of the command line replaces the table")
  func chosenRule() throws {
    let result = try Command.run([
      "explain", "cast", "--to", "float4_e2m1fn", "--values", "0.7", "--rounding", "stochastic-8",
      "--word", "0x40",
    ])
    #expect(
      result.text == """
        cast/float4_e2m1fn/stochastic-8/sat-none, 0.7
          exact         7/10
          neighbours    1/2 and 1
          tie           3/4
          even code     the farther from zero
          random        fraction 102 + word 64 stays below 2^8 = 256
          stochastic-8  1/2
          rule          rounded to a neighbour
          result        0x1 of float4_e2m1fn = 1/2

        """)
  }

  @Test("several values of a cast are several cases, whatever they look like")
  func manyValues() throws {
    let list = "-17/2,0x1.8p+3,-0,inf,-inf,nan,0.1, 3 "
    let result = try Command.run([
      "explain", "cast", "--to", "float8_e5m2", "--values", list, "--json",
    ])
    let json = try Command.json(result.output)
    let cases = try #require(json["cases"] as? [[String: Any]])
    #expect(
      cases.map { $0["value"] as? String } == [
        "-8", "12", "-0", "inf", "-inf", "nan", "3/32", "3",
      ])
    #expect(
      cases.map { $0["code"] as? String }
        == ["0xC8", "0x4A", "0x80", "0x7C", "0xFC", "0x7E", "0x2E", "0x42"])
    #expect(cases[6]["exact"] as? String == "1/10")
    #expect(json["dialect"] as? String == "standard")
    let answers = try #require(cases[0]["dialects"] as? [[String: String]])
    let dialects = try Command.json(Command.run("list dialects --json").output)
    #expect(answers.count == (dialects["dialects"] as? [Any])?.count)
    #expect(Set(answers[0].keys) == ["dialect", "rounding", "overflow", "code", "value"])
  }

  @Test("with a source format, values and codes are of that format")
  func sourceFormat() throws {
    let result = try Command.run(
      "explain cast --from float32 --to bfloat16 --values code:3F808000 --dialect x86-avx512-bf16")
    #expect(
      result.text == """
        cast/float32/bfloat16/nearest-even/sat-none/x86-avx512-bf16, code:3F808000
          operand       0x3F808000 of float32 = 257/256
          exact         257/256
          neighbours    1 and 129/128
          tie           257/256
          even code     the nearer to zero
          nearest-even  1
          rule          rounded to a neighbour
          result        0x3F80 of bfloat16 = 1

        """)
    let flushed = try Command.json(
      Command.run("explain cast --from float32 --to bfloat16 --values 0x1p-130 --json").output)
    let cases = try #require(flushed["cases"] as? [[String: Any]])
    let answers = try #require(cases[0]["dialects"] as? [[String: String]])
    #expect(answers.first { $0["dialect"] == "x86-f16c" }?["code"] == "0x0008")
    #expect(answers.first { $0["dialect"] == "x86-avx512-bf16" }?["code"] == "0x0000")
  }

  @Test("arithmetic takes a value for each operand and has no table")
  func arithmetic() throws {
    let result = try Command.run(
      "explain fma --format float8_e5m2 --to float16 --values 1,-0x1p-3,2 --json")
    let json = try Command.json(result.output)
    #expect(
      json["operation"] as? String
        == "fma/float8_e5m2/float8_e5m2/float8_e5m2/float16/nearest-even/sat-none")
    let cases = try #require(json["cases"] as? [[String: Any]])
    #expect(cases.count == 1)
    #expect(cases[0]["exact"] as? String == "15/8")
    #expect(cases[0]["dialects"] == nil)
    let root = try Command.run("explain sqrt --format float16 --values 2")
    #expect(root.text.contains("\n  exact         sqrt(2)\n"))
  }

  @Test("libraries that go through float32 are shown with both roundings")
  func twoRoundings() throws {
    // Below the tie of 416 and 448 by less than float32 can tell.
    let value = "--to float8_e4m3fn --values code:407AFFFFFFFFFFFF --json"
    for (from, code) in [("--from float64", "0x7E"), ("", "0x7D")] {
      let words = from.isEmpty ? "--to float8_e4m3fn --values 0x1.affffffffffffp8 --json" : value
      let json = try Command.json(Command.run("explain cast \(from) \(words)").output)
      let cases = try #require(json["cases"] as? [[String: Any]])
      #expect(cases[0]["code"] as? String == "0x7D")
      let answers = try #require(cases[0]["dialects"] as? [[String: String]])
      for name in ["ml_dtypes-0.6", "torch-2.11", "torch-2.13"] {
        let answer = answers.first { $0["dialect"] == name }
        #expect(answer?["code"] == code)
        #expect(answer?["through"] == (from.isEmpty ? nil : "float32"))
      }
      #expect(answers.first { $0["dialect"] == "standard" }?["code"] == "0x7D")
    }
  }

  @Test("exact values in JSON are whole, however long")
  func longValues() throws {
    let json = try Command.json(
      Command.run("explain cast --to float64 --values 0x1p-1074 --json").output)
    let cases = try #require(json["cases"] as? [[String: Any]])
    #expect((cases[0]["exact"] as? String)?.count == 2 + 324)
    #expect(cases[0]["code"] as? String == "0x0000000000000001")
  }
}
