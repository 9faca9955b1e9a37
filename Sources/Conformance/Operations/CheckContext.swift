public import Descriptors
public import Harness

/// How a check is run: everything that is not part of what is checked.
public struct CheckContext: Sendable {
  /// The seed of sampled cases.
  public var seed: UInt64
  /// How many blocks of cases are worked on at once.
  ///
  /// The verdict does not depend on it.
  public var workers: Int
  /// Which part of the cases is done here.
  public var shard: Shard
  /// The first block that an earlier run did not finish.
  public var firstBlock: UInt64
  /// The cases that the earlier run had answered.
  public var casesBefore: UInt64
  /// Choices that failed in the past, tried before all else.
  public var remembered: [[UInt64]]
  /// When to stop; what was checked until then is reported as undecided.
  public var deadline: ContinuousClock.Instant?
  /// Called with the share of the work that is under way, now and then, from any thread.
  public var progress: (@Sendable (Double) -> Void)?

  /// Whether classes of operands, results and roundings are counted at length, and cases aimed at
  /// those that are missing.
  public var countsCoverage: Bool
  /// The dialects among which the one that a refuted device follows is looked for.
  public var presets: [DialectPreset]

  /// Creates a context.
  public init(
    seed: UInt64 = 1, workers: Int = 2, shard: Shard = .whole,
    firstBlock: UInt64 = 0, casesBefore: UInt64 = 0, remembered: [[UInt64]] = [],
    deadline: ContinuousClock.Instant? = nil, countsCoverage: Bool = false,
    presets: [DialectPreset] = [], progress: (@Sendable (Double) -> Void)? = nil
  ) {
    self.countsCoverage = countsCoverage
    self.presets = presets
    self.seed = seed
    self.workers = workers
    self.shard = shard
    self.firstBlock = firstBlock
    self.casesBefore = casesBefore
    self.remembered = remembered
    self.deadline = deadline
    self.progress = progress
  }

  /// The blocks of this part of the cases, up to but not including one.
  func blocks(before end: UInt64) -> some Sequence<UInt64> {
    stride(from: UInt64(shard.index), to: end, by: shard.count)
  }

  func run(blocks: UInt64) -> BlockRun {
    BlockRun(
      blocks: blocks, shard: shard, firstBlock: firstBlock, workers: workers,
      deadline: deadline, progress: progress)
  }
}
