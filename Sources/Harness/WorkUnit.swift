/// A contiguous part of a search, in the order of its cases.
enum WorkUnit: Hashable, Sendable {
  /// The sequences from `start` on that share its first `depth` choices and whose choice at
  /// `depth` is at most `last`. Zeros are left out at the end of `start`.
  case sequences(start: [UInt64], depth: Int, last: UInt64)
  /// Every `step`-th case index of a sample.
  case indices(first: UInt64, end: UInt64, step: UInt64)

  /// The first case of the unit.
  var cursor: Cursor {
    switch self {
    case .sequences(let start, _, _): .sequence(start)
    case .indices(let first, _, _): .index(first)
    }
  }
}

/// What came of a unit.
struct UnitResult: Sendable {
  var tally: Tally
  /// The choices of the first failing case.
  var failure: [UInt64]?
  /// What is left of the unit when it was stopped.
  var rest: WorkUnit?
  var duration: Duration = .zero
}

/// Runs units of one property.
struct UnitRunner: Sendable {
  let property: Property
  let shard: Shard
  let seed: UInt64

  /// Runs a unit until its end, its first failure, `mostCases` judged or discarded cases, or the
  /// time budget, whichever comes first.
  ///
  /// At least one case is run.
  func run(_ unit: WorkUnit, mostCases: UInt64, budget: Duration) -> UnitResult {
    let clock = ContinuousClock()
    let start = clock.now
    var choices = Choices(labels: property.classes)
    var counts = CaseCounts()
    var pace = Pace()
    var position = unit
    choices.sweeps = true
    if case .sequences(let first, _, _) = unit { choices.rewind(to: first) }
    while true {
      switch position {
      case .sequences: break
      case .indices(let index, _, _):
        choices.sweeps = false
        choices.rewind(seed: seed, index: index)
      }
      let run = property.run(&choices)
      if case .fails = run {
        let failure = locate(&choices, counts: &counts)
        return finish(counts, choices, failure: failure, rest: nil, clock.now - start)
      }
      counts.add(run, &choices)

      switch position {
      case .sequences(_, let depth, let last):
        if choices.clampedAt != nil || choices.count < choices.prefixCount {
          // The successor of a sequence that was not repeated could lead back, for ever.
          counts.addDoubt("the check does not draw the same choices every time")
          return finish(counts, choices, failure: nil, rest: nil, clock.now - start)
        }
        if !choices.advance(depth: depth, last: last, shard: shard) {
          return finish(counts, choices, failure: nil, rest: nil, clock.now - start)
        }
      case .indices(let index, let end, let step):
        let (next, overflow) = index.addingReportingOverflow(step)
        if overflow || next >= end {
          return finish(counts, choices, failure: nil, rest: nil, clock.now - start)
        }
        position = .indices(first: next, end: end, step: step)
      }

      if counts.tried >= mostCases
        || pace.isDue && (pace.next(clock.now - start) >= budget || Task.isCancelled)
      {
        if case .sequences(_, let depth, let last) = position {
          let next = choices.slots[..<choices.prefixCount].map(\.value)
          position = .sequences(start: next, depth: depth, last: last)
        }
        return finish(counts, choices, failure: nil, rest: position, clock.now - start)
      }
    }
  }

  /// Finds the failing value of a run that failed as a whole, and counts the cases up to it.
  ///
  /// A run that fails only as a whole is given by its first value.
  private func locate(_ choices: inout Choices, counts: inout CaseCounts) -> [UInt64] {
    guard choices.hasRun, choices.runEnd > choices.slots[choices.count - 1].value else {
      counts.addFailure(&choices)
      return choices.drawn
    }
    let whole = choices.drawn
    let end = choices.runEnd
    let width = whole.count
    choices.sweeps = false
    defer { choices.sweeps = true }
    for value in whole[width - 1]...end {
      choices.rewind(to: whole.dropLast() + [value])
      let run = property.run(&choices)
      if case .fails = run {
        counts.addFailure(&choices)
        return choices.drawn
      }
      counts.add(run, &choices)
    }
    return whole
  }

  private func finish(
    _ counts: CaseCounts, _ choices: borrowing Choices, failure: [UInt64]?, rest: WorkUnit?,
    _ duration: Duration
  ) -> UnitResult {
    UnitResult(
      tally: counts.tally(labels: choices.labels), failure: failure, rest: rest,
      duration: duration)
  }
}

/// The counts of a running unit, by number of label instead of by label.
struct CaseCounts {
  private var cases: UInt64 = 0
  private var discarded: UInt64 = 0
  private var oversized: UInt64 = 0
  private var undecided: UInt64 = 0
  private var firstUndecided: String?
  private var longest = 0
  private var byLabel: [UInt64] = []
  private var digest = ResultDigest.empty

  /// Cases counted in any way.
  var tried: UInt64 { saturatingSum(cases, discarded + oversized) }

  mutating func add(_ run: CaseRun, _ choices: inout Choices) {
    switch run {
    case .discarded: discarded += 1
    case .oversized: oversized += 1
    case .holds, .fails: judge(&choices)
    case .undecided(let reason):
      addDoubt(reason)
      judge(&choices)
    }
  }

  mutating func addDoubt(_ reason: String) {
    undecided += 1
    if firstUndecided == nil { firstUndecided = reason }
  }

  mutating func addFailure(_ choices: inout Choices) { judge(&choices) }

  private mutating func judge(_ choices: inout Choices) {
    let weight =
      choices.hasRun
      ? saturatingSum(choices.runEnd - choices.slots[choices.count - 1].value, 1) : 1
    cases = saturatingSum(cases, weight)
    digest.add(choices.digest)
    if choices.count > longest { longest = choices.count }
    for label in choices.noted {
      while byLabel.count <= label { byLabel.append(0) }
      byLabel[label] = saturatingSum(byLabel[label], weight)
    }
  }

  func tally(labels: [String]) -> Tally {
    var tally = Tally()
    tally.cases = cases
    tally.discarded = discarded
    tally.oversized = oversized
    tally.undecided = undecided
    tally.firstUndecided = firstUndecided
    tally.longest = longest
    tally.digest = digest
    for (label, cases) in byLabel.enumerated() where cases > 0 {
      tally.add(cases, to: labels[label])
    }
    return tally
  }
}

/// Decides how often the clock is read: about every hundredth of a second, whatever a case takes.
private struct Pace {
  private var left = 1
  private var interval = 1
  private var previous = Duration.zero

  var isDue: Bool {
    mutating get {
      left -= 1
      return left == 0
    }
  }

  mutating func next(_ now: Duration) -> Duration {
    if now - previous < .milliseconds(10) {
      interval = min(interval * 2, 1 << 16)
    } else {
      interval = max(1, interval / 2)
    }
    previous = now
    left = interval
    return now
  }
}

extension Choices {
  /// The digest of the case, or of all cases of its run.
  fileprivate var digest: ResultDigest {
    guard count > 0 else { return ResultDigest(cases: 0...0, after: EmptyCollection()) }
    let last = slots[count - 1].value
    let others = slots[..<(count - 1)].lazy.map(\.value)
    return ResultDigest(cases: last...(hasRun ? runEnd : last), after: others)
  }
}
