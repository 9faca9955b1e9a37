public import Harness

/// Where a check stands: all that is needed to go on after a stop or a kill, and count nothing
/// twice.
public struct CheckState: Codable, Hashable, Sendable {
  /// The first block that is not done; all of this shard's blocks below are.
  public var block: UInt64 = 0
  /// The cases of those blocks that were answered.
  public var answered: UInt64 = 0
  /// The cases that were asked.
  public var asked: UInt64 = 0
  /// How often each class of input was met in them.
  public var classes: [String: UInt64] = [:]
  /// How often each cell of the coverage's tables was met in them, where that is counted.
  public var cells: [Int: UInt64]?
  /// The digest of their results.
  public var digest = ResultDigest.empty
  /// The digests of stretches of blocks, where they are kept.
  public var segments: [ResultDigest] = []
  /// The seconds spent.
  public var seconds: Double = 0
  /// For a law without a device: where its search stands.
  public var search: SearchState?
  /// For a device with randomness inside: what it drew.
  public var draws: DrawProgress?

  /// The beginning.
  public init() {}
}
