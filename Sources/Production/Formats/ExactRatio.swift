/// A positive value `numerator / denominator * 2^exponent`, or the square root of one.
///
/// The path for formats given by tables whose values are not dyadic, and for tables whose
/// neighbours lie too far apart for 128-bit fractions.
struct ExactRatio {
  var numerator: Natural
  var denominator: Natural
  var exponent: Int
  /// Whether the value is the square root of what the other properties say.
  var isRoot = false

  init(_ numerator: Natural, over denominator: Natural, exponent: Int) {
    self.numerator = numerator
    self.denominator = denominator
    self.exponent = exponent
  }

  init(_ value: Datum.Finite) {
    self.init(
      Natural(value.significand), over: Natural(value.denominator), exponent: value.exponent)
  }

  /// -1, 0 or 1 as the first value is smaller, equal or larger; neither is a root.
  private static func compareValues(_ x: ExactRatio, _ y: ExactRatio) -> Int {
    let left = x.numerator.bitLength - x.denominator.bitLength + x.exponent
    let right = y.numerator.bitLength - y.denominator.bitLength + y.exponent
    // A quotient's leading bit is known to within one place.
    if left + 1 < right { return -1 }
    if right + 1 < left { return 1 }
    let unit = min(x.exponent, y.exponent)
    let a = x.numerator * y.denominator << (x.exponent - unit)
    let b = y.numerator * x.denominator << (y.exponent - unit)
    return a < b ? -1 : a == b ? 0 : 1
  }

  static func compare(_ x: Datum.Finite, _ y: Datum.Finite) -> Int {
    compareValues(ExactRatio(x), ExactRatio(y))
  }

  /// -1, 0 or 1 as this value is below, at or above `other`, which is no root.
  func compared(to other: ExactRatio) -> Int {
    guard isRoot else { return Self.compareValues(self, other) }
    var square = self
    square.isRoot = false
    return Self.compareValues(square, other * other)
  }

  static func * (x: ExactRatio, y: ExactRatio) -> ExactRatio {
    ExactRatio(
      x.numerator * y.numerator, over: x.denominator * y.denominator,
      exponent: x.exponent + y.exponent)
  }

  static func / (x: ExactRatio, y: ExactRatio) -> ExactRatio {
    ExactRatio(
      x.numerator * y.denominator, over: x.denominator * y.numerator,
      exponent: x.exponent - y.exponent)
  }

  /// The sum of two signed values; nil for 0.
  static func sum(
    _ x: (negative: Bool, ExactRatio), _ y: (negative: Bool, ExactRatio)
  ) -> (negative: Bool, ExactRatio)? {
    let unit = min(x.1.exponent, y.1.exponent)
    let a = x.1.numerator * y.1.denominator << (x.1.exponent - unit)
    let b = y.1.numerator * x.1.denominator << (y.1.exponent - unit)
    let denominator = x.1.denominator * y.1.denominator
    if x.negative == y.negative {
      return (x.negative, ExactRatio(a + b, over: denominator, exponent: unit))
    }
    if a == b { return nil }
    return a > b
      ? (x.negative, ExactRatio(a - b, over: denominator, exponent: unit))
      : (y.negative, ExactRatio(b - a, over: denominator, exponent: unit))
  }

  /// The value `low + (high - low) * part / 2^bits`, where `low` nil stands for 0.
  static func between(
    _ low: ExactRatio?, _ high: ExactRatio, part: UInt64, bits: Int
  ) -> ExactRatio {
    let weight = Natural(part)
    let upper = ExactRatio(
      high.numerator * weight, over: high.denominator, exponent: high.exponent - bits)
    guard let low else { return upper }
    let rest = Natural(UInt64(1) << UInt64(bits) - part)
    let lower = ExactRatio(
      low.numerator * rest, over: low.denominator, exponent: low.exponent - bits)
    if part == 0 { return low }
    return sum((false, lower), (false, upper))?.1 ?? upper
  }

  /// The value as a significand of up to 126 bits with a sticky bit, for dyadic targets.
  var magnitude: Magnitude {
    if isRoot { return rootMagnitude }
    if denominator.small == 1 {
      let (significand, dropped, more) = numerator.leading
      return Magnitude(significand, exponent: exponent + dropped, sticky: more)
    }
    if let n = numerator.small, let d = denominator.small {
      return Magnitude.quotient(n, d, exponent: exponent)
    }
    let lead = numerator.bitLength - denominator.bitLength
    let (digits, more) = Self.digits(
      of: numerator << max(0, -lead), over: denominator << max(0, lead), places: 125)
    return Magnitude(digits, exponent: exponent + lead - 125, sticky: more)
  }

  /// The square root, digit by digit from above; the invariant is `digits * 2^unit <= value`.
  private var rootMagnitude: Magnitude {
    // A root is at least 1 in units of its square when the scaled square is.
    let top = (numerator.bitLength - denominator.bitLength + exponent) >> 1
    var unit = top - 124 + 126
    var digits: UInt128 = 0
    for _ in 0..<126 {
      unit -= 1
      digits <<= 1
      let next = ExactRatio(Natural(digits | 1), over: Natural(UInt64(1)), exponent: unit)
      if compared(to: next) >= 0 { digits |= 1 }
    }
    let cut = ExactRatio(Natural(digits), over: Natural(UInt64(1)), exponent: unit)
    return Magnitude(digits, exponent: unit, sticky: compared(to: cut) != 0)
  }

  /// The integer part of `2^places * numerator / denominator`, and whether anything remains.
  ///
  /// - Precondition: the numerator is below twice the denominator, and `places` is at most 126.
  fileprivate static func digits(
    of numerator: Natural, over denominator: Natural, places: Int
  ) -> (UInt128, more: Bool) {
    var rest = numerator
    var digits: UInt128 = 0
    for place in 0...places {
      digits &<<= 1
      if rest >= denominator {
        rest = rest - denominator
        digits |= 1
      }
      if place < places { rest = rest << 1 }
    }
    return (digits, !rest.isZero)
  }
}

/// A fraction of the way from one value to another.
struct ComparedFraction: DroppedFraction {
  var value: ExactRatio
  var low: ExactRatio?
  var high: ExactRatio

  func scaled(_ bits: Int) -> (floor: UInt64, more: Bool) {
    if value.isRoot { return compared(bits) }
    guard let part = above(value), let gap = above(high) else { return (0, false) }
    let share = part / gap
    let (digits, more) = ExactRatio.digits(
      of: share.numerator << max(0, share.exponent),
      over: share.denominator << max(0, -share.exponent), places: bits)
    return (UInt64(truncatingIfNeeded: digits), more)
  }

  /// How far a value lies above the lower end; nil for the end itself.
  private func above(_ value: ExactRatio) -> ExactRatio? {
    guard let low else { return value }
    return ExactRatio.sum((false, value), (true, low))?.1
  }

  /// The same for a root, bit by bit.
  private func compared(_ bits: Int) -> (floor: UInt64, more: Bool) {
    var floor: UInt64 = 0
    for bit in (0..<UInt64(bits)).reversed() {
      let candidate = floor | 1 << bit
      let point = ExactRatio.between(low, high, part: candidate, bits: bits)
      if value.compared(to: point) >= 0 { floor = candidate }
    }
    let point = ExactRatio.between(low, high, part: floor, bits: bits)
    if floor == 0, low == nil { return (0, true) }
    return (floor, value.compared(to: point) != 0)
  }
}
