import Descriptors
import Production
import Testing

/// Posits, HiFloat8, tables and integers against lists of their values in binary64.
@Suite struct IrregularTests {
  /// The magnitudes of one sign, increasing from 0, with their codes and tie points.
  struct Values {
    var values: [Double]
    var codes: [UInt64]
    /// The tie point above each value.
    var ties: [Double]
  }

  /// A posit of one sign read as the standard spells it: regime run, exponent, fraction.
  static func posit(_ code: Int, bits: Int) -> Double {
    let digits = (0..<(bits - 1)).reversed().map { code >> $0 & 1 }
    let run = digits.prefix { $0 == digits[0] }.count
    var rest = Array(digits.dropFirst(run + 1))
    let regime = digits[0] == 1 ? run - 1 : -run
    rest += [0, 0]
    var value = 1.0
    var weight = 0.5
    for digit in rest.dropFirst(2) {
      value += Double(digit) * weight
      weight /= 2
    }
    let exponent = 4 * regime + 2 * rest[0] + rest[1]
    for _ in 0..<abs(exponent) { value = exponent > 0 ? value * 2 : value / 2 }
    return value
  }

  @Test(arguments: [Sample.posit8, Sample.posit16])
  func posits(_ format: FormatDescriptor) throws {
    let last = 1 << (format.bits - 1) - 1
    let step = max(1, last / 500)
    let rules = RoundingRule.deterministic
    for rule in rules {
      let dialect = Dialect(rounding: rule)
      let prepared = try PreparedOperation(
        .cast(from: Sample.binary64, to: format, dialect: dialect))
      var inputs: [UInt64] = []
      var expected: [UInt64] = []
      let mask = UInt64(1) << UInt64(format.bits) - 1
      for code in stride(from: 1, to: last, by: step) {
        let low = Self.posit(code, bits: format.bits)
        let high = Self.posit(code + 1, bits: format.bits)
        let tie = Self.posit(2 * code + 1, bits: format.bits + 1)
        for x in [low, low.nextUp, tie.nextDown, tie, tie.nextUp, high.nextDown] {
          for negative in [false, true] {
            let up: Bool
            switch rule {
            case .toNearestOrEven: up = x > tie || x == tie && code % 2 == 1
            case .toNearestOrAway: up = x >= tie
            case .toNearestOrZero: up = x > tie
            case .towardZero: up = false
            case .up: up = !negative
            case .down: up = negative
            case .toOdd: up = code % 2 == 0
            case .stochastic: up = false
            }
            let magnitude = UInt64(x == low || !up ? code : code + 1)
            inputs.append((negative ? -x : x).bitPattern)
            expected.append(negative ? (0 &- magnitude) & mask : magnitude)
          }
        }
      }
      let results = prepared.codes([inputs])
      let wrong = inputs.indices.filter { results[$0] != expected[$0] }
      #expect(wrong.isEmpty, "\(rule.name) \(wrong.first.map { inputs[$0] } ?? 0)")
      // Nothing but 0 becomes 0, nothing finite becomes NaR.
      let ends = [1e300, 0x1p-1074, -1e300, -0x1p-1074].map(\.bitPattern)
      let top = UInt64(last)
      #expect(prepared.codes([ends]) == [top, 1, mask + 1 - top, mask])
    }
  }

