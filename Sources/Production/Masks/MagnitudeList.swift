/// The distinct magnitudes of a format whose codes are not in their order, listed.
struct MagnitudeList {
  /// The key of each code: 0 for zero, then the finite magnitudes, infinity, NaN.
  private(set) var keys: [UInt32] = []
  /// The magnitude of each finite key, in units of `1 / denominator`.
  private(set) var significands: [UInt64] = []
  private(set) var exponents: [Int32] = []
  /// The least common denominator.
  private(set) var denominator: UInt64 = 1
  /// The bits from the smallest nonzero magnitude's last to the largest one's first.
  private(set) var span = 0

  /// An empty list.
  init() {}

  /// Lists the codes of a format of at most 16 bits.
  init(_ coding: NumberCoding) throws(ProductionError) {
    let data = (0..<UInt64(1) << UInt64(coding.bits)).map(coding.decode)
    denominator = try Self.commonDenominator(data, name: coding.name)
    var finite: [(code: Int, value: Value)] = []
    for (code, datum) in data.enumerated() {
      guard case .finite(let number) = datum else { continue }
      let (product, overflow) = number.significand.multipliedReportingOverflow(
        by: denominator / number.denominator)
      guard !overflow else { throw Self.tooFine(coding.name) }
      finite.append((code, Value(product, exponent: number.exponent)))
    }
    finite.sort { $0.value < $1.value }
    keys = Array(repeating: 0, count: data.count)
    significands = [0]
    exponents = [0]
    var last: Value?
    for (code, value) in finite {
      if value != last {
        significands.append(value.significand)
        exponents.append(Int32(value.exponent))
        last = value
      }
      keys[code] = UInt32(significands.count - 1)
    }
    for (code, datum) in data.enumerated() {
      switch datum {
      case .infinity: keys[code] = UInt32(significands.count)
      case .nan: keys[code] = UInt32(significands.count + 1)
      case .zero, .finite: break
      }
    }
    let low = exponents.dropFirst().min() ?? 0
    span = (last?.top ?? 0) - Int(low)
  }

  private static func tooFine(_ name: String) -> ProductionError {
    .unsupported("\(name): masks need a common denominator of all values below 2^64")
  }

  private static func commonDenominator(
    _ data: [Datum], name: String
  ) throws(ProductionError) -> UInt64 {
    var common: UInt64 = 1
    for case .finite(let number) in data {
      var (a, b) = (common, number.denominator)
      while b != 0 { (a, b) = (b, a % b) }
      let (product, overflow) = common.multipliedReportingOverflow(by: number.denominator / a)
      guard !overflow else { throw tooFine(name) }
      common = product
    }
    return common
  }

  /// An odd significand times a power of two.
  private struct Value: Comparable {
    let significand: UInt64
    let exponent: Int

    init(_ significand: UInt64, exponent: Int) {
      let zeros = significand.trailingZeroBitCount
      self.significand = significand >> UInt64(zeros)
      self.exponent = exponent + zeros
    }

    /// One more than the place of the leading bit.
    var top: Int { exponent + 64 - significand.leadingZeroBitCount }

    static func < (x: Value, y: Value) -> Bool {
      if x.top != y.top { return x.top < y.top }
      let a = x.significand << UInt64(x.significand.leadingZeroBitCount)
      return a < y.significand << UInt64(y.significand.leadingZeroBitCount)
    }
  }
}
