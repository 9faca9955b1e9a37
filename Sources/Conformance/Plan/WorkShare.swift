/// How much of a run's work is done, each check weighed by what it declared.
public struct WorkShare: Sendable {
  private let works: [Double]
  private let total: Double
  private var done = 0.0
  private var running: [Int: Double] = [:]

  /// The work of a run.
  ///
  /// - Parameter finished: the ids of checks that are not run.
  public init(_ verification: Verification, skipping finished: Set<String> = []) {
    works = zip(verification.plan.checks, verification.allowances).map { check, allowance in
      // Even a check that declares nothing takes a moment.
      finished.contains(check.id) ? 0 : 1_000 + Double(check.cost.work(under: allowance))
    }
    total = works.reduce(0, +)
  }

  /// Takes note of what is told while the plan is carried out.
  public mutating func note(_ event: Verification.Event) {
    switch event {
    case .began, .reached: break
    case .progressed(_, let index, let share): running[index] = min(1, max(0, share)) * works[index]
    case .ended(_, let index, _):
      running[index] = nil
      done += works[index]
    }
  }

  /// The share of the work that is done, in 0...1.
  public var fraction: Double {
    total > 0 ? min(1, (done + running.values.reduce(0, +)) / total) : 1
  }
}
