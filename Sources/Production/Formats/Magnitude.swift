/// A positive value as an integer times a power of two, exact or known to lie just above it.
///
/// The value is `significand * 2^exponent` when `sticky` is false. When it is true the value lies
/// strictly between that and `(significand + 1) * 2^exponent`, and the significand then has more
/// than 96 bits, so that no neighbour, midpoint or random threshold of any supported dyadic
/// format lies strictly inside the gap.
struct Magnitude {
  /// Never 0.
  var significand: UInt128
  var exponent: Int
  var sticky: Bool

  init(_ significand: UInt128, exponent: Int, sticky: Bool = false) {
    self.significand = significand
    self.exponent = exponent
    self.sticky = sticky
  }

  /// The `e` with `2^e <= value < 2^(e+1)`.
  var top: Int { exponent + 127 - significand.leadingZeroBitCount }

  /// The significand with its leading one moved to bit 127.
  var normalized: UInt128 { significand &<< UInt128(significand.leadingZeroBitCount) }

  /// The quotient of two positive integers times `2^exponent`.
  ///
  /// - Precondition: `numerator` and `denominator` are positive and below 2^63.
  static func quotient(_ numerator: UInt64, _ denominator: UInt64, exponent: Int) -> Magnitude {
    if denominator == 1 { return Magnitude(UInt128(numerator), exponent: exponent) }
    let divisor = UInt128(denominator)
    // The first quotient has 62 or 63 bits, the second digit adds 62 more.
    let lift = (64 - denominator.leadingZeroBitCount) - (64 - numerator.leadingZeroBitCount) + 62
    let (high, rest) = (UInt128(numerator) << UInt128(lift)).quotientAndRemainder(
      dividingBy: divisor)
    let (low, remainder) = (rest << 62).quotientAndRemainder(dividingBy: divisor)
    return Magnitude(high << 62 | low, exponent: exponent - lift - 62, sticky: remainder != 0)
  }
}

/// The part of a value that rounding drops, as a fraction in [0, 1) of the gap it lies in.
protocol DroppedFraction {
  /// The floor of the fraction times `2^bits`, and whether anything remains below it.
  ///
  /// - Precondition: `1 <= bits <= 33`.
  func scaled(_ bits: Int) -> (floor: UInt64, more: Bool)
}

/// A fraction `remainder / 2^shift`, where the gap is a power of two.
struct BinaryFraction: DroppedFraction {
  var remainder: UInt128
  var shift: Int
  var sticky: Bool

  func scaled(_ bits: Int) -> (floor: UInt64, more: Bool) {
    if shift < bits {
      let floor = shift <= 0 ? 0 : remainder &<< UInt128(bits - shift)
      return (UInt64(truncatingIfNeeded: floor), sticky)
    }
    let drop = shift - bits
    if drop >= 128 { return (0, sticky || remainder != 0) }
    let floor = remainder &>> UInt128(drop)
    return (
      UInt64(truncatingIfNeeded: floor), sticky || floor &<< UInt128(drop) != remainder
    )
  }
}

/// A fraction `(whole + low) / gap` of a gap that need not be a power of two.
struct RatioFraction: DroppedFraction {
  /// The distance from the lower neighbour in units of the gap's lowest bit, rounded down.
  var whole: UInt128
  /// What the rounding down left, as a fraction of that unit.
  var low: BinaryFraction
  /// The gap in the same units, below 2^94.
  var gap: UInt128

  func scaled(_ bits: Int) -> (floor: UInt64, more: Bool) {
    let tail = low.scaled(bits)
    let (quotient, remainder) = (whole &<< UInt128(bits) | UInt128(tail.floor))
      .quotientAndRemainder(dividingBy: gap)
    return (UInt64(truncatingIfNeeded: quotient), tail.more || remainder != 0)
  }
}

extension Magnitude {
  /// The value cut at a multiple of `2^unit`: the multiple below and the fraction above it.
  ///
  /// - Precondition: the value is below `2^(unit + 128)`.
  func cut(at unit: Int) -> (whole: UInt128, rest: BinaryFraction) {
    let shift = unit - exponent
    if shift <= 0 {
      return (
        significand &<< UInt128(-shift), BinaryFraction(remainder: 0, shift: 0, sticky: sticky)
      )
    }
    if shift >= 128 {
      return (0, BinaryFraction(remainder: significand, shift: shift, sticky: sticky))
    }
    let whole = significand &>> UInt128(shift)
    return (
      whole,
      BinaryFraction(
        remainder: significand ^ whole &<< UInt128(shift), shift: shift, sticky: sticky)
    )
  }
}
