/// What the checks of a run have met, as sums.
///
/// Checks that ended early or were refuted have missed most classes for that reason, and are counted
/// apart.
package struct CoverageTotal {
  /// How many checks counted classes and were finished.
  package private(set) var checks = 0
  /// How many counted some and were not, or were refuted.
  package private(set) var unfinished = 0
  /// How many classes were met, never met, and cannot occur.
  package private(set) var met = 0
  package private(set) var neverMet = 0
  package private(set) var excluded = 0
  /// How many checks have classes that were never met.
  package private(set) var missing = 0
  /// Their ids, each with its first such classes.
  package private(set) var examples: [(id: String, count: Int, cell: String)] = []

  /// `nil` where no verdict has counted classes.
  package init?(_ records: [VerdictRecord]) {
    for record in records {
      guard let coverage = record.coverage else { continue }
      guard !record.isIncomplete, record.verdict != "refuted" else {
        unfinished += 1
        continue
      }
      let totals = coverage.totals
      checks += 1
      met &+= totals.met
      neverMet &+= totals.neverMet
      excluded &+= totals.excluded
      guard totals.neverMet > 0 else { continue }
      missing += 1
      if let line = coverage.neverMetLines.first {
        examples.append((record.id, totals.neverMet, line))
      }
    }
    if checks + unfinished == 0 { return nil }
  }

  /// One sentence without a period.
  package var summary: String {
    let rest = unfinished > 0 ? "; \(unfinished.counted("check")) not finished, or refuted" : ""
    let never =
      neverMet == 0
      ? "none never met"
      : "\(HumanUnits.count(UInt64(clamping: neverMet))) never met in \(missing.counted("check"))"
    return
      "\(checks.counted("check")), \(HumanUnits.count(UInt64(clamping: met))) classes met, \(never), "
      + "\(HumanUnits.count(UInt64(clamping: excluded))) cannot occur\(rest)"
  }
}
