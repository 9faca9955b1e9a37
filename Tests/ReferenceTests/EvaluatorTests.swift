import Descriptors
import ExactArithmetic
import Reference
import Specs
import Testing

@Suite("operations on codes")
struct EvaluatorTests {
  private func evaluator(
    _ kind: Operation.Kind, _ names: [String], to result: String, _ dialect: Dialect = Dialect()
  ) throws -> ScalarEvaluator {
    let catalog = try Catalog.builtIn()
    return ScalarEvaluator(
      Operation(
        kind, operands: try names.map { try catalog.format(named: $0) },
        result: try catalog.format(named: result), dialect: dialect))
  }

  /// binary32 arithmetic of this machine, bit by bit.
  @Test("binary32 arithmetic agrees with the processor")
  func hardware() throws {
    let codes: [UInt32] = [
      0, 0x8000_0000, 1, 0x8000_0001, 0x007F_FFFF, 0x0080_0000, 0x3F80_0000, 0xBF80_0001,
      0x4049_0FDB, 0x3EAA_AAAB, 0x7F7F_FFFF, 0xFF7F_FFFF, 0x7F80_0000, 0xFF80_0000, 0x3400_0000,
      0x4B80_0001, 0x5F00_0000, 0x1F00_0003, 0x2000_0001,
    ]
    let single = ["float32", "float32"]
    let add = try evaluator(.add, single, to: "float32")
    let sub = try evaluator(.sub, single, to: "float32")
    let mul = try evaluator(.mul, single, to: "float32")
    let div = try evaluator(.div, single, to: "float32")
    let fma = try evaluator(.fma, single + ["float32"], to: "float32")
    let sqrt = try evaluator(.sqrt, ["float32"], to: "float32")
    var wrong: [String] = []
    func check(_ name: String, _ got: UInt64, _ native: Float) {
      // Which NaN comes out is the processor's own affair.
      let expected = native.isNaN ? 0x7FC0_0000 : native.bitPattern
      if got != UInt64(expected) { wrong.append("\(name): \(hex(got)), not \(native)") }
    }
    for a in codes {
      let x = Float(bitPattern: a)
      check("sqrt \(x)", sqrt([UInt64(a)]), x.squareRoot())
      for b in codes {
        let y = Float(bitPattern: b)
        let operands = [UInt64(a), UInt64(b)]
        check("\(x) + \(y)", add(operands), x + y)
        check("\(x) - \(y)", sub(operands), x - y)
        check("\(x) * \(y)", mul(operands), x * y)
        check("\(x) / \(y)", div(operands), x / y)
        for c in codes.prefix(12) {
          let z = Float(bitPattern: c)
          // The library's own fma returns the operands' NaN for inf * 0 + NaN; none is a NaN here.
          check("fma \(x) \(y) \(z)", fma(operands + [UInt64(c)]), z.addingProduct(x, y))
        }
      }
    }
    #expect(wrong == [])
  }

  @Test("an exact zero sum is -0 only when rounding down")
  func signOfZero() throws {
    let names = ["float8_e4m3fn", "float8_e4m3fn"]
    for rule in RoundingRule.deterministic {
      let sub = try evaluator(.sub, names, to: names[0], Dialect(rounding: rule))
      #expect(sub([0x38, 0x38]) == (rule == .down ? 0x80 : 0))
      #expect(sub([0x80, 0]) == 0x80)
      #expect(sub([0, 0]) == (rule == .down ? 0x80 : 0))
    }
  }

  @Test("flushed operands are zeros of their sign")
  func flushedOperands() throws {
    var dialect = Dialect()
    dialect.flushOperands = true
    let cast = try evaluator(.cast, ["float8_e5m2"], to: "float16", dialect)
    #expect(cast(0x03) == 0)
    #expect(cast(0x83) == 0x8000)
    #expect(cast(0x04) == 0x0400)
    #expect(cast(0x7C) == 0x7C00)
  }

  @Test("formats may differ in one operation")
  func mixedFormats() throws {
    let fma = try evaluator(.fma, ["float8_e4m3fn", "float8_e5m2", "float16"], to: "float32")
    // 448 * 57344 + 2^-24, exactly representable only with 49 bits; binary32 rounds it off.
    #expect(fma([0x7E, 0x7B, 0x0001]) == UInt64((Float(448) * 57344).bitPattern))
    #expect(fma([0x7F, 0x7B, 0x0001]) == 0x7FC0_0000)
  }

  @Test("an explanation ends at the evaluator's result and names the tie")
  func explanation() throws {
    let cast = try evaluator(.cast, ["float32"], to: "float8_e4m3fn")
    for code: UInt64 in [0x43D8_0000, 0x3F80_0000, 0x7F80_0000, 0xFFC0_0000, 0x0000_0001] {
      let explanation = Explanation(cast, codes: [code])
      #expect(explanation.code == cast(code))
      #expect(explanation.result == cast.result.decode(cast(code)))
    }
    // 432 is the tie of 416 (code 7D) and 448 (code 7E).
    let steps = Explanation(cast, codes: [0x43D8_0000]).steps
    let texts = Dictionary(steps.map { ($0.label, $0.text) }, uniquingKeysWith: { $1 })
    #expect(texts["neighbours"] == "416 and 448")
    #expect(texts["tie"] == "432")
    #expect(texts["result"] == "0x7E of float8_e4m3fn = 448")
  }
}
