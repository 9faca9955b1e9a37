import Harness

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

  /// Searches for a case that breaks the law.
  func run(_ context: CheckContext) async -> CheckResult {
    let left = context.deadline.map { max(.zero, ContinuousClock.now.duration(to: $0)) }
    let search = Search(
      .exhaustiveUpTo(bounds.enumerated, orSampled: bounds.sampled, seed: context.seed),
      shard: context.shard,
      threads: context.workers, timeLimit: left, remembered: context.remembered)
    let progress = context.progress
    let found = await search.run(property) { progress?($0.fraction) }
    var result = CheckResult(id: property.id, subject: property.subject, verdict: found.verdict)
    result.cases = found.tally.cases
    result.seconds = found.seconds
    for entry in found.tally.classes { result.classes[entry.label] = entry.cases }
    result.warnings = found.warnings.map { "\($0)" }
    return result
  }
}