  @Test func hiFloat8Values() throws {
    let decode = try Decode(from: Sample.hiFloat8)
    let values = decode.binary64((0...255).map { UInt8($0) })
    let finite = values.filter(\.isFinite)
    #expect(finite.count == 253)
    #expect(Set(finite).count == 253)
    #expect(finite.max() == 32768)
    #expect(finite.filter { $0 > 0 }.min() == 0x1p-22)
    #expect(values[0x6F] == .infinity && values[0xEF] == -.infinity && values[0x80].isNaN)
    #expect(values[8] == 1 && values[0x0F] == 1.875 && values[7] == 0x1p-16)
    // Every neighbour pair of the sorted values, at its ends and its middle.
    let sorted = values.enumerated().filter { $0.element.isFinite && $0.element >= 0 }
      .sorted { $0.element < $1.element }
    let cast = try Cast(to: Sample.hiFloat8)
    let away = try Cast(to: Sample.hiFloat8, dialect: Dialect(rounding: .toNearestOrAway))
    for (low, high) in zip(sorted, sorted.dropFirst()) {
      let middle = (low.element + high.element) / 2
      let inputs = [low.element, middle.nextDown, middle.nextUp, high.element]
      let codes = [low.offset, low.offset, high.offset, high.offset].map { UInt8($0) }
      #expect(cast(inputs) == codes)
      #expect(away([middle]) == [UInt8(high.offset)])
      let tie = cast([middle])[0]
      #expect(tie == UInt8(low.offset) || tie == UInt8(high.offset))
      if low.offset % 2 != high.offset % 2 { #expect(tie % 2 == 0) }
    }
  }

  /// Integers round as binary64 does to its own, then keep their range.
  @Test(arguments: [(Sample.int4, -8.0, 7.0), (Sample.int8, -128, 127), (Sample.uint4, 0, 15)])
  func integers(_ format: FormatDescriptor, _ low: Double, _ high: Double) throws {
    let inputs = stride(from: -300.0, through: 300, by: 0.125).map { $0 }
    let rules: [(RoundingRule, FloatingPointRoundingRule)] = [
      (.toNearestOrEven, .toNearestOrEven), (.toNearestOrAway, .toNearestOrAwayFromZero),
      (.towardZero, .towardZero), (.up, .up), (.down, .down),
    ]
    let mask = UInt64(1) << UInt64(format.bits) - 1
    for (rule, hardware) in rules {
      for wraps in [false, true] {
        let dialect = Dialect(rounding: rule, wraps: wraps)
        let results = try PreparedOperation(
          .cast(from: Sample.binary64, to: format, dialect: dialect)
        ).codes([inputs.map(\.bitPattern)])
        let expected = inputs.map { input -> UInt64 in
          let rounded = input.rounded(hardware)
          let kept = wraps ? rounded : min(max(rounded, low), high)
          return UInt64(bitPattern: Int64(kept)) & mask
        }
        #expect(results == expected, "\(rule.name) wraps \(wraps)")
      }
    }
  }

  /// Thirds have no binary64; every boundary lies between two of its values.
  @Test func stochasticThirds() throws {
    // -1/3 ... 1/3 around 0: 1/4 lies 3/4 of the way from 0 to 1/3.
    let operation = Operation.cast(
      from: Sample.binary64, to: Sample.thirds,
      dialect: Dialect(rounding: .stochastic(bits: 2, variant: .a)))
    let words: [UInt32] = [0, 1, 2, 3]
    let inputs = Array(repeating: 0.25.bitPattern, count: 4)
    let results = try words.withUnsafeBufferPointer {
      try PreparedOperation(operation).codes([inputs], words: .given($0))
    }
    #expect(results == [2, 3, 3, 3])
  }

  @Test func quotientsOfThirds() throws {
    // 1/3 / 1 is a value; 1 / (1/3) = 3 lies between 1 and 14/3, nearer to 14/3; roots are exact.
    let operation = Operation(
      .div, operands: [Sample.thirds, Sample.thirds], result: Sample.thirds, dialect: Dialect())
    let codes = try PreparedOperation(operation).codes([[3, 0, 3], [0, 3, 3]])
    #expect(codes == [3, 6, 0])
    let product = Operation(
      .mul, operands: [Sample.thirds, Sample.thirds], result: Sample.e4m3fn, dialect: Dialect())
    // 1/9 lies between 7/64 and 15/128.
    #expect(try PreparedOperation(product).codes([[3], [3]]) == [0x1E])
  }
}
