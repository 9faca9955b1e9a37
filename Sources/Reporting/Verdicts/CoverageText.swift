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
}
