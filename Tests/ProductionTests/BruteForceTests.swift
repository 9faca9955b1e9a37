import Descriptors
import Production
import Testing

/// The module against the list of a format's values, found by search in binary64.
@Suite struct BruteForceTests {
  static let formats =
    Sample.signedFloats + Sample.unsignedFloats + [Sample.m7e4, Sample.binary16]

  /// Every value, midpoint and quarter point with their binary64 neighbours, and specials.
  static func inputs(_ values: [Double]) -> [Double] {
    var inputs: [Double] = [0, .infinity, .nan, 0x1p-1074, 0x1p1000, 0x1p-900]
    let step = max(1, values.count / 300)
    for index in stride(from: 0, to: values.count - 1, by: step) {
      let gap = values[index + 1] - values[index]
      for part in [0, 0.25, 0.5, 0.625, 0.9375] {
        let point = values[index] + gap * part
        inputs += [point.nextDown, point, point.nextUp]
      }
    }
    let last = values[values.count - 1]
    inputs += [last.nextDown, last, last * 1.5, values[0] / 2, values[0] * 0.75]
    return inputs + inputs.map { -$0 }
  }

  @Test(arguments: formats)
  func castsAgree(_ format: FormatDescriptor) throws {
    let model = BruteForce(format)
    let inputs = Self.inputs(model.values)
    let words = inputs.indices.map { UInt32(truncatingIfNeeded: $0 &* 0x9E37_79B9 >> 7) }
    let stochastic: [RoundingRule] = [
      .stochastic(bits: 1, variant: .a), .stochastic(bits: 5, variant: .b),
      .stochastic(bits: 8, variant: .c), .stochastic(bits: 15, variant: .a),
    ]
    var mismatches = 0
    for rule in RoundingRule.deterministic + stochastic {
      for overflow in OverflowRule.allCases {
        let operation = Operation.cast(
          from: Sample.binary64, to: format,
          dialect: Dialect(rounding: rule, overflow: overflow))
        let results = try words.withUnsafeBufferPointer { buffer in
          try PreparedOperation(operation).codes(
            [inputs.map(\.bitPattern)],
            words: rule.takesRandomWord ? .given(buffer) : .none)
        }
        for (index, input) in inputs.enumerated() {
          let expected = model.encode(input, rule, overflow, word: words[index])
          if results[index] != expected {
            mismatches += 1
            if mismatches == 1 {
              Issue.record(
                "\(format.name) \(rule.name) \(overflow.name): \(input) gave \(results[index]), not \(expected)"
              )
            }
          }
        }
      }
    }
    #expect(mismatches == 0)
  }

  static let arithmetic: [FormatDescriptor] = [
    Sample.e4m3fn, Sample.e2m3, Sample.e4m3fnuz, Sample.p3109(6, 3, signed: true, extended: true),
  ]

  /// Functions of one and two operands.
  ///
  /// Sums and products are exact in binary64; a quotient that is not
  /// lies far enough from every midpoint of such small formats to be rounded through it.
  @Test(arguments: arithmetic)
  func pairsAgree(_ format: FormatDescriptor) throws {
    let model = BruteForce(format)
    let codes = Array(0..<UInt64(1) << UInt64(format.bits))
    let pairs = codes.flatMap { x in codes.map { [x, $0] } }
    try Self.compare(.add, model, format, pairs) { $0[0] + $0[1] }
    try Self.compare(.sub, model, format, pairs) { $0[0] - $0[1] }
    try Self.compare(.mul, model, format, pairs) { $0[0] * $0[1] }
    try Self.compare(.div, model, format, pairs) { $0[0] / $0[1] }
    try Self.compare(.sqrt, model, format, codes.map { [$0] }) { $0[0].squareRoot() }
  }

  /// Functions of three operands, all exact in binary64.
  @Test(arguments: [Sample.e2m1, Sample.p3109(4, 2, signed: true, extended: true)])
  func triplesAgree(_ format: FormatDescriptor) throws {
    let model = BruteForce(format)
    let codes = Array(0..<UInt64(16))
    let triples = codes.flatMap { x in codes.flatMap { y in codes.map { [x, y, $0] } } }
    try Self.compare(.fma, model, format, triples) {
      ($0[0] * $0[1]).isNaN ? .nan : $0[0] * $0[1] + $0[2]
    }
    try Self.compare(.faa, model, format, triples) { $0[0] + $0[1] + $0[2] }
  }

  private static func compare(
    _ kind: Descriptors.Operation.Kind, _ model: BruteForce, _ format: FormatDescriptor,
    _ cases: [[UInt64]], _ function: ([Double]) -> Double
  ) throws {
    let values = (0..<UInt64(1) << UInt64(format.bits)).map { model.decode($0) }
    let columns = cases[0].indices.map { index in cases.map { $0[index] } }
    var mismatches = 0
    for rule in [RoundingRule.toNearestOrEven, .towardZero, .up, .toOdd] {
      let operation = Operation(
        kind, operands: Array(repeating: format, count: columns.count), result: format,
        dialect: Dialect(rounding: rule))
      let exactOnly = try PreparedOperation(operation, exactOnly: true).codes(columns)
      let results = try PreparedOperation(operation).codes(columns)
      for (index, operands) in cases.enumerated() {
        let exact = function(operands.map { values[Int($0)] })
        let expected = model.encode(exact.isNaN ? .nan : exact, rule, .satNone)
        if results[index] == expected, exactOnly[index] == expected { continue }
        mismatches += 1
        if mismatches == 1 {
          Issue.record(
            """
            \(format.name) \(kind) \(rule.name): \(operands) gave \(results[index]) and \
            \(exactOnly[index]), not \(expected)
            """)
        }
      }
    }
    #expect(mismatches == 0)
  }

