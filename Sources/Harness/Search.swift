/// Looks for a case that breaks a property.
///
/// The result does not depend on the number of threads: cases have an order, the failure reported
/// is the first in that order, shrunk, and the counts cover the cases up to it.
public struct Search: Sendable {
  /// How hard to try.
  public var effort: Effort
  /// Which part of the cases to search.
  public var shard: Shard
  /// How many cases may run at the same time; at least 1.
  public var threads: Int
  /// Where to go on after an interruption; `nil` begins anew.
  public var start: SearchState?
  /// Stops the search, resumable, after this time; `nil` never does.
  public var timeLimit: Duration?
  /// Stops the search, resumable, once this many more cases were run, discarded ones among them;
  /// `nil` never does.
  ///
  /// A run of values is never cut, and may pass the limit.
  public var caseLimit: UInt64?
  /// How many cases may be run to shrink a failure.
  public var shrinkLimit: Int
  /// Failures of the past, run before all else.
  public var remembered: [[UInt64]]

  /// Creates a search.
  public init(
    _ effort: Effort, shard: Shard = .whole, threads: Int = 1, start: SearchState? = nil,
    timeLimit: Duration? = nil, caseLimit: UInt64? = nil,
    shrinkLimit: Int = Shrinker.defaultLimit, remembered: [[UInt64]] = []
  ) {
    self.effort = effort
    self.shard = shard
    self.threads = threads
    self.start = start
    self.timeLimit = timeLimit
    self.caseLimit = caseLimit
    self.shrinkLimit = shrinkLimit
    self.remembered = remembered
  }

  /// Searches until the end, the first failure, a limit, or cancellation of the task, which leaves
  /// a state to go on from.
  ///
  /// `progress` is called several times per second on no particular thread, never concurrently.
  public func run(
    _ property: Property, progress: (@Sendable (SearchProgress) -> Void)? = nil
  ) async -> SearchResult {
    for choices in remembered {
      let replay = property.replay(choices)
      if case .fails = replay.outcome {
        var tally = Tally(classes: property.classes)
        tally.cases = 1
        tally.longest = replay.drawn.count
        return refuted(property, by: replay.drawn, tally: tally, seconds: 0)
      }
    }
    let planner = Planner(property: property, shard: shard)
    switch effort {
    case .exhaustive:
      return await sweep(planner, progress)
    case .sampled(let count, let seed):
      return await sample(planner, count: count, seed: seed, progress)
    case .exhaustiveUpTo(let most, let count, let seed):
      if case .index = start?.cursor {
        return await sample(planner, count: count, seed: seed, progress)
      }
      if planner.expectsAtMost(most) {
        let give = saturatingProduct(most, 4)
        let before = start?.tally.tried ?? 0
        var bounded = self
        let left = give - min(give, before)
        bounded.caseLimit = min(caseLimit ?? .max, left)
        let result = await bounded.sweep(planner, progress)
        if !result.isIncomplete || result.tally.tried < give { return result }
      }
      var fresh = self
      fresh.start = nil
      return await fresh.sample(planner, count: count, seed: seed, progress)
    }
  }

  // MARK: - The two searches

  private func sweep(
    _ planner: Planner, _ progress: (@Sendable (SearchProgress) -> Void)?
  ) async -> SearchResult {
    let property = planner.property
    guard let everything = planner.everything() else {
      return concluded(property, Outcome(tally: begun(property), cursor: .end), seed: nil)
    }
    var domain = everything
    if start?.cursor == .end {
      return concluded(property, Outcome(tally: begun(property), cursor: .end), seed: nil)
    }
    if let start {
      guard case .sequence(let sequence) = start.cursor,
        case .sequences(_, let depth, let last) = everything, planner.contains(sequence)
      else { return refusedCursor(property, start.cursor) }
      domain = .sequences(start: sequence, depth: depth, last: last)
    }
    var outcome = await drive(domain, planner, seed: 0, progress)
    if outcome.stop == nil { outcome.cursor = .end }
    return concluded(property, outcome, seed: nil)
  }

