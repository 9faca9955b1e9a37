import Results

/// What a run amounts to, in a few words and in a sentence.
struct VerdictHeadline {
  /// What was judged.
  var title: String
  /// The verdict.
  var text: String
  /// `good`, `bad` or `doubtful`.
  var kind: String
  /// What stands behind it.
  var sentence: String

  init(_ records: [VerdictRecord], isComplete: Bool) {
    let summary = VerdictSummary(records)
    guard records.count == 1, let record = records.first else {
      title = "\(records.count) verdicts"
      let refuted = summary.count(of: "refuted")
      let isOpen = !isComplete || summary.exitCode != 0
      text = refuted > 0 ? "Does not conform" : isOpen ? "Incomplete" : "Conforms"
      kind = refuted > 0 ? "bad" : isOpen ? "doubtful" : "good"
      sentence = summary.text + (isComplete ? "." : "; the rest was not run.")
      return
    }
    // The device is named below, and its command may be long.
    let operation = record.operation.split(separator: " @").first.map(String.init) ?? ""
    title = [operation, record.format].filter { !$0.isEmpty }.joined(separator: " to ")
    let dialect = record.rule.isEmpty ? "" : " to \(record.rule)"
    kind = Self.kind(of: record)
    let count = Self.grouped(record.cases)
    switch record.verdict {
    case "proved":
      text = "Conforms\(dialect)"
      sentence = "Proved: every one of the \(count) cases was compared, bit for bit."
    case "enumerated":
      text = "Conforms\(dialect)"
      sentence =
        "Enumerated: all \(count) cases of \(record.domain ?? "a finite domain") were compared."
    case "sampled":
      text = "Conforms\(dialect), as far as it was sampled"
      sentence = "Sampled: \(count) cases were compared, with seed \(record.seed ?? 0)."
    case "refuted":
      text = "Does not conform\(dialect)"
      sentence = "Refuted by a counterexample, after \(count) cases."
    case "undecided":
      text = "Incomplete"
      sentence = (record.reason ?? "nothing was decided") + "."
    default:
      text = "Nothing was judged"
      sentence = (record.reason ?? "it was skipped") + "."
    }
    if kind == "good", record.isIncomplete { (kind, text) = ("doubtful", "Incomplete") }
  }

  /// How a verdict is coloured.
  static func kind(of record: VerdictRecord) -> String {
    switch record.verdict {
    case "proved", "enumerated", "sampled": "good"
    case "refuted": "bad"
    default: "doubtful"
    }
  }

  /// A whole number in groups of three digits that stay on one line.
  static func grouped(_ value: UInt64) -> String {
    var groups: [Substring] = []
    var digits = "\(value)"[...]
    while digits.count > 3 {
      groups.append(digits.suffix(3))
      digits = digits.dropLast(3)
    }
    return ([digits] + groups.reversed()).joined(separator: "\u{A0}")
  }
}
