/// How the derivative of a sum of products is taken through the roundings of its accumulator (LBA:
/// Blumenfeld, Hubara, Soudry, ICLR 2024).
///
/// The derivative with respect to the product of index `i` is a factor `alpha_i` of 0 or 1, made from
/// flags `e_i` of the steps of the sum; that with respect to `x_i` is `alpha_i w_i`, to `w_i`
/// `alpha_i x_i`. It is defined for serial adders of one running sum a chunk.
public struct AccumulatorGradient: Hashable, Sendable {
  /// What becomes of a step inside a chunk.
  public var estimator: Estimator
  /// What becomes of the steps that take in sums of chunks.
  public var outerMask: OuterMask

  /// What becomes of a step.
  public enum Estimator: Hashable, Sendable {
    /// `alpha_i = 1`.
    case identity
    /// `alpha_i = 1 - e_i`, where `e_i` says that step `i` overflowed: the exact product or the exact
    /// sum is at or above the largest magnitude of its stage.
    case immediateOverflow
    /// `alpha_i` is the product of `1 - e_j` over step `i` and all later ones of its chunk, with the
    /// flags of `immediateOverflow`.
    case recursiveOverflow
    /// `alpha_i = 1 - e_i`, where `e_i` says that the product hardly changed the sum:
    /// `|s_i - s_(i-1)| < threshold |x_i w_i|`, and with a threshold of 0 that `s_i = s_(i-1)` although
    /// `x_i w_i` is not 0.
    ///
    /// A recursive form would be the same: a step that the sum ignores passes the derivative with
    /// respect to the sum before it on whole.
    case immediateDifference(threshold: ExactLiteral)
  }

  /// What becomes of an outer step; its flag is that of the estimator, with the sum of the chunk in
  /// the place of the product.
  public enum OuterMask: String, Hashable, Sendable, CaseIterable {
    /// The factor is 1.
    case ignore
    /// The factor is that of the chunk's own outer step.
    case immediate
    /// The factor is the product over the chunk's outer step and all later ones; with
    /// `immediateDifference` it is that of the chunk's own step.
    case recursive
  }

  /// Creates a rule for derivatives.
  public init(estimator: Estimator, outerMask: OuterMask = .ignore) {
    (self.estimator, self.outerMask) = (estimator, outerMask)
  }
}
