/// The number of successes in independent trials of one probability, with certified tails.
///
/// Every tail is an enclosure: what lies in it is proved, whatever the size of the numbers. Its
/// relative width is about `2^-28` or less up to `2^27` trials. The cost grows with the standard
/// deviation, not with the number of trials.
public struct BinomialLaw: Hashable, Sendable {
  /// The number of trials, 0 or more.
  public let trials: Int
  /// The probability of success of each, from 0 to 1.
  public let probability: Rational

  /// Creates the law; a negative number or a probability outside 0...1 is a programmer error.
  public init(trials: Int, probability: Rational) {
    precondition(trials >= 0, "\(trials) trials")
    precondition(
      probability.signum >= 0 && probability <= .one, "\(probability) is no probability")
    self.trials = trials
    self.probability = probability
  }

  /// The law of the failures.
  public var ofFailures: BinomialLaw {
    BinomialLaw(trials: trials, probability: .one - probability)
  }

  /// The mean, `trials * probability`.
  public var mean: Rational { Rational(trials) * probability }

  /// The probability of `count` successes.
  public func mass(at count: Int) -> Enclosure {
    guard (0...trials).contains(count) else { return Enclosure(.zero) }
    let failure = Rational.one - probability
    if probability.isZero || failure.isZero {
      return Enclosure(count == (probability.isZero ? 0 : trials) ? .one : .zero)
    }
    let bits = 96 + Rational(trials + 1).floorLog2
    let choices =
      Enclosure.logFactorial(trials) - Enclosure.logFactorial(count)
      - Enclosure.logFactorial(trials - count)
    let powers =
      Enclosure(Rational(count)) * Enclosure.log(probability, precision: bits)
      + Enclosure(Rational(trials - count)) * Enclosure.log(failure, precision: bits)
    return Enclosure.expRelative((choices + powers).roundedOutward(bits: 80))
      .clipped(from: .zero, through: .one)
  }

  /// The probability of `count` successes or more.
  public func upperTail(from count: Int) -> Enclosure {
    if count <= 0 { return Enclosure(.one) }
    if count > trials || probability.isZero { return Enclosure(.zero) }
    if probability == .one { return Enclosure(.one) }
    guard Rational(count) > mean else {
      let rest = ofFailures.upperTail(from: trials - count + 1)
      return (Enclosure(.one) - rest).clipped(from: .zero, through: .one)
    }
    return (mass(at: count) * ratios(from: count)).clipped(from: .zero, through: .one)
  }

  /// The probability of `count` successes or fewer.
  public func lowerTail(through count: Int) -> Enclosure {
    ofFailures.upperTail(from: trials - count)
  }

  /// The tail from `count` on, above the mean, divided by its first mass: a sum whose terms each
  /// follow from the one before by a ratio below 1 that falls.
  private func ratios(from count: Int) -> Enclosure {
    let odds = probability / (.one - probability)
    // The odds are o * 2^-shift with o of 64 bits.
    let shift = 63 - odds.floorLog2
    let scaled = odds.scaled(byPowerOfTwo: shift)
    let below = UInt128(scaled.floor.asUInt64 ?? 0)
    let above = scaled.isInteger ? below : below + 1
    let one = UInt64(1) << 60
    var term = (lo: one, hi: one)
    var sum = (lo: UInt128(one), hi: UInt128(one))
    var rest: UInt128 = 0
    for step in 1...max(1, trials - count) where trials > count {
      let numerator = UInt128(trials - count - step + 1)
      let denominator = UInt128(count + step)
      let lo = Self.fixed(numerator * below / denominator, shift)
      let hi = min(one, Self.fixed(numerator * above / denominator + 1, shift) &+ 1)
      term.lo = UInt64(truncatingIfNeeded: (UInt128(term.lo) * UInt128(min(one, lo))) >> 60)
      term.hi = UInt64(truncatingIfNeeded: (UInt128(term.hi) * UInt128(hi)) >> 60) + 1
      sum.lo += UInt128(term.lo)
      sum.hi += UInt128(term.hi)
      if term.hi < 1 << 14, hi < one {
        // All later ratios are smaller than this one.
        rest = UInt128(term.hi) * UInt128(hi) / UInt128(one - hi) + 1
        break
      }
    }
    let hi = (sum.hi + rest) >> 32 + 1
    return Enclosure(
      lo: Rational(unsigned: UInt64(sum.lo >> 32), exponent: 32 - 60),
      hi: Rational(unsigned: UInt64(hi), exponent: 32 - 60))
  }

  /// `value * 2^(60 - shift)`, cut down to `2^60`.
  private static func fixed(_ value: UInt128, _ shift: Int) -> UInt64 {
    let places = shift - 60
    if places >= 128 { return 0 }
    if places >= 0 { return UInt64(min(value >> UInt128(places), 1 << 60)) }
    // A ratio is at most 1, so that more than 60 bits are rounding.
    guard -places < 64, value >> UInt128(61) == 0 else { return value == 0 ? 0 : 1 << 60 }
    return UInt64(min(value << UInt128(-places), 1 << 60))
  }
}
