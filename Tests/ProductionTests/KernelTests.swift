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
    let signalling = infinity + 1
    var magnitudes = [0, 1, 2, 3, infinity, signalling, infinity | 1 << (t - 1), sign - 1]
    // Every binade near its ends and at the marks that rounding looks at.
    let step = source.bits == 64 ? 53 : 7
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
      let last = UInt64(1) << UInt64(target.bits) - 1
      let stride = max(1, last >> 5) | 1
      let ends = [0, 1, 2, 3, last / 2 - 2, last / 2 - 1, last / 2, last - 2, last - 1, last]
      let codes = ends.map { min($0, last) } + Swift.stride(from: 0, through: last, by: Int(stride))
      let values = decode.codes([codes]).map { $0 & (sign - 1) }.filter { $0 < infinity }
      for value in values {
        magnitudes += [value &- 1, value, value + 1]
        for drop in [1, 2, 3, 4, 8, 11] as [UInt64] where drop <= t {
          let middle = value | 1 << (t - drop)
          magnitudes += [middle - 1, middle, middle + 1]
        }
      }
    }
    var state: UInt64 = 0x243F_6A88_85A3_08D3
    for _ in 0..<200 {
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
      dialects.append(Dialect(rounding: rule))
      dialects.append(
        Dialect(
          rounding: rule, overflow: .satFinite, tieParity: .significand, rangeTest: .beforeRounding,
          withoutInfinity: .bound, infinity: .nan, nan: .payload, withoutNaN: .oppositeZero,
          negative: .nan, withoutZero: .smallest, flushOperands: true, flushResults: true))
      dialects.append(
        Dialect(
          rounding: rule, overflow: .satPropagate, oddOverflow: .infinity, nan: .signed,
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

  @Test(arguments: floats + [Sample.binary32, Sample.binary64, Sample.tf32])
  func fromBinary32(_ target: FormatDescriptor) throws {
    try Self.compare(Sample.binary32, target, stochastic: false)
    try Self.compare(Sample.binary32, target, stochastic: true)
  }

  /// Formats whose conversions are lists of steps.
  @Test(arguments: [
    Sample.int8, Sample.int4, Sample.uint4, Sample.s2f6, Sample.posit8, Sample.hiFloat8,
    Sample.lookup4, Sample.thirds,
  ])
  func steps(_ target: FormatDescriptor) throws {
    try Self.compare(Sample.binary32, target, stochastic: false)
    try Self.compare(Sample.binary64, target, stochastic: false)
  }

  @Test(arguments: floats + [Sample.binary32, Sample.tf32])
  func fromBinary64(_ target: FormatDescriptor) throws {
    try Self.compare(Sample.binary64, target, stochastic: false)
    try Self.compare(Sample.binary64, target, stochastic: true)
  }
}

/// Sources of at most 16 bits, all codes.
@Suite struct NarrowSourceTests {
  static let pairs: [(FormatDescriptor, FormatDescriptor)] = [
    (Sample.binary16, Sample.e4m3fn), (Sample.binary16, Sample.e8m0),
    (Sample.bfloat16, Sample.e5m2), (Sample.bfloat16, Sample.binary16),
    (Sample.binary16, Sample.bfloat16), (Sample.e5m2, Sample.e2m1),
    (Sample.e8m0, Sample.binary16), (Sample.binary16, Sample.binary32),
    (Sample.bfloat16, Sample.binary64), (Sample.dlfloat16, Sample.e4m3fnuz),
    (Sample.posit16, Sample.e4m3fn), (Sample.hiFloat8, Sample.e3m2),
    (Sample.thirds, Sample.e4m3fn), (Sample.int8, Sample.e2m1),
    (Sample.p3109(16, 1, signed: false, extended: false), Sample.e8m0),
    (Sample.e4m3fn, Sample.posit8), (Sample.e4m3fn, Sample.thirds),
  ]

  @Test(arguments: pairs)
  func allCodes(_ source: FormatDescriptor, _ target: FormatDescriptor) throws {
    let rules = [RoundingRule.toNearestOrEven, .toOdd, .stochastic(bits: 9, variant: .b)]
    let inputs = try KernelTests.inputs(source, target: target)
    let words = inputs.indices.map { UInt32(truncatingIfNeeded: $0 &* 0x9E37_79B9_7F4A >> 16) }
    var mismatches = 0
    try words.withUnsafeBufferPointer { buffer in
      for rule in rules {
        let given: RandomWords = rule.takesRandomWord ? .given(buffer) : .none
        for flush in [false, true] {
          let operation = Operation.cast(
            from: source, to: target,
            dialect: Dialect(rounding: rule, nan: .payload, flushOperands: flush))
          let expected = try PreparedOperation(operation, exactOnly: true)
            .codes([inputs], words: given)
          for level in InstructionLevel.available {
            let results = try PreparedOperation(operation, level: level)
              .codes([inputs], words: given)
            for index in inputs.indices where results[index] != expected[index] {
              mismatches += 1
              if mismatches == 1 {
                Issue.record("\(rule.name) \(level) flush \(flush): code \(inputs[index])")
              }
            }
          }
        }
      }
    }
    #expect(mismatches == 0)
  }
}
