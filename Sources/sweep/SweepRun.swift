import Foundation
import Synchronization

/// Cases judged by several children at once, and what came of them.
final class SweepRun: Sendable {
  /// How a sweep is run.
  struct Plan: Sendable {
    /// The case of a place; `nil` behind the last.
    var item: @Sendable (UInt64) -> SweepCase?
    /// Whether a case is wanted.
    var isAsked: @Sendable (SweepCase) -> Bool
    var first: UInt64
    /// The place behind the last.
    var end: UInt64
    var deadline: ContinuousClock.Instant?
    var jobs: Int
    /// How many seconds a case may take.
    var limit: Double
    /// What the children are told.
    var arguments: [String]
    /// After how many failures the sweep ends.
    var mostFailures: Int
    /// Whether every case is printed with its outcome.
    var isTold: Bool
  }

  /// What came of the cases so far.
  struct Result: Sendable {
    var counts: [SweepOutcome.Kind: Int] = [:]
    var checks = 0
    /// The shortest command lines that fail.
    var failing: Set<String> = []
    var next: UInt64 = 0
    var error: String?

    var cases: Int { counts.values.reduce(0, +) }
    var failures: Int { counts.filter { $0.key.isFailure }.values.reduce(0, +) }
  }

  let plan: Plan
  private let state: Mutex<Result>

  init(_ plan: Plan) {
    self.plan = plan
    var result = Result()
    result.next = plan.first
    state = Mutex(result)
  }

  /// Runs the cases to their end, or until the time is over.
  func callAsFunction() -> Result {
    DispatchQueue.concurrentPerform(iterations: plan.jobs) { _ in work() }
    return state.withLock { $0 }
  }

  /// The next place; `nil` where the sweep is over.
  private func take() -> UInt64? {
    if let deadline = plan.deadline, deadline <= .now { return nil }
    return state.withLock { state in
      guard state.next < plan.end, state.failures < plan.mostFailures, state.error == nil else {
        return nil
      }
      defer { state.next += 1 }
      return state.next
    }
  }

  private func work() {
    let child = SweepChild(arguments: plan.arguments, limit: plan.limit)
    defer { child.end() }
    do {
      while let place = take() {
        guard let item = plan.item(place) else { return }
        guard plan.isAsked(item) else { continue }
        let outcome = try child.judge(item)
        state.withLock { state in
          state.counts[outcome.kind, default: 0] += 1
          state.checks += outcome.checks
        }
        if plan.isTold { tell(place, item, outcome) }
        guard outcome.kind.isFailure else { continue }
        let small = try SweepShrinker { try child.judge($0) }(item, outcome)
        let isNew = state.withLock { $0.failing.insert(small.item.command).inserted }
        guard isNew else { continue }
        Sweep.say(
          "\(small.outcome.kind.rawValue), case \(place): \(small.outcome.text)\n"
            + small.item.command + "\n")
      }
    } catch {
      state.withLock { $0.error = "\(error)" }
    }
  }

  private func tell(_ place: UInt64, _ item: SweepCase, _ outcome: SweepOutcome) {
    let milliseconds = (outcome.seconds * 1e4).rounded() / 10
    Sweep.say(
      "\(place) \(outcome.kind.rawValue) \(milliseconds) ms  \(item.command)"
        + (outcome.kind == .refused ? "\n  \(outcome.text)" : ""))
  }
}
