public import Descriptors
public import ExactArithmetic

// The quantiser of a float grid: the five steps of `FloatGrid`, in their order.

extension FloatGrid {
  /// The smallest magnitude of the grid.
  public var underflowThreshold: Rational { .powerOfTwo(lowestExponent) }

  /// The largest magnitude of the grid.
  public var overflowThreshold: Rational {
    .powerOfTwo(highestExponent + 1) - .powerOfTwo(highestExponent - significandBits)
  }

  /// What a datum becomes.
  public func round(_ datum: Datum) -> Datum { staged(datum).datum }

  /// What a datum becomes, with what happened on the way.
  func staged(_ datum: Datum) -> Staged {
    guard let value = datum.number else { return Staged(.nan) }
    if value.isZero { return Staged(.finite(.zero)) }
    let magnitude = value.magnitude
    if flushes, magnitude < underflowThreshold { return Staged(.finite(.zero), underflow: true) }
    let rounded = rounding.round(
      magnitude, negative: value.signum < 0, toMultipleOf: magnitude.floorLog2 - significandBits)
    let overflow = saturates && rounded > overflowThreshold
    let kept = overflow ? overflowThreshold : rounded
    return Staged(.finite(value.signum < 0 ? -kept : kept), overflow: overflow)
  }
}

extension RoundingRule {
  /// A magnitude above 0 as a multiple of `2^exponent`; on a tie the even multiple is the even one,
  /// and to-odd takes the odd one.
  ///
  /// - Precondition: the rule takes no random word.
  func round(_ magnitude: Rational, negative: Bool, toMultipleOf exponent: Int) -> Rational {
    let low = magnitude.roundedDown(toMultipleOfPowerOfTwo: exponent)
    if low == magnitude { return magnitude }
    let quantum = Rational.powerOfTwo(exponent)
    let lowIsOdd = low.scaled(byPowerOfTwo: -exponent).isOddInteger
    let gap = Gap(
      low: low, high: low + quantum, tie: low + quantum.scaled(byPowerOfTwo: -1),
      lowIsEven: !lowIsOdd, onlyLowIsOdd: lowIsOdd, negative: negative)
    return roundsAway(magnitude, in: gap, word: 0) ? gap.high : low
  }
}
