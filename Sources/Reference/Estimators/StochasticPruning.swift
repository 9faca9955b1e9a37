public import ExactArithmetic

/// Random pruning below a threshold: a value from the threshold on stays, one below it becomes the
/// threshold with its sign, with probability magnitude / threshold, or 0.
///
/// Unbiased, with variance `threshold * |x| - x^2` below the threshold, at most `threshold^2 / 4`.
/// Chmiel, Ben-Uri, Shkolnik, Hoffer, Banner and Soudry, "Neural gradients are near-lognormal:
/// improved quantized and sparse training" (ICLR 2021).
public struct StochasticPruning: Hashable, Sendable {
  /// The threshold, from 0 on; 0 leaves everything as it is.
  public let threshold: Rational

  /// Creates the operator; throws `negativeThreshold` for a threshold below 0.
  public init(threshold: Rational) throws(PruningError) {
    if threshold.signum < 0 { throw .negativeThreshold }
    self.threshold = threshold
  }

  /// The probability that a value is not pruned.
  public func probability(keeping x: Rational) -> Rational {
    let a = x.magnitude
    return a >= threshold ? .one : a / threshold
  }

  /// The law of what a value becomes.
  public func distribution(of x: Rational) -> Distribution<Rational> {
    law(x, kept: probability(keeping: x))
  }

  /// The law over all words of so many bits.
  public func distribution(of x: Rational, wordBits bits: Int) -> Distribution<Rational> {
    let p = probability(keeping: x).scaled(byPowerOfTwo: bits).ceiling
    return law(x, kept: p.scaled(byPowerOfTwo: -bits))
  }

  /// The mean minus the value, over all words of so many bits: from 0 away by less than
  /// `2^-bits` of the threshold.
  public func bias(of x: Rational, wordBits bits: Int = 32) -> Rational {
    distribution(of: x, wordBits: bits).mean - x
  }

  /// What a value becomes for a word: the threshold where `word / 2^32` is below the probability.
  public func outcome(of x: Rational, word: UInt32) -> Rational {
    if x.magnitude >= threshold { return x }
    let u = Rational(Int64(word), exponent: -32)
    return u < probability(keeping: x) ? signed(x) : .zero
  }

  /// The first word of 32 bits that prunes a value where others keep it; `nil` where none or all do.
  public func breakpoint(of x: Rational) -> UInt64? {
    guard !x.isZero, x.magnitude < threshold else { return nil }
    let word = probability(keeping: x).scaled(byPowerOfTwo: 32).ceiling.asUInt64
    return word.flatMap { $0 < 1 << 32 ? $0 : nil }
  }

  /// The variance: `threshold * |x| - x^2`, 0 from the threshold on.
  public func variance(of x: Rational) -> Rational {
    x.magnitude >= threshold ? .zero : threshold * x.magnitude - x * x
  }

  /// The expected share of zeros among the results.
  ///
  /// - Precondition: there are values.
  public func sparsity(of values: [Rational]) -> Rational {
    precondition(!values.isEmpty, "a share needs values")
    let pruned = values.reduce(into: Rational.zero) { sum, x in
      sum += x.isZero ? .one : .one - probability(keeping: x)
    }
    return pruned / Rational(values.count)
  }

  /// The square of the cosine between values and results, of expectations: the sum of squares over
  /// the expected sum of squares of the results; 1 where all values are 0.
  public func squaredCosine(of values: [Rational]) -> Rational {
    let squares = values.reduce(.zero) { $0 + $1 * $1 }
    if squares.isZero { return .one }
    return squares / values.reduce(.zero) { $0 + max(threshold * $1.magnitude, $1 * $1) }
  }

  private func signed(_ x: Rational) -> Rational { x.signum < 0 ? -threshold : threshold }

  private func law(_ x: Rational, kept: Rational) -> Distribution<Rational> {
    if x.magnitude >= threshold { return .certain(x) }
    guard let law = try? Distribution([(signed(x), kept), (.zero, .one - kept)]) else {
      preconditionFailure("a probability is in [0, 1]")
    }
    return law
  }
}
