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
  /// Where an earlier run of the check ended.
  public var resumed: CheckState?
  /// How much of what it asks for the check gets.
  public var allowance = CheckAllowance.all
  /// Choices that failed in the past, tried before all else.
  public var remembered: [[UInt64]]
  /// When to stop; what was checked until then is reported as undecided.
  public var deadline: ContinuousClock.Instant?
  /// Called with the share of the work that is under way, now and then, from any thread.
  public var progress: (@Sendable (Double) -> Void)?
  /// Called with where the check stands, about every `saveInterval`, from any thread.
  public var save: (@Sendable (CheckState) -> Void)?
  /// How much work a kill may cost, besides what is under way.
  public var saveInterval = Duration.milliseconds(250)
  /// Into how many stretches of the stream the digest is split, too; 0 where it is not.
  public var segments: Int

  /// How much is made of the classes of operands, results and roundings that are met.
  public var coverage: CoverageDetail
  /// Among what the dialect that a refuted device follows is looked for.
  public var candidates: DialectCandidates

  /// Creates a context.
  public init(
    seed: UInt64 = 1, workers: Int = 2, shard: Shard = .whole,
    resumed: CheckState? = nil, remembered: [[UInt64]] = [],
    segments: Int = 0, deadline: ContinuousClock.Instant? = nil, coverage: CoverageDetail = .none,
    candidates: DialectCandidates = .none,
    progress: (@Sendable (Double) -> Void)? = nil
  ) {
    self.coverage = coverage
    self.candidates = candidates
    self.seed = seed
    self.workers = workers
    self.shard = shard
    self.resumed = resumed
    self.remembered = remembered
    self.segments = segments
    self.deadline = deadline
    self.progress = progress
  }

  /// The blocks of this part of the cases, up to but not including one.
  func blocks(before end: UInt64) -> some Sequence<UInt64> {
    stride(from: UInt64(shard.index), to: end, by: shard.count)
  }

  func run(blocks: UInt64) -> BlockRun {
    BlockRun(
      blocks: blocks, shard: shard, tally: CaseTally(self, blocks: blocks),
      firstBlock: resumed?.block ?? 0, workers: workers,
      deadline: deadline, progress: progress)
  }
}
