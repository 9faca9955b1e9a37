import Harness

/// Joins the verdicts of shards into those of the whole run, which are the verdicts that the run
/// would have reached undivided, but for its times.
///
/// A law holds when all of its shards are there and held; it is refuted when one is, by the first
/// failing case. Parts that do not belong together are refused, and so is what has holes.
public enum Merge {
  /// One file of verdicts.
  public struct Part: Sendable {
    /// What to call it.
    public var name: String
    /// Its verdicts.
    public var records: [VerdictRecord]

    /// Creates a part.
    public init(name: String, records: [VerdictRecord]) {
      self.name = name
      self.records = records
    }
  }

  /// The joined verdicts, in the order of the run; of earlier versions' files, as they first appear.
  ///
  /// - Parameter allowsMissing: whether a law of which a shard is missing or unfinished becomes
  ///   undecided, instead of a reason to refuse.
  /// - Throws: `MergeRefusal` for holes, for parts of different runs, and for one shard with two
  ///   results.
  public static func records(
    _ parts: [Part], allowsMissing: Bool = false
  ) throws(MergeRefusal) -> [VerdictRecord] {
    let laws = try MergePieces(parts).checked(allowsMissing: allowsMissing)
    return laws.compactMap { join($0) }
  }

  private static func join(_ present: [VerdictRecord]) -> VerdictRecord? {
    guard let last = present.last else { return nil }
    guard let count = last.shard.flatMap({ Shard($0)?.count }) else { return last }
    let indices = Set(present.compactMap { $0.shard.flatMap { Shard($0)?.index } })
    let isUndivided = present.count == 1 && last.extent?.isWhole == true
    let missing = isUndivided ? [] : (0..<count).filter { !indices.contains($0) }
    var whole = sum(present, last: last)
    let words = Set(present.map(\.verdict))
    if words.contains("refuted") {
      whole.verdict = "refuted"
      whole.counterexample = firstFailure(present)
      whole.reason = nil
      whole.isIncomplete = false
    } else if !missing.isEmpty {
      let names = missing.map { "\($0 + 1)" }.joined(separator: ", ")
      undecide(&whole, "shard \(names) of \(count) is missing")
      whole.isIncomplete = true
    } else if words.count > 1 || words.contains("undecided") {
      let reasons = present.filter { $0.verdict == "undecided" || $0.verdict == "skipped" }
        .map { "shard \($0.shard ?? ""): \($0.reason ?? $0.verdict)" }
      let mixed = "shards end in different verdicts: \(words.sorted().joined(separator: ", "))"
      undecide(&whole, reasons.isEmpty ? mixed : reasons.joined(separator: "; "))
    } else {
      let together = Set(present.map { $0.extent?.together })
      if together.count == 1, let word = together.first ?? nil { whole.verdict = word }
    }
    return whole
  }

  /// The counterexample that the undivided run would have met first, or the smallest.
  private static func firstFailure(_ parts: [VerdictRecord]) -> VerdictRecord.Case? {
    let refuted = parts.filter { $0.counterexample != nil }
    if refuted.allSatisfy({ $0.extent?.failed != nil }) {
      return refuted.min { ($0.extent?.failed ?? 0) < ($1.extent?.failed ?? 0) }?.counterexample
    }
    return refuted.compactMap(\.counterexample).min {
      Shrinker.isSmaller(choices($0), than: choices($1))
    }
  }

  private static func undecide(_ record: inout VerdictRecord, _ reason: String) {
    record.verdict = "undecided"
    record.reason = reason
    record.seed = nil
  }

  private static func sum(_ parts: [VerdictRecord], last: VerdictRecord) -> VerdictRecord {
    var whole = last
    whole.shard = nil
    whole.cases = total(parts.map(\.cases))
    whole.discarded = total(parts.map(\.discarded))
    whole.seconds = parts.reduce(0) { $0 + $1.seconds }
    whole.throughput = whole.seconds > 0 ? Double(whole.cases) / whole.seconds : 0
    let coverage = parts.compactMap(\.coverage)
    whole.coverage = coverage.count == parts.count ? CoverageRecord.merged(coverage) : nil
    whole.dialects = parts.lazy.compactMap(\.dialects).first
    whole.steps = parts.lazy.compactMap(\.steps).first
    whole.isIncomplete = parts.contains { $0.isIncomplete }
    whole.classes = [:]
    for part in parts {
      whole.classes.merge(part.classes) { total([$0, $1]) }
    }
    whole.warnings = MergedWarnings(parts, classes: whole.classes).all
    whole.acceptance?.cases = [:]
    for part in parts {
      whole.acceptance?.cases.merge(part.acceptance?.cases ?? [:]) { total([$0, $1]) }
    }
    whole.extent = VerdictExtent.joined(parts.compactMap(\.extent))
    return whole
  }

  private static func total(_ counts: [UInt64]) -> UInt64 {
    counts.reduce(0) { sum, count in
      let (result, overflow) = sum.addingReportingOverflow(count)
      return overflow ? .max : result
    }
  }

  private static func choices(_ found: VerdictRecord.Case) -> [UInt64] {
    (try? ChoiceList.parse(found.choices)) ?? []
  }
}

/// The doubts that remain of those of several shards: a class missed by one may have been met by
/// another.
private struct MergedWarnings {
  var all: [String] = []

  init(_ parts: [VerdictRecord], classes: [String: UInt64]) {
    // Shards without cases say nothing about classes.
    let busy = parts.filter { $0.cases > 0 }
    let none = HealthWarning.noClassHit.description
    let missed = classes.filter { $0.value == 0 }.keys.sorted()
    let ofClasses = Set(classes.keys.map { HealthWarning.classNeverHit($0).description } + [none])
    for warning in parts.flatMap(\.warnings) where !all.contains(warning) {
      if ofClasses.contains(warning) { continue }
      if warning.hasPrefix("never met: "), !busy.allSatisfy({ $0.warnings.contains(warning) }) {
        continue
      }
      all.append(warning)
    }
    if !missed.isEmpty, !busy.isEmpty, busy.allSatisfy({ $0.warnings.contains(none) }) {
      all.append(none)
    } else {
      all += missed.map { HealthWarning.classNeverHit($0).description }
    }
  }
}
