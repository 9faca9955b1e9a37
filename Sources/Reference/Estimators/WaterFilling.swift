public import ExactArithmetic

/// The inclusion probabilities of the unbiased estimator of least variance that keeps at most
/// `keep` elements of a block.
///
/// For given inclusion probabilities `p_i` the best values are `g_i / p_i`, and the variance is the
/// sum of `g_i^2 (1/p_i - 1)`. It is least where `p_i = min(1, |g_i| / tau)`, with the scale `tau`
/// that makes the probabilities sum to `keep`. The saturated elements, `p_i = 1`, are found from the
/// largest down: while `|g| * places left > sum of the magnitudes left`, the next one is taken.
///
/// Chmiel, Hubara, Banner and Soudry, "Minimum variance unbiased N:M sparsity for the neural
/// gradients" (ICLR 2023); the general solution is that of sampling with unequal probabilities
/// (Horvitz and Thompson, 1952). `Specs/pages/mvue.md` has the proof.
public struct WaterFilling: Hashable, Sendable {
  /// The block.
  public let block: [Rational]
  /// How many elements are kept at most.
  public let keep: Int
  /// The probability of each element to be kept, by index.
  public let inclusion: [Rational]
  /// The magnitude of everything that is kept by chance; `nil` where all that is not 0 is kept.
  public let scale: Rational?
  /// The elements kept for certain with their own value, the largest magnitude first, among equals
  /// the lower index; where `scale` is `nil`, all elements other than 0.
  public let saturated: [Int]

  /// Fills a block; `keep < 0` is a programmer error.
  ///
  /// With no places at all nothing is kept, and the inclusion probabilities are 0.
  public init(_ block: [Rational], keep: Int) {
    precondition(keep >= 0, "a block keeps no negative number of elements")
    self.block = block
    self.keep = keep
    let magnitudes = block.map(\.magnitude)
    let ranked = block.indices.filter { !block[$0].isZero }.sorted {
      magnitudes[$0] == magnitudes[$1] ? $0 < $1 : magnitudes[$0] > magnitudes[$1]
    }
    guard ranked.count > keep, keep > 0 else {
      saturated = keep > 0 ? ranked : []
      scale = nil
      inclusion = block.map { keep == 0 || $0.isZero ? .zero : .one }
      return
    }
    var tail = magnitudes.reduce(.zero, +)
    var count = 0
    // At the latest it ends with one place left, where the test reads `largest left > sum left`.
    while magnitudes[ranked[count]] * Rational(keep - count) > tail {
      tail -= magnitudes[ranked[count]]
      count += 1
    }
    let tau = tail / Rational(keep - count)
    saturated = Array(ranked[..<count])
    scale = tau
    let certain = Set(saturated)
    inclusion = block.indices.map { certain.contains($0) ? .one : magnitudes[$0] / tau }
  }

  /// The elements that are kept by chance, in index order; empty without a scale, and without the
  /// zeros.
  public var unsaturated: [Int] {
    guard scale != nil else { return [] }
    let certain = Set(saturated)
    return block.indices.filter { !certain.contains($0) && !block[$0].isZero }
  }

  /// The places that are left for the unsaturated elements.
  public var placesLeft: Int { keep - saturated.count }

  /// The least variance of an unbiased estimator with at most `keep` elements, summed over the
  /// elements: `tail^2 / places - sum of squares` over the unsaturated ones.
  ///
  /// Where there are elements and no place, no estimator is unbiased, and this is 0.
  public var minimumVariance: Rational {
    guard let scale else { return .zero }
    return unsaturated.reduce(into: .zero) { sum, i in
      sum += scale * block[i].magnitude - block[i] * block[i]
    }
  }

  /// The certificate that the variance is the least possible.
  public var certificate: VarianceCertificate {
    VarianceCertificate(inclusion: inclusion, scale: scale ?? .zero)
  }
}

/// What proves that inclusion probabilities have the least variance, to be checked without trusting
/// whoever found them.
///
/// Two readings, each sufficient. The conditions of Karush, Kuhn and Tucker: with the multiplier
/// `scale^2`, `g_i^2 = scale^2 p_i^2` where `0 < p_i < 1`, `g_i^2 >= scale^2` where `p_i = 1`, and
/// only zeros have `p_i = 0`. And weak duality: every `scale >= 0` whatsoever bounds the variance
/// of all unbiased estimators from below, so that one whose variance meets a bound is optimal.
public struct VarianceCertificate: Hashable, Sendable {
  /// The probabilities to be kept.
  public var inclusion: [Rational]
  /// The root of the multiplier; 0 where every element other than 0 is kept.
  public var scale: Rational

  /// Creates a certificate.
  public init(inclusion: [Rational], scale: Rational) {
    self.inclusion = inclusion
    self.scale = scale
  }

  /// The first condition that does not hold for a block, in words; `nil` where it certifies.
  public func violation(for block: [Rational], keep: Int) -> String? {
    guard inclusion.count == block.count else { return "one probability for each element" }
    for (i, (p, g)) in zip(inclusion, block).enumerated() {
      if p.signum < 0 || p > .one { return "p\(i) = \(p) is no probability" }
      if p.isZero != g.isZero { return "p\(i) = \(p) for the value \(g)" }
      if p < .one && g.magnitude != scale * p { return "p\(i) = \(p) is not |\(g)| / \(scale)" }
      if p == .one && g.magnitude < scale { return "\(g) is certain but below \(scale)" }
    }
    let sum = inclusion.reduce(.zero, +)
    if sum > Rational(keep) { return "the probabilities sum to \(sum), above \(keep)" }
    // A multiplier above zero belongs to a bound that is met.
    if !scale.isZero && sum != Rational(keep) { return "the sum is \(sum), not \(keep)" }
    return nil
  }

  /// The variance of the values `g_i / p_i` under the inclusion probabilities.
  public func variance(of block: [Rational]) -> Rational {
    zip(inclusion, block).reduce(into: .zero) { sum, pair in
      if !pair.0.isZero { sum += pair.1 * pair.1 * (.one / pair.0 - .one) }
    }
  }

  /// The dual bound at a scale: no unbiased estimator that keeps at most `keep` elements has a
  /// smaller variance.
  ///
  /// For `0 < p <= 1`, `g^2/p + scale^2 p` is at least `2 |g| scale`, and at least `g^2 + scale^2`
  /// where `|g| >= scale`; the sum of the probabilities is at most `keep`.
  public static func lowerBound(of block: [Rational], keep: Int, scale: Rational) -> Rational {
    let square = scale * scale
    var bound = -Rational(keep) * square
    for g in block where !g.isZero {
      let a = g.magnitude
      bound += a < scale ? (a * scale).scaled(byPowerOfTwo: 1) - a * a : square
    }
    return bound
  }
}
