import Descriptors
import Reference
import Specs
import Testing

/// By hand, in `float8_e5m2` (several NaNs, -0) and `Binary8p4se` (one NaN, no -0).
@Suite("comparisons, extrema and the like, by hand")
struct SelectionTests {
  static let catalog = Result { try Catalog.builtIn() }

  /// The code of an answer about codes of one format.
  private func run(
    _ kind: Operation.Kind, _ name: String, _ codes: UInt64..., dialect: Dialect = Dialect()
  ) throws -> UInt64 {
    let format = try Self.catalog.get().format(named: name)
    let operands = Array(repeating: format, count: kind.operandCount)
    let result = kind.result(for: format) ?? format
    let operation = Operation(kind, operands: operands, result: result, dialect: dialect)
    return ScalarEvaluator(operation)(codes)
  }

  // float8_e5m2: 3C is 1, 40 is 2, BC is -1, 7C and FC are infinities, 7E is the NaN, 80 is -0.
  @Test("extrema with NaNs, infinities and zeros")
  func extrema() throws {
    let rows: [(Operation.Kind, UInt64, UInt64, UInt64)] = [
      (.minimum, 0x3C, 0x40, 0x3C), (.maximum, 0x3C, 0x40, 0x40),
      (.minimum, 0x3C, 0xFF, 0x7E), (.maximum, 0x7D, 0x3C, 0x7E),
      (.minimumNumber, 0x3C, 0xFF, 0x3C), (.maximumNumber, 0x7D, 0x3C, 0x3C),
      (.minimumNumber, 0x7D, 0xFF, 0x7E),
      (.minimum, 0x00, 0x80, 0x80), (.minimum, 0x80, 0x00, 0x80),
      (.maximum, 0x00, 0x80, 0x00), (.maximum, 0x80, 0x00, 0x00),
      (.minimumMagnitude, 0xBC, 0x40, 0xBC), (.minimumMagnitude, 0x3C, 0xBC, 0xBC),
      (.maximumMagnitude, 0x3C, 0xBC, 0x3C), (.maximumMagnitude, 0xFC, 0x40, 0xFC),
      (.minimumMagnitude, 0x7C, 0xFC, 0xFC), (.maximumMagnitude, 0xFC, 0x7C, 0x7C),
      (.minimumMagnitudeNumber, 0x7E, 0xBC, 0xBC), (.maximumMagnitudeNumber, 0xBC, 0x7E, 0xBC),
      (.minimumFinite, 0xFC, 0x3C, 0x3C), (.maximumFinite, 0x7C, 0x3C, 0x3C),
      (.minimumFinite, 0x7C, 0xFC, 0xFC), (.maximumFinite, 0x7C, 0xFC, 0x7C),
      (.minimumFinite, 0x7E, 0xFC, 0xFC), (.maximumFinite, 0xFE, 0x7E, 0x7E),
    ]
    for (kind, x, y, expected) in rows {
      let got = try run(kind, "float8_e5m2", x, y)
      #expect(got == expected, "\(kind.rawValue) \(hex(x)) \(hex(y)): \(hex(got))")
    }
    // Saturation takes part where the result is entered: an infinity that wins is bounded.
    #expect(
      try run(.maximum, "float8_e5m2", 0x7C, 0x3C, dialect: Dialect(overflow: .satFinite)) == 0x7B)
  }

  @Test("clamps")
  func clamps() throws {
    let rows: [(UInt64, UInt64, UInt64, UInt64)] = [
      (0x40, 0xBC, 0x3C, 0x3C), (0xC0, 0xBC, 0x3C, 0xBC), (0x00, 0xBC, 0x3C, 0x00),
      (0x00, 0x40, 0x3C, 0x7E), (0x7E, 0xBC, 0x3C, 0x7E), (0x00, 0x7E, 0x3C, 0x7E),
      (0x00, 0xBC, 0x7D, 0x7E), (0x40, 0xFC, 0x7C, 0x40), (0x40, 0x7C, 0x7C, 0x7C),
      (0x7C, 0xFC, 0x3C, 0x3C),
    ]
    for (x, low, high, expected) in rows {
      let got = try run(.clamp, "float8_e5m2", x, low, high)
      #expect(got == expected, "\(hex(x)) in \(hex(low))...\(hex(high)): \(hex(got))")
    }
  }

  @Test("comparisons and orders")
  func comparisons() throws {
    let all: [Operation.Kind] = [
      .compareLess, .compareLessEqual, .compareEqual, .compareGreaterEqual, .compareGreater,
      .totalOrder,
    ]
    let rows: [(UInt64, UInt64, [UInt64])] = [
      (0x3C, 0x40, [1, 1, 0, 0, 0, 1]), (0x40, 0x3C, [0, 0, 0, 1, 1, 0]),
      (0xBC, 0x3C, [1, 1, 0, 0, 0, 1]), (0x3C, 0x3C, [0, 1, 1, 1, 0, 1]),
      (0x80, 0x00, [0, 1, 1, 1, 0, 1]), (0x00, 0x80, [0, 1, 1, 1, 0, 0]),
      (0x7C, 0x7C, [0, 1, 1, 1, 0, 1]), (0xFC, 0x7C, [1, 1, 0, 0, 0, 1]),
      (0x7E, 0x3C, [0, 0, 0, 0, 0, 1]), (0xFC, 0x7E, [0, 0, 0, 0, 0, 0]),
      (0x7E, 0xFF, [0, 0, 0, 0, 0, 1]),
    ]
    for (x, y, expected) in rows {
      let got = try all.map { try run($0, "float8_e5m2", x, y) }
      #expect(got == expected, "\(hex(x)), \(hex(y)): \(got)")
    }
  }

  @Test("classes, in the order of their values")
  func classes() throws {
    let codes: [UInt64] = [0x80, 0xFF, 0xC0, 0x81, 0x00, 0x01, 0x40, 0x7F]
    #expect(try codes.map { try run(.classify, "Binary8p4se", $0) } == [0, 1, 2, 3, 4, 5, 6, 7])
    #expect(try run(.classify, "float8_e5m2", 0x80) == DatumKind.zero.rawValue)
    // 7 of 8 significands are subnormal; 08 is the smallest normal code.
    #expect(try run(.isSubnormal, "Binary8p4se", 0x07) == 1)
    #expect(try run(.isNormal, "Binary8p4se", 0x08) == 1)
    #expect(try run(.isOne, "Binary8p4se", 0x40) == 1)
    #expect(try run(.isOne, "Binary8p4se", 0xC0) == 0)
    // The sign of a NaN and of -0 shows where the format has one.
    #expect(try run(.isSignMinus, "Binary8p4se", 0x80) == 0)
    #expect(try run(.isSignMinus, "float8_e5m2", 0x80) == 1)
    #expect(try run(.isSignMinus, "float8_e5m2", 0xFE) == 1)
    // Subnormal operands that are flushed are zeros.
    let flush = Dialect(flushOperands: true)
    #expect(try run(.isSubnormal, "Binary8p4se", 0x07, dialect: flush) == 0)
    #expect(try run(.isZero, "Binary8p4se", 0x07, dialect: flush) == 1)
  }

  @Test("neighbours")
  func neighbours() throws {
    // (format, code, next greater, next less)
    let rows: [(String, UInt64, UInt64, UInt64)] = [
      ("Binary8p4se", 0x00, 0x01, 0x81), ("Binary8p4se", 0x81, 0x00, 0x82),
      ("Binary8p4se", 0x01, 0x02, 0x00), ("Binary8p4se", 0x7E, 0x7F, 0x7D),
      ("Binary8p4se", 0x7F, 0x80, 0x7E), ("Binary8p4se", 0xFF, 0xFE, 0x80),
      ("Binary8p4se", 0x80, 0x80, 0x80), ("Binary4p2sf", 0x7, 0x8, 0x6),
      ("Binary4p2sf", 0xF, 0xE, 0x8), ("Binary8p1uf", 0x00, 0x01, 0xFF),
      ("Binary8p1uf", 0xFE, 0xFF, 0xFD), ("float8_e5m2", 0x80, 0x01, 0x81),
      ("float8_e5m2", 0x81, 0x00, 0x82), ("float8_e8m0fnu", 0x00, 0x01, 0xFF),
      ("float4_e2m1fn", 0x7, 0x0, 0x6), ("int8", 0x00, 0x01, 0xFF), ("posit8", 0x7F, 0x80, 0x7E),
      ("hifloat8", 0x6E, 0x6F, 0x6D),
    ]
    for (format, code, greater, less) in rows {
      #expect(try run(.nextGreaterThan, format, code) == greater, "\(format) \(hex(code)) up")
      #expect(try run(.nextLessThan, format, code) == less, "\(format) \(hex(code)) down")
    }
  }

  @Test("facts about formats")
  func facts() throws {
    let kinds: [Operation.Kind] = [
      .bitwidthOf, .precisionOf, .signednessOf, .domainOf, .trailingBitsOf, .exponentBitsOf,
      .exponentBiasOf, .maxFiniteOf, .minFiniteOf, .minPositiveOf, .maxSubnormalOf, .minNormalOf,
    ]
    let rows: [(String, [UInt64])] = [
      ("Binary8p4se", [8, 4, 1, 1, 3, 4, 8, 0x7E, 0xFE, 0x01, 0x07, 0x08]),
      ("Binary4p2sf", [4, 2, 1, 0, 1, 2, 2, 0x7, 0xF, 0x1, 0x1, 0x2]),
      ("Binary8p1uf", [8, 1, 0, 0, 0, 8, 128, 0xFE, 0x00, 0x01, 0xFF, 0x01]),
      (
        "float32",
        [32, 24, 1, 1, 23, 8, 127, 0x7F7F_FFFF, 0xFF7F_FFFF, 1, 0x007F_FFFF, 0x0080_0000]
      ),
    ]
    for (format, expected) in rows {
      // The operand does not matter, not even a NaN.
      for code in [0, 0x7E] as [UInt64] where code == 0 || format != "Binary4p2sf" {
        #expect(try kinds.map { try run($0, format, code) } == expected, "\(format)")
      }
    }
  }

  @Test("signs, reciprocals and roots")
  func computed() throws {
    #expect(try run(.negate, "float8_e5m2", 0x00) == 0x80)
    #expect(try run(.negate, "Binary8p4se", 0x00) == 0x00)
    #expect(try run(.negate, "Binary8p4se", 0x80) == 0x80)
    #expect(try run(.abs, "float8_e5m2", 0xFC) == 0x7C)
    #expect(try run(.copySign, "float8_e5m2", 0x3C, 0x80) == 0xBC)
    #expect(try run(.copySign, "float8_e5m2", 0xBC, 0x7E) == 0x7E)
    let report = try Self.catalog.get().dialect(named: "p3109-4.0").dialect(for: "float32")
    #expect(try run(.recip, "float32", 0x8000_0000, dialect: report) == 0x7FC0_0000)
    #expect(try run(.recip, "float32", 0xFF80_0000, dialect: report) == 0)
    #expect(try run(.recip, "float32", 0xFF80_0000) == 0x8000_0000)
    #expect(try run(.recip, "float32", 0x8000_0000) == 0xFF80_0000)
    // 1/sqrt(1/4) = 2; hypot(3, 4) = 5.
    #expect(try run(.rsqrt, "float32", 0x3E80_0000) == 0x4000_0000)
    #expect(try run(.hypot, "float32", 0x4040_0000, 0xC080_0000) == 0x40A0_0000)
    #expect(try run(.hypot, "float32", 0x7F80_0000, 0x7FC0_0000) == 0x7FC0_0000)
    // No zero of P3109 has a sign, in whatever format.
    #expect(try run(.mul, "float32", 0x8000_0000, 0x3F80_0000, dialect: report) == 0)
    #expect(try run(.mul, "float32", 0x8000_0001, 1, dialect: report) == 0)
  }

  @Test("scaled operations round once, and zero scales infinity to NaN")
  func scaled() throws {
    let catalog = try Self.catalog.get()
    let (scale, value) = (
      try catalog.format(named: "Binary8p1uf"), try catalog.format(named: "Binary8p4se")
    )
    func run(_ kind: Operation.Kind, _ codes: UInt64...) -> UInt64 {
      ScalarEvaluator(
        Operation(
          kind, operands: [scale, value, scale, value], result: value, dialect: Dialect()))(codes)
    }
    // 2 * 1 + 1 * 1 = 3, 2 * 1 - 1 * 1 = 1, (2 * 1.125) * (1/2 * 1.125) = 1.265625, to 1.25.
    #expect(run(.scaledAdd, 0x81, 0x40, 0x80, 0x40) == 0x4C)
    #expect(run(.scaledSubtract, 0x81, 0x40, 0x80, 0x40) == 0x40)
    #expect(run(.scaledMultiply, 0x81, 0x41, 0x7F, 0x41) == 0x42)
    // 2^126 * 2^-126 stays in range on the way: (2^126 * 1) * (2^-126 * 1) = 1.
    #expect(run(.scaledMultiply, 0xFE, 0x40, 0x02, 0x40) == 0x40)
    #expect(run(.scaledAdd, 0x00, 0x7F, 0x80, 0x40) == 0x80)
    #expect(run(.scaledAdd, 0xFF, 0x00, 0x80, 0x40) == 0x80)
    #expect(run(.scaledAdd, 0x80, 0x7F, 0x80, 0xFF) == 0x80)
    #expect(run(.scaledSubtract, 0x80, 0x7F, 0x80, 0xFF) == 0x7F)
  }
}
