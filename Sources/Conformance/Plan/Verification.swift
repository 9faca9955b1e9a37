public import Harness
import Reporting

/// A plan being carried out, check by check, with the finished ones out of the way.
public struct Verification: Sendable {
  /// The plan.
  public let plan: VerificationPlan
  /// How checks are run; progress and deadline are set per check.
  public var context: CheckContext
  /// Failures of the past, each replayed before the rest of its check.
  public var regressions: Regressions?

  /// For how many refuted checks of a run the dialect that the device follows is looked for.
  public static let mostSearched = 40

  /// What is told while the plan is carried out.
  public enum Event: Sendable {
    /// A check is about to run.
    case began(PlannedCheck, index: Int)
    /// A share of the running check is under way.
    case progressed(PlannedCheck, index: Int, share: Double)
    /// Where the running check stands, a few times a second.
    case reached(PlannedCheck, CheckState)
    /// A check ended.
    case ended(PlannedCheck, index: Int, CheckResult)
  }

  /// Creates a run of a plan.
  public init(
    _ plan: VerificationPlan, context: CheckContext, regressions: Regressions? = nil
  ) {
    self.plan = plan
    self.context = context
    self.regressions = regressions
  }

  /// Runs the checks in order.
  ///
  /// Of several shards, each does its part of every check that can be divided; the others are
  /// shared out one by one.
  ///
  /// Ends early when the deadline has passed or the task is cancelled; the check that was running
  /// is then reported with what it had done, and the rest not at all.
  ///
  /// - Parameters:
  ///   - finished: the ids of checks to leave out.
  ///   - states: where to go on, for checks that an earlier run had begun.
  ///   - report: called for every event, in order except for progress.
  /// - Returns: whether every check was run to its end.
  public func run(
    skipping finished: Set<String> = [], states: [String: CheckState] = [:],
    report: @escaping @Sendable (Event) -> Void
  ) async -> Bool {
    var searched = 0
    for (index, check) in plan.checks.enumerated() where !finished.contains(check.id) {
      if Task.isCancelled || context.deadline.map({ $0 <= .now }) ?? false { return false }
      let isWhole = check.isUndivided && context.shard.count > 1
      if isWhole, index % context.shard.count != context.shard.index { continue }
      var own = context
      if isWhole { own.shard = .whole }
      own.resumed = states[check.id]
      own.remembered = regressions?.choices(for: check.id) ?? []
      if searched >= Self.mostSearched { own.candidates = .none }
      own.progress = { share in report(.progressed(check, index: index, share: share)) }
      own.save = { state in report(.reached(check, state)) }
      report(.began(check, index: index))
      var result = await check.run(own)
      if isWhole { result.extent?.isWhole = true }
      if result.verdict.counterexample != nil, !context.candidates.isEmpty {
        searched += 1
        if searched > Self.mostSearched {
          result.warnings.append(
            "which dialect is followed was looked for in the first \(Self.mostSearched) "
              + "refuted checks only")
        }
      }
      report(.ended(check, index: index, result))
      if result.cursor != nil { return false }
    }
    return true
  }
}
