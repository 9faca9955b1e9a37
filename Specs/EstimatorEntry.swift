public import Descriptors

/// An estimator with its patterns as the catalogue lists it.
///
/// Any other pattern of the same design works without an entry; an entry says what is judged where
/// nothing is asked for by name, and where the design is defined.
public struct EstimatorEntry: Hashable, Sendable {
  /// The entry's own name.
  public var name: String
  /// How its outcomes are drawn.
  public var design: Design
  /// The prunings that are judged; empty for a design that is none of blocks.
  public var judged: [BlockPruning]
  /// Whether the mean of the outcomes is the input, all draws being ideal.
  public var isUnbiased: Bool
  /// Whether no unbiased estimator under the same constraint has a smaller variance.
  public var hasMinimumVariance: Bool
  /// The document in which the estimator was published, or what else it comes from.
  public var source: String
  /// The page under `Specs/pages` that defines it, without the ending.
  public var page: String
  /// What a reader should know; empty where there is nothing.
  public var note: String

  /// The designs without their parameters.
  public enum Design: String, Hashable, Sendable, CaseIterable {
    case systematic, pairTable, successive, uniform, greedy, pruneBelow, stochasticRounding

    /// How the names of its estimators are written, or the command that takes it.
    public var spelling: String {
      switch self {
      case .systematic: "mvue-N:M, mvue-N:M/quantised-B, mvue-N:M/integer"
      case .pairTable: "mvue-2:4/pair-table"
      case .successive: "successive-N:M"
      case .uniform: "uniform-N:M"
      case .greedy: "greedy-N:M"
      case .pruneBelow: "prune-below-0xCODE"
      case .stochasticRounding: "stochastic-rounding"
      }
    }

    /// Whether it prunes blocks.
    public var prunesBlocks: Bool { self != .pruneBelow && self != .stochasticRounding }
  }
}

extension BlockPruning.Design {
  /// The same design among those of all estimators.
  public var kind: EstimatorEntry.Design {
    switch self {
    case .systematic: .systematic
    case .pairTable: .pairTable
    case .successive: .successive
    case .uniform: .uniform
    case .greedy: .greedy
    }
  }
}
