public import Descriptors

/// A mask rule with its patterns as the catalogue lists it.
///
/// Any other pattern of the same rule works without an entry; an entry says what is judged where
/// nothing is asked for by name, and where the rule is defined.
public struct MaskEntry: Hashable, Sendable {
  /// The entry's own name.
  public var name: String
  /// The rule that its masks follow.
  public var rule: Rule
  /// The masks that are judged; empty for a rule whose parameter depends on the format.
  public var judged: [MaskRule]
  /// The document in which the rule was published, or what else it comes from.
  public var source: String
  /// The page under `Specs/pages` that defines it, without the ending.
  public var page: String
  /// What a reader should know; empty where there is nothing.
  public var note: String

  /// The rules without their parameters.
  public enum Rule: String, Hashable, Sendable, CaseIterable {
    case magnitude, sequential, transposable, pruneGreedy, keepGreedy, top, threshold

    /// How the names of its masks are written.
    public var spelling: String {
      switch self {
      case .magnitude: "N:M, N:M/columns"
      case .sequential: "sequential-N:M, sequential-N:M/columns"
      case .transposable: "transposable-N:M"
      case .pruneGreedy: "prune-greedy-N:M"
      case .keepGreedy: "keep-greedy-N:M"
      case .top: "top-COUNT"
      case .threshold: "threshold-0xCODE"
      }
    }
  }
}

extension MaskRule {
  /// The rule without its parameters.
  public var kind: MaskEntry.Rule {
    switch self {
    case .magnitude: .magnitude
    case .sequential: .sequential
    case .transposable(_, .optimal): .transposable
    case .transposable(_, .pruneGreedy): .pruneGreedy
    case .transposable(_, .keepGreedy): .keepGreedy
    case .top: .top
    case .threshold: .threshold
    }
  }
}
