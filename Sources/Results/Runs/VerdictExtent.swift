public import Harness

/// Which cases a verdict rests on.
public struct VerdictExtent: Codable, Hashable, Sendable {
  /// The digest of the stream of results, or for a law without a device of the cases judged.
  public var digest: ResultDigest
  /// The blocks of cases that were done; absent for laws, whose cases are not in blocks.
  public var blocks: Blocks?
  /// The lowest block in which a case failed.
  public var failed: UInt64?
  /// For one of several shards that conform: the word of the verdict that they make together.
  public var together: String?
  /// `true` where a shard did all cases of the law, which is too small to be divided.
  public var isWhole: Bool?
  /// Digests of single stretches of the stream, where they were asked for.
  public var segments: Segments?

  /// How the cases were made, where the verdict is to be certified.
  public var basis: Basis?

  /// What a check's cases depend on beyond its operation and the seed.
  public struct Basis: Codable, Hashable, Sendable {
    /// The effort of this check, which may be another than that of its run.
    public var effort: String
    /// The size of a sample, where it is not the effort's own.
    public var sample: UInt64?
    /// Whether cases were aimed at classes that no other case meets.
    public var isAimed: Bool

    /// Creates a basis.
    public init(effort: String, sample: UInt64?, isAimed: Bool = false) {
      self.effort = effort
      self.sample = sample
      self.isAimed = isAimed
    }
  }

  /// Every `step`-th block from `first` on, below `end`, of `total`.
  public struct Blocks: Codable, Hashable, Sendable {
    /// The first block of this part.
    public var first: UInt64
    /// The first block that was not done; `total` where all were.
    public var end: UInt64
    /// How far apart the blocks of this part are: the number of shards.
    public var step: UInt64
    /// How many blocks all parts have together.
    public var total: UInt64

    /// Creates a range.
    public init(first: UInt64, end: UInt64, step: UInt64, total: UInt64) {
      (self.first, self.end, self.step, self.total) = (first, end, step, total)
    }
  }

  /// The stream in stretches of equally many blocks, the last perhaps shorter.
  public struct Segments: Codable, Hashable, Sendable {
    /// The blocks of a stretch.
    public var blocks: UInt64
    /// The digest of each.
    public var digests: [ResultDigest]

    /// Creates the stretches.
    public init(blocks: UInt64, digests: [ResultDigest]) {
      self.blocks = blocks
      self.digests = digests
    }
  }

  /// Creates an extent.
  public init(
    digest: ResultDigest, blocks: Blocks? = nil, failed: UInt64? = nil, together: String? = nil,
    segments: Segments? = nil
  ) {
    self.digest = digest
    self.blocks = blocks
    self.failed = failed
    self.together = together
    self.segments = segments
  }

  /// The extent of several parts together, which share no block.
  static func joined(_ parts: [VerdictExtent]) -> VerdictExtent? {
    guard var whole = parts.first else { return nil }
    whole.together = nil
    whole.isWhole = nil
    whole.failed = parts.compactMap(\.failed).min()
    for part in parts.dropFirst() {
      whole.digest.add(part.digest)
      guard var segments = whole.segments, let others = part.segments,
        segments.blocks == others.blocks, segments.digests.count == others.digests.count
      else {
        whole.segments = nil
        continue
      }
      for index in segments.digests.indices {
        segments.digests[index].add(others.digests[index])
      }
      whole.segments = segments
    }
    if let blocks = whole.blocks {
      let ends = parts.compactMap { $0.blocks?.end }
      whole.blocks = Blocks(
        first: parts.compactMap { $0.blocks?.first }.min() ?? 0, end: ends.min() ?? 0, step: 1,
        total: blocks.total)
    }
    return whole
  }
}
