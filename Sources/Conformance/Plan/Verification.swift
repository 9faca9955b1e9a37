public import Harness
import Results

/// A plan being carried out, check by check, with the finished ones out of the way.
public struct Verification: Sendable {
  /// The plan.
  public let plan: VerificationPlan
  /// How checks are run; progress and deadline are set per check.
  public var context: CheckContext
  /// Failures of the past, each replayed before the rest of its check.
  public var regressions: Regressions?
  /// The work that is shared out among the checks; by default that of the plan's effort.
  public var budget: EffortBudget

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
    budget = EffortBudget(plan.effort)
  }

  /// What each check of the plan gets of the budget.
  public var allowances: [CheckAllowance] {
    budget.allowances(for: plan.checks.map(\.cost))
  }

  /// Runs the checks and reports their results in the order of the plan.
  ///
  /// Small checks run side by side; a large one has all threads to itself. Of several shards, each
  /// does its part of every check that can be divided; the others are shared out one by one.
  ///
  /// Ends early when the deadline has passed or the task is cancelled; the first check that was
  /// running is then reported with what it had done, and the rest not at all.
  ///
  /// - Parameters:
  ///   - finished: the ids of checks to leave out.
  ///   - states: where to go on, for checks that an earlier run had begun.
  ///   - report: called for every event; ends come in the order of the plan, all else as it happens.
  /// - Returns: whether every check was run to its end.
  public func run(
    skipping finished: Set<String> = [], states: [String: CheckState] = [:],
    report: @escaping @Sendable (Event) -> Void
  ) async -> Bool {
    let allowances = allowances
    let places = plan.checks.indices.filter { index in
      let check = plan.checks[index]
      return !finished.contains(check.id)
        && (!check.check.isUndivided || index % context.shard.count == context.shard.index)
    }
    let costs = places.map { plan.checks[$0].check.runsBesideOthers ? plan.checks[$0].cost : nil }
    return await withTaskGroup(of: (place: Int, result: CheckResult).self) { group in
      var schedule = CheckSchedule(costs, lanes: context.workers, mostSearched: Self.mostSearched)
      while true {
        while !isOver, let start = schedule.start() {
          let index = places[start.place]
          let check = plan.checks[index]
          let own = own(start, index, allowances[index], states[check.id], report)
          report(.began(check, index: index))
          group.addTask { (start.place, await check.run(own)) }
        }
        guard let (place, result) = await group.next() else { break }
        schedule.end(place, result)
        while let next = schedule.report(isSearched: { isSearched($0) }) {
          let index = places[next.place]
          let check = plan.checks[index]
          var result = next.result
          if check.check.isUndivided, context.shard.count > 1 { result.extent?.isWhole = true }
          if isSearched(result), next.searched > Self.mostSearched {
            result.warnings.append(
              "which dialect is followed was looked for in the first \(Self.mostSearched) "
                + "refuted checks only")
          }
          result.note(check.cost, allowances[index])
          report(.ended(check, index: index, result))
          if result.cursor != nil {
            group.cancelAll()
            return false
          }
        }
      }
      return schedule.isComplete
    }
  }

  private var isOver: Bool {
    Task.isCancelled || context.deadline.map({ $0 <= .now }) ?? false
  }

  private func isSearched(_ result: CheckResult) -> Bool {
    result.verdict.counterexample != nil && !context.candidates.isEmpty
  }

  /// How one check is run.
  private func own(
    _ start: CheckSchedule.Start, _ index: Int, _ allowance: CheckAllowance, _ state: CheckState?,
    _ report: @escaping @Sendable (Event) -> Void
  ) -> CheckContext {
    let check = plan.checks[index]
    var own = context
    if check.check.isUndivided { own.shard = .whole }
    own.allowance = allowance
    own.resumed = state
    own.remembered = regressions?.choices(for: check.id) ?? []
    if !start.searches { own.candidates = .none }
    own.progress = { share in report(.progressed(check, index: index, share: share)) }
    if start.isAlone {
      own.save = { state in report(.reached(check, state)) }
    } else {
      // Work that takes a moment is not saved halfway.
      own.workers = 1
      own.save = nil
    }
    return own
  }
}

extension CheckResult {
  /// Remembers how many cases were asked for, where fewer were allowed.
  fileprivate mutating func note(_ cost: CheckCost, _ allowance: CheckAllowance) {
    guard allowance != .all, verdict.conforms, case .sampled = verdict else { return }
    asked = cost.cases
  }
}
