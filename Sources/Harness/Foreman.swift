/// What came of driving a search over its units.
struct Outcome: Sendable {
  var tally: Tally
  var failure: [UInt64]?
  /// Where to go on, and what stopped the search.
  var cursor: Cursor?
  var stop: String?
  var seconds: Double = 0
}

/// Cuts a search into units, has them run in parallel, and commits their results in order.
///
/// Only committed results count: what was run ahead of a stop or of a failure is dropped, so that
/// counts, cursor and failure are the same for any number of threads.
struct Foreman: Sendable {
  private struct Entry: Sendable {
    var id: Int
    var unit: WorkUnit
    /// Whether the unit has been cut to size and given out.
    var isRunning = false
    var result: UnitResult?
  }

  private let runner: UnitRunner
  private let planner: Planner
  private let threads: Int
  private let timeLimit: Duration?
  private let caseLimit: UInt64?
  private let secondsBefore: Double
  private let progress: (@Sendable (SearchProgress) -> Void)?
  private let fractions: FractionScale

  private var entries: [Entry]
  private var nextID = 1
  private var tally: Tally
  private var tried: UInt64 = 0
  private var target: UInt64 = 1 << 12
  private var outcome: Outcome?
  private let clock = ContinuousClock()
  private let began: ContinuousClock.Instant
  private var reported: ContinuousClock.Instant

  /// How long a unit should take, and how long it may take before it is stopped and cut again.
  private static let budget = Duration.milliseconds(200)

  init(
    domain: WorkUnit, planner: Planner, runner: UnitRunner, threads: Int, timeLimit: Duration?,
    caseLimit: UInt64?, tally: Tally, secondsBefore: Double,
    progress: (@Sendable (SearchProgress) -> Void)?
  ) {
    self.runner = runner
    self.planner = planner
    self.threads = threads
    self.timeLimit = timeLimit
    self.caseLimit = caseLimit
    self.secondsBefore = secondsBefore
    self.progress = progress
    self.tally = tally
    entries = [Entry(id: 0, unit: domain)]
    fractions = FractionScale(domain: domain, planner: planner)
    began = clock.now
    reported = began
  }

  /// Runs everything there is to run.
  mutating func run() async -> Outcome {
    if threads == 1 {
      while !isFinished(), let job = nextJob() {
        receive(runner.run(job.unit, mostCases: job.most, budget: job.budget), of: job.id)
      }
    } else {
      await runInParallel()
    }
    var end = outcome ?? Outcome(tally: tally)
    end.seconds = seconds(clock.now - began)
    return end
  }

  private mutating func runInParallel() async {
    await withTaskGroup(of: (Int, UnitResult).self) { group in
      var running = 0
      while true {
        // When a stop is due, what is running is still waited for, so that little is lost.
        while running < threads, stopDue == nil, let job = nextJob() {
          let runner = runner
          group.addTask {
            (job.id, runner.run(job.unit, mostCases: job.most, budget: job.budget))
          }
          running += 1
        }
        if running == 0, isFinished() { break }
        guard let (id, result) = await group.next() else { break }
        running -= 1
        receive(result, of: id)
        if outcome != nil { break }
      }
      group.cancelAll()
    }
  }

  // MARK: - Giving out

  private struct Job: Sendable {
    var id: Int
    var unit: WorkUnit
    var most: UInt64
    var budget: Duration
  }

  /// Cuts the first waiting entry to size; `nil` when all are given out or enough lie ahead.
  private mutating func nextJob() -> Job? {
    guard let index = entries.firstIndex(where: { !$0.isRunning && $0.result == nil }),
      index < 8 * threads
    else { return nil }
    let left = caseLimit.map { $0 - min($0, tried) } ?? .max
    let (head, rest) = planner.split(entries[index].unit, target: max(1, min(target, left)))
    entries[index].unit = head
    entries[index].isRunning = true
    if let rest { insert(rest, at: index + 1) }
    let most = min(saturatingProduct(target, 4), left)
    return Job(id: entries[index].id, unit: head, most: most, budget: budgetLeft())
  }

  private mutating func insert(_ unit: WorkUnit, at index: Int) {
    entries.insert(Entry(id: nextID, unit: unit), at: index)
    nextID += 1
  }

  private func budgetLeft() -> Duration {
    guard let timeLimit else { return Self.budget }
    return max(.zero, min(Self.budget, timeLimit - (clock.now - began)))
  }

  // MARK: - Taking back

  private mutating func receive(_ result: UnitResult, of id: Int) {
    guard let index = entries.firstIndex(where: { $0.id == id }) else { return }
    adapt(to: result)
    entries[index].result = result
    if result.failure != nil {
      // Nothing after a failure can matter.
      entries.removeSubrange((index + 1)...)
    } else if let rest = result.rest {
      insert(rest, at: index + 1)
    }
    let before = tried
    while outcome == nil, let result = entries.first?.result { commit(result) }
    // A unit that waits for an earlier one has not moved the search on.
    if tried > before { report() }
  }

  /// Larger units while they are short, smaller ones when they had to be stopped.
  private mutating func adapt(to result: UnitResult) {
    let done = result.tally.tried
    if result.rest != nil, result.duration >= Self.budget {
      target = max(1, min(target, done / 2))
    } else if result.duration < Self.budget / 4, target < 1 << 21 {
      target *= 2
    }
  }

  private mutating func commit(_ given: UnitResult) {
    var result = given
    let unit = entries[0].unit
    if let caseLimit, result.tally.tried > caseLimit - tried {
      // Run ahead of others, the unit went past the limit: only its first cases count.
      result = runner.run(unit, mostCases: caseLimit - tried, budget: .seconds(1 << 30))
      if let rest = result.rest {
        entries.removeSubrange(1...)
        insert(rest, at: 1)
      }
    }
    tally.add(result.tally)
    tried = saturatingSum(tried, result.tally.tried)
    entries.removeFirst()
    if let failure = result.failure {
      outcome = Outcome(tally: tally, failure: failure)
    } else if let next = entries.first, let caseLimit, tried >= caseLimit {
      stop("the case limit", at: next.unit)
    }
  }

  /// Why no more work may be given out.
  private var stopDue: String? {
    if Task.isCancelled { return "cancellation" }
    if let timeLimit, clock.now - began >= timeLimit { return "the time limit" }
    if caseLimit == 0 { return "the case limit" }
    return nil
  }

  /// Whether there is an outcome, nothing is left, or a stop is due, which becomes the outcome.
  private mutating func isFinished() -> Bool {
    guard outcome == nil, let next = entries.first else { return true }
    if let stopDue { stop(stopDue, at: next.unit) }
    return outcome != nil
  }

  private mutating func stop(_ cause: String, at unit: WorkUnit) {
    outcome = Outcome(tally: tally, cursor: unit.cursor, stop: cause)
  }

  private mutating func report() {
    guard let progress, outcome == nil, let next = entries.first else { return }
    let now = clock.now
    guard now - reported >= .milliseconds(100) else { return }
    reported = now
    let state = SearchState(
      cursor: next.unit.cursor, tally: tally, seconds: secondsBefore + seconds(now - began))
    progress(SearchProgress(state: state, fraction: fractions.fraction(at: next.unit.cursor)))
  }
}

func seconds(_ duration: Duration) -> Double {
  let (whole, atto) = duration.components
  return Double(whole) + Double(atto) * 1e-18
}