  @Test func signsOfZeroSums() throws {
    let format = Sample.e4m3fn
    func sum(_ x: UInt64, _ y: UInt64, _ rule: RoundingRule) throws -> UInt64 {
      let operation = Operation(
        .add, operands: [format, format], result: format, dialect: Dialect(rounding: rule))
      return try PreparedOperation(operation).codes([[x], [y]])[0]
    }
    #expect(try sum(0x38, 0xB8, .toNearestOrEven) == 0)
    #expect(try sum(0x38, 0xB8, .down) == 0x80)
    #expect(try sum(0, 0x80, .down) == 0x80)
    #expect(try sum(0, 0x80, .up) == 0)
    #expect(try sum(0, 0, .down) == 0)
    #expect(try sum(0x80, 0x80, .up) == 0x80)
  }

  /// Three terms that cancel to leave what is far below them.
  @Test func threeTermsAreExact() throws {
    let format = Sample.binary32
    let operation = Operation(
      .faa, operands: [format, format, format], result: format, dialect: Dialect())
    let prepared = try PreparedOperation(operation)
    func sum(_ x: Float, _ y: Float, _ z: Float) -> Float {
      let columns = [x, y, z].map { [UInt64($0.bitPattern)] }
      return Float(bitPattern: UInt32(truncatingIfNeeded: prepared.codes(columns)[0]))
    }
    let tiny: Float = 0x1p-149
    let huge: Float = 0x1.fffffep127
    for terms in [[huge, tiny, -huge], [tiny, huge, -huge], [-huge, huge, tiny]] {
      #expect(sum(terms[0], terms[1], terms[2]) == tiny)
    }
    #expect(sum(1, 0x1p-24, 0) == 1)
    #expect(sum(1, 0x1p-24, tiny) == 1 + Float.ulpOfOne)
    #expect(sum(1, 0x1p-24, -tiny) == 1)
    #expect(sum(1 + .ulpOfOne, 0x1p-24, -tiny) == 1 + .ulpOfOne)
    #expect(sum(-1, -0x1p-24, -tiny) == -1 - Float.ulpOfOne)
    #expect(sum(0x1p60, 1, -0x1p60) == 1)
    #expect(sum(0x1p100, -0x1p39, tiny) == 0x1p100)
    #expect(sum(0x1p100, -0x1p76, tiny) == Float(0x1p100).nextDown)
    #expect(sum(0x1p100, -0x1p75, -tiny) == Float(0x1p100).nextDown)
    #expect(sum(0x1p100, -0x1p75, tiny) == 0x1p100)
  }

  /// Binary32 and binary64 arithmetic against this machine's, which rounds to nearest even.
  @Test func hardwareAgrees() throws {
    var state: UInt64 = 1
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 31
    }
    // Exponents near each other make cancellation and carries common.
    let words = (0..<60_000).map { index -> UInt64 in
      let word = next()
      return index % 2 == 0 ? word : word & 0x800F_FFFF_FFFF_FFFF | (1020 + word >> 60) << 52
    }
    let values = words.map(Double.init(bitPattern:)).map { $0.isNaN ? 1.5 : $0 }
    let x = Array(values[0..<20_000])
    let y = Array(values[20_000..<40_000])
    let z = Array(values[40_000..<60_000])
    let functions: [(Descriptors.Operation.Kind, (Int) -> Double)] = [
      (.add, { x[$0] + y[$0] }), (.sub, { x[$0] - y[$0] }), (.mul, { x[$0] * y[$0] }),
      (.div, { x[$0] / y[$0] }), (.sqrt, { x[$0].squareRoot() }),
      (.fma, { z[$0].addingProduct(x[$0], y[$0]) }),
    ]
    for (kind, function) in functions {
      let columns = [x, y, z].prefix(kind.operandCount).map { $0.map(\.bitPattern) }
      let operation = Operation(
        kind, operands: Array(repeating: Sample.binary64, count: kind.operandCount),
        result: Sample.binary64, dialect: Dialect())
      let results = try PreparedOperation(operation).codes(Array(columns))
      let wrong = x.indices.filter {
        let expected = function($0)
        return expected.isNaN
          ? results[$0] != 0x7FF8_0000_0000_0000 : results[$0] != expected.bitPattern
      }
      #expect(wrong.isEmpty, "\(kind)")
    }
  }
}

extension BruteForce {
  /// The value of a code.
  func decode(_ code: UInt64) -> Double {
    let magnitude = Int(code) & allOnes
    let negative = Int(code) & sign != 0
    if layout.nans == .negativeZero, Int(code) == sign { return .nan }
    if magnitude == 0 { return negative && layout.hasNegativeZero ? -0.0 : 0 }
    if magnitude == infinity { return negative ? -.infinity : .infinity }
    if !isFinite(magnitude) { return .nan }
    return negative ? -value(magnitude) : value(magnitude)
  }
}
