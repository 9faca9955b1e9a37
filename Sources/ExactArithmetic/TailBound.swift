/// Bounds on sums of independent numbers in [0, 1], certified, for what has no exact tail.
public enum TailBound {
  /// Whether a sum this far above its mean has a probability of at most `bound`, by Hoeffding's
  /// `exp(-n KL(x, mu))` (1963, theorem 1); `false` also where that is not known.
  ///
  /// - Parameters:
  ///   - sum: of `count` independent numbers in [0, 1], of any laws.
  ///   - mean: the average of their means, or an upper bound on it.
  public static func isUnlikely(
    sum: Rational, atLeast count: Int, mean: Rational, bound: Rational
  ) -> Bool {
    precondition(bound.signum > 0, "a bound on a probability is above 0")
    guard count > 0 else { return false }
    // Away from what would help: the sum down, the mean up.
    let x = (sum / Rational(count)).roundedDown(toMultipleOfPowerOfTwo: -80)
    let mu = mean.roundedUp(toMultipleOfPowerOfTwo: -80)
    guard x > mu, mu < .one else { return false }
    guard mu.signum > 0 else { return true }
    let needed = Enclosure.log(.one / bound, precision: 64).hi
    // KL(x, mu) <= (x - mu)^2 / (mu (1 - mu)), which costs no logarithm.
    let distance = x - mu
    let quick = Rational(count) * distance * distance
    if quick < needed * mu * (.one - mu) { return false }
    let divergence = divergence(x, mu)
    return Rational(count) * divergence.lo >= needed
  }

  /// As `isUnlikely(sum:atLeast:mean:bound:)`, for a sum below its mean.
  public static func isUnlikely(
    sum: Rational, atMost count: Int, mean: Rational, bound: Rational
  ) -> Bool {
    isUnlikely(sum: Rational(count) - sum, atLeast: count, mean: .one - mean, bound: bound)
  }

  /// `KL(x, mu) = x ln(x/mu) + (1-x) ln((1-x)/(1-mu))` for `0 < mu < 1`.
  static func divergence(_ x: Rational, _ mu: Rational) -> Enclosure {
    func part(_ a: Rational, _ b: Rational) -> Enclosure {
      a.isZero ? Enclosure(.zero) : Enclosure(a) * Enclosure.log(a / b, precision: 100)
    }
    return part(x, mu) + part(.one - x, .one - mu)
  }

  /// A number K such that n trials show every deviation of a probability from `sqrt(K/n)` on.
  ///
  /// With `n d^2 >= K` trials, a two-sided test of size `bound` of one probability refutes it with a
  /// chance of at least `1 - miss` where the true one is `d` or more off: by Hoeffding's inequality
  /// `K = (sqrt(ln(2/bound)/2) + sqrt(ln(1/miss)/2))^2`, whatever the probabilities, for means of
  /// numbers in [0, 1] too.
  public static func trialsTimesSquare(bound: Rational, miss: Rational) -> Rational {
    func root(_ p: Rational) -> Rational {
      let half = Enclosure.log(.one / p, precision: 64).hi.scaled(byPowerOfTwo: -1)
      return Enclosure.sqrt(half.roundedUp(toMultipleOfPowerOfTwo: -48), precision: 48).hi
    }
    // A hair less than the bound, so that enclosures of exact tails cannot spoil it.
    let sum = root(bound.scaled(byPowerOfTwo: -1) * (.one - .powerOfTwo(-20))) + root(miss)
    return (sum * sum).roundedUp(toMultipleOfPowerOfTwo: -20)
  }
}
