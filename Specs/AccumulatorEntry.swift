public import Descriptors

/// An accumulator as the catalogue lists it.
///
/// Many more have names that follow a rule (`ParametricAccumulators`) and need no entry.
public struct AccumulatorEntry: Hashable, Sendable {
  /// The entry's own name, which is the accumulator's.
  public var name: String
  /// What it does.
  public var accumulator: Accumulator
  /// The document in which it was published, or what else it comes from.
  public var source: String
  /// The page under `Specs/pages` that defines it, without the ending.
  public var page: String
  /// What a reader should know; empty where there is nothing.
  public var note: String
  /// Whether it is a guess about a machine, which nobody has confirmed.
  public var isHypothesis: Bool
}
