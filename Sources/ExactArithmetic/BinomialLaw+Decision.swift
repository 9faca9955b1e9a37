/// What is proved about a tail and a bound.
public enum TailDecision: Hashable, Sendable {
  /// The tail is the bound or below it.
  case atMost
  /// The tail is above the bound.
  case above
  /// The enclosure of the tail holds the bound.
  case undecided
}

extension BinomialLaw {
  /// Whether the probability of `count` successes or more is at most `bound`.
  ///
  /// Counts that are not far out are told without computing the tail. With x = count/n the tail is
  /// at least its first mass, which is at least `exp(-n KL(x, p)) / sqrt(2n)` (MacWilliams and
  /// Sloane, The Theory of Error-Correcting Codes, chapter 10, lemma 7), and
  /// `n KL(x, p) <= z^2 = (count - np)^2 / (np(1-p))`.
  public func upperTail(from count: Int, isAtMost bound: Rational) -> TailDecision {
    if count > trials { return bound.signum >= 0 ? .atMost : .above }
    if count <= 0 { return bound >= .one ? .atMost : .above }
    if isPlainlyAbove(count, bound) { return .above }
    let tail = upperTail(from: count)
    if tail.hi <= bound { return .atMost }
    return tail.lo > bound ? .above : .undecided
  }

  /// Whether the probability of `count` successes or fewer is at most `bound`.
  public func lowerTail(through count: Int, isAtMost bound: Rational) -> TailDecision {
    ofFailures.upperTail(from: trials - count, isAtMost: bound)
  }

  private func isPlainlyAbove(_ count: Int, _ bound: Rational) -> Bool {
    guard bound.signum > 0, bound < Rational(1, over: 2) else { return false }
    let distance = Rational(count) - mean
    // A median is not below the floor of the mean (Kaas and Buhrman 1980).
    if distance.signum <= 0, Rational(count) <= mean.floor { return true }
    let spread = mean * (.one - probability)
    guard !spread.isZero else { return false }
    // ln 2 is between 69/100 and 7/10; logarithms to base 2 are those of bit lengths.
    let wanted = Rational(69, over: 100) * Rational(-bound.floorLog2 - 1)
    let root = Rational(7, over: 20) * Rational(Rational(2 * trials).floorLog2 + 1)
    let room = wanted - root
    return room.signum > 0 && distance * distance < room * spread
  }
}
