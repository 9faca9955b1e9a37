extension Rational: CustomStringConvertible {
  /// `n` for integers, `n/d` in lowest terms otherwise; `-` in front of negative values.
  public var description: String { big.description }

  /// The value as a hexadecimal float, `0x1.8p-3`; `nil` where it is not dyadic.
  ///
  /// The digit before the point is 1, trailing zeros are dropped and the exponent is always there,
  /// so every dyadic has one such text; zero is `0x0p0`.
  public var hexFloat: String? {
    guard isDyadic else { return nil }
    if isZero { return "0x0p0" }
    let digits: Rational
    switch form {
    case .dyadic(let significand, _): digits = Rational(significand, exponent: 0).magnitude
    case .general: digits = numerator.magnitude
    }
    // The leading bit becomes the lowest of its hexadecimal digit.
    let aligned = digits.scaled(byPowerOfTwo: (4 - digits.floorLog2 & 3) & 3)
    var fraction = aligned.big.text(radix: 16).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    let point = fraction.isEmpty ? "" : "."
    return "\(signum < 0 ? "-" : "")0x1\(point)\(fraction)p\(floorLog2)"
  }

  /// The value in decimal, correctly rounded to `significantDigits` (nearest, ties to even).
  ///
  /// A value that needs no more digits is exact and is printed without trailing zeros (`0.5`); a
  /// rounded one is printed with all its digits (`0.500`, `0.333`). Large and small values take an
  /// exponent, as in `1.250e-9`.
  public func decimal(significantDigits: Int) -> String {
    precondition(significantDigits >= 1, "at least one significant digit")
    if isZero { return "0" }
    let value = magnitude
    var exponent = value.floorLog10
    let scaled = value / Rational.powerOfTen(exponent - significantDigits + 1)
    var rounded = scaled.roundedToEven
    let isExact = rounded == scaled
    if rounded == Rational.powerOfTen(significantDigits) {
      rounded = Rational.powerOfTen(significantDigits - 1)
      exponent += 1
    }
    var digits = rounded.description
    if isExact {
      while digits.last == "0" { digits.removeLast() }
    }
    let isPositional = exponent >= -5 && exponent < max(significantDigits, isExact ? 21 : 0)
    return (signum < 0 ? "-" : "")
      + (isPositional
        ? Self.positional(digits, exponent) : Self.scientific(digits, exponent))
  }

  /// The value in decimal with nothing rounded; `nil` where that has no end or more than 60 digits.
  public var decimalExact: String? {
    if isZero { return "0" }
    var odd = denominator
    var fives = 0
    while odd != .powerOfTwo(odd.floorLog2) {
      let fifth = odd / 5
      guard fifth.isInteger, fives < 60 else { return nil }
      odd = fifth
      fives += 1
    }
    let places = max(fives, odd.floorLog2)
    guard places <= 60, floorLog2 < 200 else { return nil }
    var digits = (magnitude * .powerOfTen(places)).description
    let exponent = digits.count - 1 - places
    while digits.last == "0" { digits.removeLast() }
    guard digits.count <= 60, exponent < 60 else { return nil }
    return (signum < 0 ? "-" : "") + Self.positional(digits, exponent)
  }

  /// `digits[0].digits[1...] * 10^exponent` without an exponent.
  private static func positional(_ digits: String, _ exponent: Int) -> String {
    if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + digits }
    let missing = exponent + 1 - digits.count
    if missing >= 0 { return digits + String(repeating: "0", count: missing) }
    return "\(digits.prefix(exponent + 1)).\(digits.dropFirst(exponent + 1))"
  }

  private static func scientific(_ digits: String, _ exponent: Int) -> String {
    let point = digits.count > 1 ? "." : ""
    return "\(digits.prefix(1))\(point)\(digits.dropFirst())e\(exponent)"
  }

  private static func powerOfTen(_ e: Int) -> Rational {
    let power = Rational(BigRational.power(10, UInt64(e.magnitude)))
    return e < 0 ? .one / power : power
  }

  /// The largest `k` with `10^k <= self`, for a positive value.
  private var floorLog10: Int {
    // 0.30103 is log10(2) to five digits: the guess is off by a few for exponents up to 10^6.
    var k = (floorLog2 * 30_103) / 100_000
    while Rational.powerOfTen(k) > self { k -= 1 }
    while Rational.powerOfTen(k + 1) <= self { k += 1 }
    return k
  }
}

extension Rational {
  /// The nearest binary64 value (ties to even; infinite from `2^1024 - 2^970` on).
  ///
  /// For display and plots only: no result that is claimed to be exact may pass through it.
  public var approximateDouble: Double {
    if isZero { return 0 }
    let exponent = floorLog2
    let sign: UInt64 = signum < 0 ? 1 << 63 : 0
    guard exponent <= 1023 else { return Double(bitPattern: sign | 0x7FF << 52) }
    // In units of the last place; subnormals share the exponent of the smallest normal number.
    let binade = max(exponent, -1022)
    let units = magnitude.scaled(byPowerOfTwo: 52 - binade).roundedToEven.asUInt64 ?? 0
    // The leading bit of a normal significand, or a carry out of rounding, counts the field up.
    return Double(bitPattern: sign | UInt64(binade + 1022) << 52 &+ units)
  }
}
