import Harness

/// Joins the verdicts of shards, and of repeated runs, into one per law and subject.
///
/// A law holds when all of its shards are there and held; it is refuted when one is, by the
/// smallest counterexample. Where a shard is missing or undecided, so is the whole. When the same
/// shard occurs twice, the later record counts.
public enum Merge {
  /// The joined verdicts, in the order in which each law first appears.
  public static func records(_ records: [VerdictRecord]) -> [VerdictRecord] {
    var order: [Key] = []
    var parts: [Key: [VerdictRecord]] = [:]
    for record in records {
      let key = Key(id: record.id, subject: record.subject)
      if parts[key] == nil { order.append(key) }
      var others = parts[key] ?? []
      others.removeAll { $0.shard == record.shard }
      parts[key] = others + [record]
    }
    return order.compactMap { parts[$0].flatMap { join($0) } }
  }

  private struct Key: Hashable {
    var id: String
    var subject: String
  }

  private static func join(_ records: [VerdictRecord]) -> VerdictRecord? {
    guard let last = records.last else { return nil }
    // The latest record decides how the search was divided; other divisions are superseded.
    guard let count = last.shard.flatMap({ Shard($0)?.count }) else { return last }
    var byIndex: [Int: VerdictRecord] = [:]
    for record in records {
      if let shard = record.shard.flatMap({ Shard($0) }), shard.count == count {
        byIndex[shard.index] = record
      }
    }
    let present = byIndex.sorted { $0.key < $1.key }.map(\.value)
    let missing = (0..<count).filter { byIndex[$0] == nil }
    var whole = sum(present, last: last)
    let words = Set(present.map(\.verdict))
    let found = present.compactMap(\.counterexample).min {
      Shrinker.isSmaller(choices($0), than: choices($1))
    }
    if words.contains("refuted") {
      whole.verdict = "refuted"
      whole.counterexample = found
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
    }
    return whole
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
    whole.isIncomplete = parts.contains { $0.isIncomplete }
    whole.classes = [:]
    for part in parts {
      whole.classes.merge(part.classes) { total([$0, $1]) }
    }
    // A class missed by one shard may have been met by another.
    let ofClasses = Set(
      whole.classes.keys.map { HealthWarning.classNeverHit($0).description }
        + [HealthWarning.noClassHit.description])
    whole.warnings = []
    for warning in parts.flatMap(\.warnings)
    where !ofClasses.contains(warning) && !whole.warnings.contains(warning) {
      whole.warnings.append(warning)
    }
    for (label, cases) in whole.classes.sorted(by: { $0.key < $1.key }) where cases == 0 {
      whole.warnings.append(HealthWarning.classNeverHit(label).description)
    }
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
