import Conformance
import Results

/// Many verdicts as few rows.
enum VerdictGroups {
  /// From the gravest to the one that says most.
  private static let gravity = ["refuted", "undecided", "sampled", "enumerated", "proved"]

  /// One record for each group, in the order in which the groups first appear.
  ///
  /// It has the gravest verdict, all cases and all seconds. Skipped checks count only where a group has no others.
  static func joined(
    _ records: [VerdictRecord], by group: (VerdictRecord) -> PlannedCheck.Row?
  ) -> [VerdictRecord] {
    var order: [PlannedCheck.Row] = []
    var members: [PlannedCheck.Row: [VerdictRecord]] = [:]
    for record in records {
      guard let row = group(record) else { continue }
      if members[row] == nil { order.append(row) }
      members[row, default: []].append(record)
    }
    return order.compactMap { row in
      guard let all = members[row], var joined = all.first else { return nil }
      joined.verdict =
        gravity.first { word in all.contains { $0.verdict == word } } ?? joined.verdict
      (joined.operation, joined.format, joined.rule) = (row.operation, row.format, row.rule)
      joined.cases = all.map(\.cases).reduce(0, +)
      joined.seconds = all.map(\.seconds).reduce(0, +)
      joined.throughput = joined.seconds > 0 ? Double(joined.cases) / joined.seconds : 0
      return joined
    }
  }

  /// Why checks were skipped, and how many for each reason.
  static func skipped(_ records: [VerdictRecord]) -> [(text: String, count: Int)] {
    counted(records.filter { $0.verdict == "skipped" }.compactMap(\.reason))
  }

  /// What checks say against themselves, and how many say it.
  static func warnings(_ records: [VerdictRecord]) -> [(text: String, count: Int)] {
    counted(records.flatMap(\.warnings))
  }

  private static func counted(_ texts: [String]) -> [(text: String, count: Int)] {
    Set(texts).sorted().map { text in (text, texts.count { $0 == text }) }
  }
}
