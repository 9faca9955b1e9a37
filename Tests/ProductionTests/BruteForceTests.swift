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

  /// Sums, products and three-term functions of formats so small that binary64 holds them exactly.
  @Test(arguments: [
    Sample.e4m3fn, Sample.e2m3, Sample.e4m3fnuz, Sample.p3109(6, 3, signed: true, extended: true),
  ])
  func arithmeticAgrees(_ format: FormatDescriptor) throws {
    let model = BruteForce(format)
    let codes = (0..<UInt64(1) << UInt64(format.bits)).map { $0 }
    let values = codes.map { model.decode($0) }
    let pairs = codes.flatMap { x in codes.map { (x, $0) } }
    let kinds: [(Operation.Kind, (Double, Double) -> Double)] = [
      (.add, { $0 + $1 }), (.sub, { $0 - $1 }), (.mul, { $0 * $1 }),
    ]
    var mismatches = 0
    for (kind, function) in kinds {
      for rule in [RoundingRule.toNearestOrEven, .towardZero, .up, .toOdd] {
        let operation = Operation(
          kind, operands: [format, format], result: format, dialect: Dialect(rounding: rule))
        let results = try PreparedOperation(operation).codes([pairs.map(\.0), pairs.map(\.1)])
        for (index, (x, y)) in pairs.enumerated() {
          let exact = function(values[Int(x)], values[Int(y)])
          let expected = model.encode(exact.isNaN ? .nan : exact, rule, .satNone)
          if results[index] != expected {
            mismatches += 1
            if mismatches == 1 {
              Issue.record(
                "\(format.name) \(kind) \(rule.name): \(x), \(y) gave \(results[index]), not \(expected)"
              )
            }
          }
        }
      }
    }
    #expect(mismatches == 0)
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
