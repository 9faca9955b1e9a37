/// Products and quotients of finite values, exact until they enter a format.
enum ExactQuotient {
  /// The product of some values divided by the product of others, signs included.
  ///
  /// - Parameter asRatio: whether the goal compares ratios.
  static func value(
    _ factors: [Datum.Finite], over divisors: [Datum.Finite] = [], asRatio: Bool
  ) -> ExactValue {
    var negative = false
    for value in factors + divisors where value.negative { negative.toggle() }
    if !asRatio, let magnitude = dyadic(factors, divisors) {
      return .finite(negative: negative, magnitude)
    }
    return .ratio(negative: negative, ratio(factors, over: divisors))
  }

  /// As `value`, as a ratio without sign.
  static func ratio(
    _ factors: [Datum.Finite], over divisors: [Datum.Finite] = []
  ) -> ExactRatio {
    var result = ExactRatio(Natural(UInt64(1)), over: Natural(UInt64(1)), exponent: 0)
    for value in factors { result = result * ExactRatio(value) }
    for value in divisors { result = result / ExactRatio(value) }
    return result
  }

  /// The magnitude with a sticky bit; nil where numbers do not fit the arithmetic of 128 bits.
  private static func dyadic(
    _ factors: [Datum.Finite], _ divisors: [Datum.Finite]
  ) -> Magnitude? {
    guard let (above, up) = product(factors), let (below, down) = product(divisors) else {
      return nil
    }
    if below == 1 { return Magnitude(above, exponent: up - down) }
    guard above < 1 << 62, below < 1 << 62 else { return nil }
    return Magnitude.quotient(UInt64(above), UInt64(below), exponent: up - down)
  }

  /// The odd product of significands and the sum of exponents; nil beyond 120 bits.
  private static func product(_ values: [Datum.Finite]) -> (UInt128, Int)? {
    var significand: UInt128 = 1
    var exponent = 0
    for value in values {
      guard value.denominator == 1 else { return nil }
      let zeros = value.significand.trailingZeroBitCount
      let odd = UInt128(value.significand >> UInt64(zeros))
      let (next, over) = significand.multipliedReportingOverflow(by: odd)
      guard !over, next < 1 << 120 else { return nil }
      significand = next
      exponent += value.exponent + zeros
    }
    return (significand, exponent)
  }
}

extension Datum.Finite {
  /// An integer other than 0.
  init(integer: Int) {
    self.init(negative: integer < 0, significand: UInt64(integer.magnitude), exponent: 0)
  }

  /// A power of two.
  init(exponent: Int) { self.init(negative: false, significand: 1, exponent: exponent) }

  /// The value without its sign.
  var absolute: Datum.Finite {
    var result = self
    result.negative = false
    return result
  }

  /// The floor of the binary logarithm of the magnitude.
  var floorLog2: Int {
    if denominator == 1 { return exponent + 63 - significand.leadingZeroBitCount }
    return magnitude.top
  }

  /// Whether the magnitude is a power of two.
  var isPowerOfTwo: Bool { denominator == 1 && significand.nonzeroBitCount == 1 }

  /// -1, 0 or 1 as a magnitude is below, at or above another.
  static func compareMagnitudes(_ x: Datum.Finite, _ y: Datum.Finite) -> Int {
    guard x.denominator == 1, y.denominator == 1 else { return ExactRatio.compare(x, y) }
    let (a, b) = (x.floorLog2, y.floorLog2)
    if a != b { return a < b ? -1 : 1 }
    let m = x.significand << UInt64(x.significand.leadingZeroBitCount)
    let n = y.significand << UInt64(y.significand.leadingZeroBitCount)
    return m < n ? -1 : m == n ? 0 : 1
  }
}

extension Datum {
  /// The value, where it is finite and not 0.
  var finite: Finite? {
    if case .finite(let value) = self { return value }
    return nil
  }

  /// Whether it is a finite number.
  var isNumber: Bool {
    switch self {
    case .nan, .infinity: false
    case .zero, .finite: true
    }
  }

  var isNaN: Bool {
    if case .nan = self { return true }
    return false
  }

  /// The sign bit.
  var isNegative: Bool {
    switch self {
    case .nan(let negative, _), .infinity(let negative), .zero(let negative): negative
    case .finite(let value): value.negative
    }
  }
}