  private func sample(
    _ planner: Planner, count: UInt64, seed: UInt64,
    _ progress: (@Sendable (SearchProgress) -> Void)?
  ) async -> SearchResult {
    let property = planner.property
    let step = UInt64(shard.count)
    var first = UInt64(shard.index)
    if let start {
      guard case .index(let index) = start.cursor, index % step == first else {
        return refusedCursor(property, start.cursor)
      }
      first = index
    }
    guard first < count else {
      return concluded(property, Outcome(tally: begun(property), cursor: .index(first)), seed: seed)
    }
    let domain = WorkUnit.indices(first: first, end: count, step: step)
    var outcome = await drive(domain, planner, seed: seed, progress)
    if outcome.stop == nil {
      let (steps, left) = (count - first).quotientAndRemainder(dividingBy: step)
      outcome.cursor = .index(
        saturatingSum(first, saturatingProduct(left == 0 ? steps : steps + 1, step)))
    }
    return concluded(property, outcome, seed: seed)
  }

  private func drive(
    _ domain: WorkUnit, _ planner: Planner, seed: UInt64,
    _ progress: (@Sendable (SearchProgress) -> Void)?
  ) async -> Outcome {
    let runner = UnitRunner(property: planner.property, shard: shard, seed: seed)
    var foreman = Foreman(
      domain: domain, planner: planner, runner: runner, threads: max(1, threads),
      timeLimit: timeLimit, caseLimit: caseLimit, tally: begun(planner.property),
      secondsBefore: start?.seconds ?? 0, progress: progress)
    return await foreman.run()
  }

  private func begun(_ property: Property) -> Tally {
    var tally = Tally(classes: property.classes)
    if let start { tally.add(start.tally) }
    return tally
  }

  // MARK: - Verdicts

  private func concluded(_ property: Property, _ outcome: Outcome, seed: UInt64?) -> SearchResult {
    let tally = outcome.tally
    let seconds = (start?.seconds ?? 0) + outcome.seconds
    if let failure = outcome.failure {
      return refuted(property, by: failure, tally: tally, seconds: seconds)
    }
    let verdict: Verdict
    if let reason = tally.firstUndecided {
      verdict = .undecided(reason: "\(tally.undecided) of \(tally.cases) cases: \(reason)")
    } else if let stop = outcome.stop {
      verdict = .undecided(reason: "stopped by \(stop) after \(tally.cases) cases")
    } else if tally.oversized > 0 {
      verdict = .undecided(reason: "\(tally.oversized) cases drew too many choices to be judged")
    } else if tally.cases == 0, tally.discarded > 0 {
      verdict = .undecided(reason: "all \(tally.discarded) cases were discarded")
    } else if let seed {
      verdict = .sampled(cases: tally.cases, seed: seed)
    } else if property.domain == .everyInput {
      verdict = .proved(cases: tally.cases)
    } else {
      verdict = .enumerated(cases: tally.cases)
    }
    let state = outcome.cursor.map { SearchState(cursor: $0, tally: tally, seconds: seconds) }
    return SearchResult(
      id: property.id, subject: property.subject, domain: property.domain.text, shard: shard,
      verdict: verdict, tally: tally,
      seconds: seconds, state: state, isIncomplete: outcome.stop != nil,
      warnings: HealthWarning.examine(tally, of: property))
  }

  private func refuted(
    _ property: Property, by choices: [UInt64], tally: Tally, seconds: Double
  ) -> SearchResult {
    var warnings = HealthWarning.examine(tally, of: property).filter {
      // A search that ended early has not met every class, which says nothing.
      switch $0 {
      case .classNeverHit, .noClassHit: false
      default: true
      }
    }
    let counterexample: Counterexample
    if let shrunk = Shrinker(property: property, limit: shrinkLimit).shrink(choices) {
      counterexample = shrunk.counterexample
    } else {
      warnings.append(.notReproducible(choices))
      counterexample = Counterexample(
        law: property.id, subject: property.subject, choices: choices,
        text: property.replay(choices).text, expected: "the same outcome every time",
        got: "a failure that does not come back")
    }
    return SearchResult(
      id: property.id, subject: property.subject, domain: property.domain.text, shard: shard,
      verdict: .refuted(counterexample), tally: tally, seconds: seconds, state: nil,
      isIncomplete: false, warnings: warnings)
  }

  private func refusedCursor(_ property: Property, _ cursor: Cursor) -> SearchResult {
    SearchResult(
      id: property.id, subject: property.subject, domain: property.domain.text, shard: shard,
      verdict: .undecided(
        reason: "the cursor \(cursor.text) is not a case of shard \(shard) of this search; "
          + "begin anew"),
      tally: start?.tally ?? Tally(), seconds: start?.seconds ?? 0, state: start,
      isIncomplete: true,
      warnings: [])
  }
}
