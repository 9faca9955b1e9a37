// How data compare, by the places and digits of their significands.

extension Datum {
  /// Whether it is an infinity.
  var isInfinite: Bool { if case .infinity = self { true } else { false } }
  /// Whether it is a zero of either sign.
  var isZero: Bool { if case .zero = self { true } else { false } }

  /// The datum with a sign.
  func with(negative: Bool) -> Datum {
    switch self {
    case .nan(_, let payload): return .nan(negative: negative, payload: payload)
    case .infinity: return .infinity(negative: negative)
    case .zero: return .zero(negative: negative)
    case .finite(var value):
      value.negative = negative
      return .finite(value)
    }
  }

  /// -1, 0 or 1 as the first is below, at or above the second; zeros are equal.
  ///
  /// - Precondition: neither is a NaN.
  static func compare(_ x: Datum, _ y: Datum) -> Int {
    let a = x.isZero ? 0 : x.isNegative ? -1 : 1
    let b = y.isZero ? 0 : y.isNegative ? -1 : 1
    if a != b { return a < b ? -1 : 1 }
    return a * compareMagnitudes(x, y)
  }

  /// The same without signs.
  static func compareMagnitudes(_ x: Datum, _ y: Datum) -> Int {
    func rank(_ x: Datum) -> Int { x.isZero ? 0 : x.isInfinite ? 2 : 1 }
    guard case .finite(let a) = x, case .finite(let b) = y else {
      return rank(x) == rank(y) ? 0 : rank(x) < rank(y) ? -1 : 1
    }
    guard a.denominator == 1, b.denominator == 1 else { return ExactRatio.compare(a, b) }
    let lead = (a.significand.leadingZeroBitCount, b.significand.leadingZeroBitCount)
    let top = (a.exponent - lead.0, b.exponent - lead.1)
    if top.0 != top.1 { return top.0 < top.1 ? -1 : 1 }
    let digits = (a.significand << UInt64(lead.0), b.significand << UInt64(lead.1))
    return digits.0 == digits.1 ? 0 : digits.0 < digits.1 ? -1 : 1
  }
}
