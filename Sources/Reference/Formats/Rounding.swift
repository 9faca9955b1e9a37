import Descriptors
import ExactArithmetic

/// Two neighbouring magnitudes of a format and what a rounding rule must know of them.
struct Gap: Sendable {
  /// The neighbour nearer to zero.
  var low: Rational
  /// The neighbour farther from zero.
  var high: Rational
  /// The magnitude at which nearest rules tie: the mean, except for posits.
  var tie: Rational
  /// Whether `low` is the even one of the two, for ties.
  var lowIsEven: Bool
  /// Whether the code of `low` is odd and that of `high` is not, for to-odd.
  var onlyLowIsOdd: Bool
  /// Whether the values of the gap are below zero.
  var negative: Bool
}

extension RoundingRule {
  /// Whether a magnitude strictly inside a gap becomes the neighbour farther from zero.
  ///
  /// For the rules, IEEE 754-2019 section 4.3 and IEEE P3109 v4.0, RoundToPrecision. Only the low `N`
  /// bits of `word` count for a stochastic rule with `N` bits.
  func roundsAway<Value: ExactMagnitude>(_ x: Value, in gap: Gap, word: UInt32) -> Bool {
    switch self {
    case .toNearestOrEven: nearest(x, gap) ?? !gap.lowIsEven
    case .toNearestOrAway: nearest(x, gap) ?? true
    case .toNearestOrZero: nearest(x, gap) ?? false
    case .towardZero: false
    case .up: !gap.negative
    case .down: gap.negative
    case .toOdd: !gap.onlyLowIsOdd
    case .stochastic(let bits, let variant):
      variant.scaledFraction(of: x, in: gap, bits: bits)
        + Int64(word & (UInt32.max >> UInt32(32 - bits))) >= 1 << Int64(bits)
    }
  }

  private func nearest<Value: ExactMagnitude>(_ x: Value, _ gap: Gap) -> Bool? {
    let order = x.compare(to: gap.tie)
    return order == 0 ? nil : order > 0
  }
}

extension StochasticVariant {
  /// The dropped fraction `f` as the integer that the random word is added to: with the word
  /// `R`, the magnitude rounds away when the integer plus `R` reaches `2^bits`.
  ///
  /// Variant B asks for `floor(f * 2^(N+1)) + 2R + 1 >= 2^(N+1)`; halving both sides, whose left
  /// is compared with an even number, makes it `floor((floor(f * 2^(N+1)) + 1) / 2) + R >= 2^N`.
  func scaledFraction<Value: ExactMagnitude>(of x: Value, in gap: Gap, bits: Int) -> Int64 {
    switch self {
    case .a: return scaledFloor(x, gap, bits)
    case .b: return (scaledFloor(x, gap, bits + 1) + 1) / 2
    case .c:
      let floor = scaledFloor(x, gap, bits)
      let half = Rational(2 * floor + 1, exponent: -bits - 1)
      let order = x.compare(to: gap.low + (gap.high - gap.low) * half)
      return order > 0 || (order == 0 && floor % 2 == 1) ? floor + 1 : floor
    }
  }

  /// The floor of `f * 2^bits`, found by bisection.
  ///
  /// It is the largest `k` with `low + k/2^bits * (high - low) <= x`: no division, so it serves
  /// roots as well.
  private func scaledFloor<Value: ExactMagnitude>(_ x: Value, _ gap: Gap, _ bits: Int) -> Int64 {
    let width = gap.high - gap.low
    var low: Int64 = 0
    var high: Int64 = 1 << Int64(bits)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      let point = gap.low + width * Rational(middle, exponent: -bits)
      if x.compare(to: point) >= 0 { low = middle } else { high = middle }
    }
    return low
  }
}
