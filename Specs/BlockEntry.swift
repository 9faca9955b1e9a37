public import Descriptors

/// A block format as the catalogue lists it.
///
/// More have names that follow a rule (`ParametricBlocks`) and need no entry.
public struct BlockEntry: Hashable, Sendable {
  /// The entry's own name, which is the block format's.
  public var name: String
  /// What it is.
  public var block: BlockFormat
  /// The document in which it was published, or what else it comes from.
  public var source: String
  /// The page under `Specs/pages` that defines it, without the ending.
  public var page: String
  /// What a reader should know; empty where there is nothing.
  public var note: String
}
