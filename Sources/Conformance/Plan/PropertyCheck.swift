import Harness
import Results
import Synchronization

/// A law that needs no device, searched at an effort.
struct PropertyCheck: Sendable {
  let property: Property
  let effort: CheckEffort
  /// The most cases that are all tried, and how many are sampled where there are more.
  let bounds: (enumerated: UInt64, sampled: UInt64)

  /// A check with the bounds of laws about single codes, which are cheap.
  init(property: Property, effort: CheckEffort) {
    let most: UInt64 =
      switch effort {
      case .quick: 4_000
      case .standard: 40_000
      case .exhaustive: 1 << 32
      }
    self.init(property: property, effort: effort, bounds: (most, most))
  }

  /// A check with bounds of its own.
  init(property: Property, effort: CheckEffort, bounds: (enumerated: UInt64, sampled: UInt64)) {
    (self.property, self.effort, self.bounds) = (property, effort, bounds)
  }

  /// What the check is going to do, if the law has more cases than are all tried; which of the two is
  /// so, only running it tells.
  var cost: CheckCost {
    CheckCost(
      cases: max(1, bounds.sampled), perMillion: perCase * 1_000_000, kind: .sample(least: least))
  }

  /// The fewest cases of a sample: of a law whose cases are single codes more than of one whose cases
  /// are distributions or matrices.
  private var least: UInt64 { min(bounds.sampled, perCase > 10 ? 100 : 1_000) }

  /// The work of a case: of a distribution or a matrix it is that of many codes.
  private var perCase: UInt64 {
    switch property.id.prefix(while: { $0 != "/" }) {
    case "estimator", "mask": 40
    case "accumulator", "block": 20
    default: 3
    }
  }

  /// Searches for a case that breaks the law.
  func run(_ context: CheckContext) async -> CheckResult {
    let left = context.deadline.map { max(.zero, ContinuousClock.now.duration(to: $0)) }
    let search = Search(
      .exhaustiveUpTo(
        bounds.enumerated, orSampled: context.allowance.sample(bounds.sampled), seed: context.seed),
      shard: context.shard,
      threads: context.workers, start: context.resumed?.search, timeLimit: left,
      remembered: context.remembered)
    let saved = Mutex(ContinuousClock.now)
    let found = await search.run(property) { progress in
      context.progress?(progress.fraction)
      guard let save = context.save else { return }
      let isDue = saved.withLock { last in
        guard ContinuousClock.now - last >= context.saveInterval else { return false }
        last = .now
        return true
      }
      if isDue { save(CheckState(progress.state)) }
    }
    var result = CheckResult(id: property.id, subject: property.subject, verdict: found.verdict)
    if case .undecided = found.verdict, found.tally.cases == 0, found.tally.discarded > 0,
      found.tally.oversized == 0, !found.isIncomplete,
      found.tally.discarded
        < context.allowance.sample(bounds.sampled) / UInt64(2 * context.shard.count)
    {
      // All cases of a small domain: the format has nothing that the law is about, as a lone value has
      // no gap beside it. A sample that is discarded says nothing of the kind.
      result.verdict = .skipped(
        reason: "none of the \(found.tally.discarded) cases that there are is one of the law")
    }
    result.extent = VerdictExtent(digest: found.tally.digest)
    if context.shard.count > 1, case .proved(let cases) = found.verdict {
      // One shard proves nothing of the whole.
      result.verdict = .enumerated(cases: cases)
      result.extent?.together = "proved"
    }
    if found.isIncomplete {
      result.cursor = 0
      result.state = found.state.map { CheckState($0) }
    }
    result.cases = found.tally.cases
    result.seconds = found.seconds
    for entry in found.tally.classes { result.classes[entry.label] = entry.cases }
    result.warnings = found.warnings.map { "\($0)" }
    return result
  }
}

extension CheckState {
  /// Where the search of a law stands.
  fileprivate init(_ state: SearchState) {
    self.init()
    search = state
    answered = state.tally.cases
    asked = answered
    digest = state.tally.digest
    seconds = state.seconds
  }
}
