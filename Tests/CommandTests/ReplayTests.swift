import Foundation
import Testing

@Suite("assay replay")
struct ReplayTests {
  @Test("a case of a device that holds, with its derivation")
  func device() throws {
    let law = "cast/float32/float16/nearest-even/sat-none@production"
    let result = try Command.run("replay \(law) 864026625")
    #expect(
      result.text == """
        \(law)
          case      0x33800001 (8388609/140737488355328)
          expected  0x0001 (1/16777216)
          got       0x0001 (1/16777216)
            operand: 0x33800001 of float32 = 8388609/140737488355328
            exact: 8388609/140737488355328
            neighbours: 1/16777216 and 1/8388608
            tie: 3/33554432
            even code: the farther from zero
            nearest-even: 1/16777216
            rule: rounded to a neighbour
            result: 0x0001 of float16 = 1/16777216
        holds

        """)
    #expect(result.status == 0)
  }

  @Test("a case of a device that does not hold exits with 1")
  func refuted() throws {
    // The instruction takes subnormal operands for zeros, which this dialect does not.
    let law = "cast/float32/bfloat16/nearest-even/sat-none@x86-vcvtneps2bf16"
    let result = try Command.run("replay \(law) 32769 --json")
    guard result.status != 3 else { return }  // This CPU lacks the instruction.
    #expect(result.status == 1)
    let json = try Command.json(result.output)
    #expect(json["outcome"] as? String == "refuted")
    #expect((json["got"] as? String)?.hasPrefix("0x0000 ") == true)
    #expect((json["expected"] as? String)?.hasPrefix("0x0001 ") == true)
    #expect(json["choices"] as? [Int] == [32769])
  }

  @Test("a case of a format's law")
  func format() throws {
    let result = try Command.run("replay format/float8_e4m3fn/decode-total 126")
    #expect(
      result.text == """
        format/float8_e4m3fn/decode-total
          case  0x7E (448)
        holds

        """)
    #expect(result.status == 0)
  }

  @Test("stochastic operations take the random word as the last choice")
  func randomWord() throws {
    let law = "add/float8_e5m2/stochastic-4/sat-finite/p3109-4.0@production"
    let result = try Command.run("replay \(law) 60,17,9")
    #expect(result.status == 0)
    #expect(result.text.contains(", word 9\n"))
  }
}
