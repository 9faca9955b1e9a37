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

  /// Creates a context.
  public init(
    seed: UInt64 = 1, workers: Int = 2, shard: Shard = .whole,
    firstBlock: UInt64 = 0, casesBefore: UInt64 = 0, remembered: [[UInt64]] = [],
    deadline: ContinuousClock.Instant? = nil,
    progress: (@Sendable (Double) -> Void)? = nil
  ) {
    self.seed = seed
    self.workers = workers
    self.shard = shard
    self.firstBlock = firstBlock
    self.casesBefore = casesBefore
    self.remembered = remembered
    self.deadline = deadline
    self.progress = progress
  }

  func run(blocks: UInt64) -> BlockRun {
    BlockRun(
      blocks: blocks, shard: shard, firstBlock: firstBlock, workers: workers,
      deadline: deadline, progress: progress)
  }
}
