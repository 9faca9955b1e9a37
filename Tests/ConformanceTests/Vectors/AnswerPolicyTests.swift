import Descriptors
import Reference
import Specs
import Testing

@testable import Conformance

@Suite("policies of acceptance")
struct AnswerPolicyTests {
  private func rule(
    _ kind: Operation.Kind, _ format: String, _ policy: AnswerPolicy
  ) throws -> (VectorTask, AnswerRule) {
    let operand = try Catalog.builtIn().format(named: format)
    let task = VectorTask(
      Operation(
        kind, operands: Array(repeating: operand, count: kind.operandCount), result: operand,
        dialect: Dialect()), preset: "standard")
    return (task, AnswerRule(task, policy))
  }

  private func ruling(
    _ kind: Operation.Kind, _ format: String, _ policy: AnswerPolicy, _ codes: [UInt64],
    _ got: UInt64
  ) throws -> AnswerRule.Ruling {
    let (task, rule) = try rule(kind, format, policy)
    let item = Case(codes: codes)
    return rule([got], expected: task.results(of: item), to: item)
  }

  @Test("NaNs: the reference's bits, any quiet one, or any")
  func nans() throws {
    // inf - inf of binary16 is 7E00.
    let codes: [UInt64] = [0x7C00, 0xFC00]
    func ruled(_ nans: AnswerPolicy.NaNs, _ got: UInt64) throws -> AnswerRule.Ruling {
      try ruling(.add, "float16", AnswerPolicy(nan: nans), codes, got)
    }
    #expect(try ruled(.bits, 0x7E00) == .equal)
    #expect(try ruled(.bits, 0xFE00) == .wrong)
    #expect(try ruled(.quiet, 0xFE01) == .accepted("quiet NaN of other bits"))
    #expect(try ruled(.quiet, 0x7C01) == .wrong)
    #expect(try ruled(.any, 0x7C01) == .accepted("NaN of other bits"))
    #expect(try ruled(.any, 0x7C00) == .wrong)
    // Where a number is due, no NaN is taken.
    #expect(try ruling(.add, "float16", AnswerPolicy(nan: .any), [0, 0], 0x7E00) == .wrong)
  }

  @Test("zeros: of either sign where a zero is due, and nowhere else")
  func zeros() throws {
    let any = AnswerPolicy(zeroSign: .any)
    #expect(
      try ruling(.add, "float16", any, [0x3C00, 0xBC00], 0x8000)
        == .accepted("zero of the other sign"))
    #expect(try ruling(.add, "float16", .exact, [0x3C00, 0xBC00], 0x8000) == .wrong)
    #expect(try ruling(.add, "float16", any, [1, 0], 0x8000) == .wrong)
  }

  @Test("flushed results: zeros of the sign where the result is subnormal or was")
  func flushedResults() throws {
    let policy = AnswerPolicy(waivers: [.flushSubnormalResults])
    let name = AnswerRule.Ruling.accepted("flush-subnormal-results")
    // 2^-14 / 2 in binary16 is subnormal.
    #expect(try ruling(.mul, "float16", policy, [0x0400, 0x3800], 0) == name)
    #expect(try ruling(.mul, "float16", policy, [0x8400, 0x3800], 0x8000) == name)
    #expect(try ruling(.mul, "float16", policy, [0x8400, 0x3800], 0) == .wrong)
    #expect(try ruling(.mul, "float16", policy, [0x0400, 0x3800], 1) == .wrong)
    // (1 - 2^-11) * 2^-14 rounds to the smallest normal number, and was below it.
    #expect(try ruling(.mul, "float16", policy, [0x3BFF, 0x0400], 0) == name)
    // The smallest normal number itself must stay.
    #expect(try ruling(.mul, "float16", policy, [0x0400, 0x3C00], 0) == .wrong)
  }

  @Test("flushed operands: the result that follows from zeros, and no other")
  func flushedOperands() throws {
    let policy = AnswerPolicy(waivers: [.flushSubnormalOperands])
    let name = AnswerRule.Ruling.accepted("flush-subnormal-operands")
    #expect(try ruling(.mul, "float16", policy, [0x0001, 0x7800], 0) == name)
    #expect(try ruling(.mul, "float16", policy, [0x8001, 0x7800], 0x8000) == name)
    #expect(try ruling(.mul, "float16", policy, [0x8001, 0x7800], 0) == .wrong)
    #expect(try ruling(.div, "float16", policy, [0x3C00, 0x0001], 0x7C00) == .equal)
    #expect(try ruling(.div, "float16", policy, [0x3800, 0x03FF], 0x7C00) == name)
    #expect(try ruling(.mul, "float16", policy, [0x0400, 0x3800], 0) == .wrong)
  }
}
