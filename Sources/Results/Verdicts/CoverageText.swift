/// The coverage of a check in a few lines, for a terminal.
public enum CoverageText {
  /// The most lines of classes that were never met.
  public static let mostLines = 16

  /// How much was met, then the classes that were not; at most 80 columns wide.
  public static func text(_ record: VerdictRecord) -> String? {
    guard let coverage = record.coverage else { return nil }
    var lines = WrappedLines.of(coverage.summary, lead: "coverage: ")
    // A check that ended early has missed most of them.
    let isWhole = !record.isIncomplete && record.verdict != "refuted"
    let missing =
      !isWhole ? [] : coverage.neverMetLines.flatMap { WrappedLines.of($0, lead: "  never met: ") }
    lines += missing.prefix(mostLines)
    if missing.count > mostLines {
      lines.append("  and \(missing.count - mostLines) lines more; --json has them all")
    }
    return lines.joined(separator: "\n")
  }

  /// How many classes never met are shown where there are several verdicts.
  static let mostExamples = 3

  /// The coverage of a run: that of the one check that has some at length, of several the sums and
  /// a few classes that were never met.
  public static func text(_ records: [VerdictRecord]) -> String? {
    let covered = records.filter { $0.coverage != nil }
    if covered.count == 1 { return text(covered[0]) }
    guard let total = CoverageTotal(covered) else { return nil }
    var lines = WrappedLines.of(total.summary, lead: "coverage: ")
    for (id, _, cell) in total.examples.prefix(mostExamples) {
      lines += WrappedLines.of("\(id): \(cell)", lead: "  never met: ").prefix(3)
    }
    if total.missing > mostExamples {
      lines.append("  and in \(total.missing - mostExamples) checks more; --json has them all")
    }
    return lines.joined(separator: "\n")
  }
}
