import Descriptors
import Production
import Testing

/// The kernels and tables against the exact integer path, bit for bit, at every level.
@Suite struct KernelTests {
  /// Values of an IEEE format around everything that a target distinguishes.
  static func inputs(_ source: FormatDescriptor, target: FormatDescriptor) throws -> [UInt64] {
    if source.bits <= 16 { return Array(0..<UInt64(1) << UInt64(source.bits)) }
    guard case .float(let layout) = source.encoding else { return [] }
    let t = UInt64(layout.trailingBits)
    let sign = UInt64(1) << UInt64(source.bits - 1)
    let infinity = sign - UInt64(1) << t
    var magnitudes: [UInt64] = [0, 1, 2, 3, infinity, infinity + 1, infinity | 1 << (t - 1), sign - 1]
    // Every binade near its ends and at the marks that rounding looks at.
    let step = source.bits == 64 ? 23 : 1
    for field in stride(from: 0, through: Int(infinity >> t), by: step) {
      let base = UInt64(field) << t
      let middle = UInt64(1) << (t - 1)
      for trailing in [0, 1, middle - 1, middle, middle + 1, middle + middle / 2, 2 * middle - 1] {
        magnitudes.append(base + trailing)
      }
    }
    // The target's values and midpoints with their neighbours.
    let back = Operation.cast(from: target, to: source)
    if target.bits <= 16, let decode = try? PreparedOperation(back) {
      let stride = max(1, (1 << target.bits) >> 8)
      let codes = (0..<(1 << target.bits) / stride).map { UInt64($0 * stride) }
      let values = decode.codes([codes]).map { $0 & (sign - 1) }.filter { $0 < infinity }
      for value in values {
        magnitudes += [value &- 1, value, value + 1, value + 1 << (t - UInt64(min(Int(t), 3)))]
        for drop in 1...UInt64(min(Int(t), 12)) {
          let middle = value | 1 << (t - drop)
          magnitudes += [middle - 1, middle, middle + 1]
        }
      }
    }
    var state: UInt64 = 0x243F_6A88_85A3_08D3
    for _ in 0..<1000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      magnitudes.append((state ^ state >> 29) & (sign - 1))
    }
    return magnitudes.flatMap { [$0 & (sign - 1), $0 & (sign - 1) | sign] }
  }

  static let stochastic: [RoundingRule] = [
    .stochastic(bits: 1, variant: .c), .stochastic(bits: 8, variant: .a),
    .stochastic(bits: 13, variant: .b), .stochastic(bits: 30, variant: .c),
    .stochastic(bits: 32, variant: .a), .stochastic(bits: 32, variant: .b),
    .stochastic(bits: 32, variant: .c),
  ]

  static func dialects(stochastic: Bool) -> [Dialect] {
    var dialects: [Dialect] = []
    for rule in stochastic ? Self.stochastic : RoundingRule.deterministic {
      for overflow in OverflowRule.allCases {
        dialects.append(Dialect(rounding: rule, overflow: overflow))
      }
      dialects.append(
        Dialect(
          rounding: rule, tieParity: .significand, rangeTest: .beforeRounding,
          withoutInfinity: .bound, infinity: .nan, nan: .payload, withoutNaN: .oppositeZero,
          negative: .nan, withoutZero: .smallest, flushOperands: true, flushResults: true))
      dialects.append(
        Dialect(
          rounding: rule, tieParity: .significand, oddOverflow: .infinity, nan: .signed,
          withoutNaN: .smallest, negative: .magnitude))
    }
    return dialects
  }

  static func compare(
    _ source: FormatDescriptor, _ target: FormatDescriptor, stochastic: Bool
  ) throws {
    let inputs = try inputs(source, target: target)
    let words = inputs.indices.map { index -> UInt32 in
      let mixed = UInt32(truncatingIfNeeded: index) &* 0x9E37_79B9
      return index % 5 == 0 ? 0 : index % 5 == 1 ? .max : mixed ^ mixed >> 15
    }
    var mismatches = 0
    try words.withUnsafeBufferPointer { buffer in
      let given: RandomWords = stochastic ? .given(buffer) : .none
      for dialect in dialects(stochastic: stochastic) {
        let operation = Operation.cast(from: source, to: target, dialect: dialect)
        let expected = try PreparedOperation(operation, exactOnly: true)
          .codes([inputs], words: given)
        for level in InstructionLevel.available {
          let results = try PreparedOperation(operation, level: level)
            .codes([inputs], words: given)
          for index in inputs.indices where results[index] != expected[index] {
            mismatches += 1
            if mismatches == 1 {
              Issue.record(
                """
                \(source.name) to \(target.name), \(level.rawValue), \(dialect): \
                \(String(inputs[index], radix: 16)) word \(words[index]) gave \
                \(String(results[index], radix: 16)), not \(String(expected[index], radix: 16))
                """)
            }
          }
        }
      }
    }
    #expect(mismatches == 0)
  }

  static let floats = Sample.signedFloats + Sample.unsignedFloats + Sample.wideFloats

  @Test(arguments: floats)
  func fromBinary32(_ target: FormatDescriptor) throws {
    try Self.compare(Sample.binary32, target, stochastic: false)
    try Self.compare(Sample.binary32, target, stochastic: true)
  }

  @Test(arguments: floats + [Sample.binary32, Sample.tf32])
  func fromBinary64(_ target: FormatDescriptor) throws {
    try Self.compare(Sample.binary64, target, stochastic: false)
    try Self.compare(Sample.binary64, target, stochastic: true)
  }
}
