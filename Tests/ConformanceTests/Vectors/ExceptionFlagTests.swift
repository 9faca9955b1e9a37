import Descriptors
import Specs
import Testing

@testable import Conformance

@Suite("exception flags")
struct ExceptionFlagTests {
  private func flags(
    _ kind: Operation.Kind, _ codes: [UInt64], to: String? = nil,
    _ rounding: RoundingRule = .toNearestOrEven, _ tininess: Tininess = .after
  ) throws -> ExceptionFlags {
    let catalog = try Catalog.builtIn()
    let format = try catalog.format(named: "float32")
    let rule = try #require(
      FlagRule(
        Operation(
          kind, operands: Array(repeating: format, count: kind.operandCount),
          result: try catalog.format(named: to ?? "float32"), dialect: Dialect(rounding: rounding)),
        tininess: tininess))
    return rule(codes).flags
  }

  @Test("each exception has its bit, and comes alone where it should")
  func each() throws {
    #expect(try flags(.add, [0x3F80_0000, 0x3F80_0000]) == [])
    #expect(try flags(.add, [0x3F80_0000, 0x3380_0000]) == .inexact)
    #expect(try flags(.add, [0x7F7F_FFFF, 0x7F7F_FFFF]) == [.overflow, .inexact])
    #expect(try flags(.div, [0x3F80_0000, 0]) == .divideByZero)
    #expect(try flags(.div, [0, 0]) == .invalid)
    #expect(try flags(.add, [0x7F80_0000, 0xFF80_0000]) == .invalid)
    #expect(try flags(.sqrt, [0xBF80_0000]) == .invalid)
    #expect(try flags(.sqrt, [0x4000_0000]) == .inexact)
    #expect(try flags(.mul, [0x0080_0000, 0x3F00_0000]) == [])
    #expect(try flags(.mul, [0x0080_0001, 0x3F00_0000]) == [.underflow, .inexact])
    #expect(try flags(.mul, [0x7F80_0001, 0]) == .invalid)
    #expect(try flags(.mul, [0x7FC0_0000, 0]) == [])
    #expect(try flags(.cast, [0x3380_0000], to: "float16") == [])
    #expect(try flags(.cast, [0x3300_0000], to: "float16") == [.underflow, .inexact])
    #expect(try flags(.cast, [0x477F_F000], to: "float16") == [.overflow, .inexact])
    #expect(try flags(.cast, [0x477F_F000], to: "float16", .towardZero) == .inexact)
  }

  @Test("tininess before and after rounding part where a tiny result rounds up to a normal one")
  func tininess() throws {
    // (1 - 2^-23) 2^-126 (1 + 2^-23), just below 2^-126.
    let codes: [UInt64] = [0x007F_FFFF, 0x3F80_0001]
    #expect(try flags(.mul, codes) == .inexact)
    #expect(try flags(.mul, codes, .toNearestOrEven, .before) == [.underflow, .inexact])
    #expect(try flags(.mul, codes, .towardZero) == [.underflow, .inexact])
  }

  @Test("formats and dialects without IEEE 754's exceptions have no flags")
  func undefined() throws {
    let catalog = try Catalog.builtIn()
    let format = try catalog.format(named: "float32")
    for (name, overflow) in [("float8_e4m3fn", OverflowRule.satNone), ("float16", .satFinite)] {
      let operation = Operation.cast(
        from: format, to: try catalog.format(named: name), dialect: Dialect(overflow: overflow))
      #expect(FlagRule(operation, tininess: .after) == nil)
    }
  }
}
