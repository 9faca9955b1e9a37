/// One verdict at length, for people.
public enum VerdictDetail {
  /// What was found, one fact per line: the counterexample or the reason, then the warnings.
  public static func text(_ record: VerdictRecord) -> String {
    var lines = ["\(record.id): \(record.verdict)"]
    if let found = record.counterexample {
      lines[0] = "\(record.id) does not hold for \(record.subject)"
      if !found.text.isEmpty { lines.append("  case:     \(found.text)") }
      lines.append("  expected: \(found.expected)")
      lines.append("  got:      \(found.got)")
      lines += found.derivation.map { "    \($0)" }
      if !found.replay.isEmpty { lines.append("  replay:   \(found.replay)") }
    }
    for line in record.dialects?.lines ?? [] {
      lines += WrappedLines.of(line, lead: "  dialect:  ")
    }
    for line in record.steps?.lines ?? [] { lines += WrappedLines.of(line, lead: "  how far:  ") }
    if let reason = record.reason { lines[0] += ": \(reason)" }
    for line in record.warnings { lines += WrappedLines.of(line, lead: "  warning:  ") }
    return lines.joined(separator: "\n")
  }
}
