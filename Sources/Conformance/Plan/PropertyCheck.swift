import Harness
import Results
import Specs
import Synchronization

/// A law that needs no device, searched at an effort.
struct PropertyCheck: Check {
  let property: Property
  let id: CheckID
  let row: PlannedCheck.Row
  private let perCase: UInt64
  /// The most cases that are all tried, and how many are sampled where there are more.
  let bounds: (enumerated: UInt64, sampled: UInt64)

  /// - Throws: `SpecError` for a law of no family.
  init(_ law: Property, effort: CheckEffort) throws(SpecError) {
    guard let id = CheckID(parsing: law.id), case .law(let family, let subject, let name) = id,
      let known = LawRegistry.family(named: family)
    else {
      throw SpecError(
        what: "'\(law.id)' is a law of no family", remedy: "add the family to LawRegistry")
    }
    (property, self.id, perCase) = (law, id, known.perCase)
    row = .init("law", known.isOfFormats ? subject : "\(family) \(subject)", name)
    bounds = known.bounds(of: law, at: effort)
  }

  var judged: String { property.subject }
  var isUndivided: Bool { bounds.enumerated <= 1 << 20 }

  /// What the check is going to do, if the law has more cases than are all tried; which of the two is
  /// so, only running it tells.
  var cost: CheckCost {
    CheckCost(
      cases: max(1, bounds.sampled), perMillion: perCase * 1_000_000, kind: .sample(least: least))
  }

  /// The fewest cases of a sample: of a law whose cases are single codes more than of one whose cases
  /// are distributions or matrices.
  private var least: UInt64 { min(bounds.sampled, perCase > 10 ? 100 : 1_000) }

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
    var result = CheckResult(of: self, found.verdict)
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

  func replay(_ choices: [UInt64]) throws(ReplayError) -> ReplayedCase {
    let replay = property.replay(choices)
    if let position = replay.clampedAt {
      throw ReplayError(
        what: "choice \(position + 1) is \(choices[position])",
        remedy: "this law asks there for a number up to \(replay.bounds[position])")
    }
    guard replay.isExact else {
      throw ReplayError(
        what: "\(choices.count) choice\(choices.count == 1 ? "" : "s") given, this case has "
          + "\(replay.drawn.count)", remedy: "copy the whole replay line")
    }
    let text = Counterexample(
      law: property.id, subject: property.subject, choices: replay.drawn, text: replay.text,
      expected: "", got: "")
    switch replay.outcome {
    case .holds: return ReplayedCase(text, holds: true)
    case .undecided(let reason):
      return ReplayedCase(counterexample: text, outcome: .undecided(reason: reason))
    case .fails: return ReplayedCase(replay.counterexample(to: property) ?? text, holds: false)
    case nil:
      throw ReplayError(
        what: "these choices are outside the law's domain", remedy: "copy the whole replay line")
    }
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
