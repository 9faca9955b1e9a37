/// A finite value other than 0 with its sign: what exact sums and products are made of.
struct SignedMagnitude {
  var negative: Bool
  var magnitude: Magnitude

  init(negative: Bool, _ magnitude: Magnitude) {
    self.negative = negative
    self.magnitude = magnitude
  }

  /// - Precondition: the value is dyadic.
  init(_ value: Datum.Finite) {
    negative = value.negative
    magnitude = Magnitude(UInt128(value.significand), exponent: value.exponent)
  }

  /// The product.
  ///
  /// - Precondition: both significands are below 2^60.
  static func product(_ x: SignedMagnitude, _ y: SignedMagnitude) -> SignedMagnitude {
    let significand = x.magnitude.significand &* y.magnitude.significand
    return SignedMagnitude(
      negative: x.negative != y.negative,
      Magnitude(significand, exponent: x.magnitude.exponent + y.magnitude.exponent))
  }

  /// The sum; nil for 0.
  ///
  /// Bits that 126 places below the larger top cannot hold become the sticky bit. They exist only
  /// where the operands' tops differ by at least 2, so no cancellation can reach them.
  /// - Precondition: significands below 2^122, and only the smaller operand may be sticky.
  static func sum(_ x: SignedMagnitude, _ y: SignedMagnitude) -> SignedMagnitude? {
    let xIsLarger = x.magnitude.top >= y.magnitude.top
    let large = xIsLarger ? x : y
    let small = xIsLarger ? y : x
    let lead = large.magnitude.significand.leadingZeroBitCount - 2
    let unit = large.magnitude.exponent - lead
    let a = large.magnitude.significand &<< UInt128(lead)
    let (b, rest) = small.magnitude.cut(at: unit)
    let lost = rest.remainder != 0 || rest.sticky
    if large.negative == small.negative {
      return SignedMagnitude(
        negative: large.negative, Magnitude(a &+ b, exponent: unit, sticky: lost))
    }
    if lost {
      // a - (b + fraction) = (a - b - 1) + (1 - fraction)
      return SignedMagnitude(
        negative: large.negative, Magnitude(a &- b &- 1, exponent: unit, sticky: true))
    }
    if a == b { return nil }
    return a > b
      ? SignedMagnitude(negative: large.negative, Magnitude(a &- b, exponent: unit))
      : SignedMagnitude(negative: small.negative, Magnitude(b &- a, exponent: unit))
  }

  /// The sum of three values; nil for 0.
  ///
  /// - Precondition: significands below 2^60.
  static func sum(
    _ x: SignedMagnitude, _ y: SignedMagnitude, _ z: SignedMagnitude
  ) -> SignedMagnitude? {
    var (a, b, c) = (x, y, z)
    if a.magnitude.top < b.magnitude.top { swap(&a, &b) }
    if b.magnitude.top < c.magnitude.top { swap(&b, &c) }
    if a.magnitude.top < b.magnitude.top { swap(&a, &b) }
    if a.magnitude.top - b.magnitude.top <= 60 {
      // Exact, so that whatever cancels leaves the truth for the third.
      guard let pair = sum(a, b) else { return c }
      return sum(pair.reduced, c)
    }
    // The smaller two together are far below the first and cannot cancel it.
    guard let pair = sum(b, c) else { return a }
    return sum(a, pair)
  }

  /// The same value with trailing zero bits moved into the exponent.
  private var reduced: SignedMagnitude {
    var result = self
    let zeros = magnitude.significand.trailingZeroBitCount
    result.magnitude.significand = magnitude.significand &>> UInt128(zeros)
    result.magnitude.exponent += zeros
    return result
  }

  /// The quotient of two values.
  ///
  /// - Precondition: both significands are below 2^60.
  static func quotient(_ x: SignedMagnitude, _ y: SignedMagnitude) -> SignedMagnitude {
    let numerator = UInt64(truncatingIfNeeded: x.magnitude.significand)
    let denominator = UInt64(truncatingIfNeeded: y.magnitude.significand)
    return SignedMagnitude(
      negative: x.negative != y.negative,
      Magnitude.quotient(
        numerator, denominator, exponent: x.magnitude.exponent - y.magnitude.exponent))
  }
}

extension Magnitude {
  /// The square root, to at least the given number of bits.
  ///
  /// A sticky value lies strictly between two neighbouring multiples of `2^lead` in units of the
  /// radicand, where `lead` is at most 4. A threshold of up to 62 bits is a multiple of 4 in units of
  /// the root of 64 bits, so its square is a multiple of 16 and not inside: all of the interval lies
  /// on one side of the threshold, as the root with its sticky bit does.
  ///
  /// - Precondition: the value is exact and `bits` is at most 100; or it has at least 124 bits and
  ///   `bits` is at most `bitsOfStickyRoots`.
  func squareRoot(bits: Int) -> Magnitude {
    // An even exponent and the radicand's leading one in one of the two top bits.
    var lead = significand.leadingZeroBitCount
    if (exponent - lead) & 1 != 0 { lead -= 1 }
    let radicand = significand &<< UInt128(lead)
    var root = Self.root(radicand)
    var remainder = radicand &- root &* root
    var places = 0
    // Digit by digit behind the binary point, where 64 bits are too few.
    while bits > 62, places < 36 {
      places += 1
      remainder = remainder &<< 2
      let trial = root &<< 2 | 1
      root = root &<< 1
      if remainder >= trial {
        remainder &-= trial
        root |= 1
      }
    }
    return Magnitude(
      root, exponent: (exponent - lead) / 2 - places, sticky: sticky || remainder != 0)
  }

  /// The most bits that are asked of the root of a value that is not exact.
  static let bitsOfStickyRoots = 62

  /// The integer part of the square root of a number of 127 or 128 bits.
  private static func root(_ radicand: UInt128) -> UInt128 {
    let estimate = Double(UInt64(truncatingIfNeeded: radicand &>> 64)).squareRoot()
    // 2^32 times the root of the high half is right to 50 bits; a step of Newton's method leaves
    // an error of one or two.
    var root = UInt128(min(estimate * 4_294_967_296, 18_446_744_073_709_549_568))
    root = (root &+ radicand / root) &>> 1
    while root > 0xFFFF_FFFF_FFFF_FFFF || root &* root > radicand { root &-= 1 }
    while root < 0xFFFF_FFFF_FFFF_FFFF, (root &+ 1) &* (root &+ 1) <= radicand { root &+= 1 }
    return root
  }
}
