public import Results

/// A history in Markdown.
public enum HistoryMarkdown {
  /// The whole text.
  ///
  /// - Parameter notices: what is missing, a sentence each.
  public static func text(_ histories: [DeviceHistory], notices: [String] = []) -> String {
    var parts = ["# History"]
    if !notices.isEmpty { parts.append(notices.map { "- \(plain($0))" }.joined(separator: "\n")) }
    for history in histories {
      parts.append("## \(plain(history.device))")
      parts.append(versions(history))
      for step in history.steps { parts += paragraphs(step) }
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func versions(_ history: DeviceHistory) -> String {
    let table = MarkdownTable(
      columns: [
        .init("version"), .init("last run"), .init("runs", isNumeric: true),
        .init("checks", isNumeric: true), .init("verdicts"), .init("specification"),
      ],
      rows: history.versions.map { version in
        [
          version.name, version.date, "\(version.runs)", "\(version.checks.count)",
          version.verdicts, version.specification,
        ]
      })
    return String(table.text.dropLast())
  }

  private static func paragraphs(_ step: HistoryStep) -> [String] {
    var parts = ["### \(plain(step.from)) → \(plain(step.to))", "\(plain(step.summary))."]
    if !step.conditions.isEmpty {
      parts.append(step.conditions.map { "- \(plain($0))" }.joined(separator: "\n"))
    }
    guard !step.changes.isEmpty else { return parts }
    let table = MarkdownTable(
      columns: [.init(""), .init("what"), .init("check"), .init("was"), .init("is")],
      rows: step.changes.prefix(HistoryPage.limit).map { change in
        [
          change.judgement.rawValue, change.what, "`\(change.id)`", change.old,
          change.new + (change.ratio.map { " (\(HistoryStep.factor($0)))" } ?? ""),
        ]
      })
    parts.append(String(table.text.dropLast()))
    if step.changes.count > HistoryPage.limit {
      parts.append("\(step.changes.count - HistoryPage.limit) more are not shown here.")
    }
    return parts
  }

  /// Text in which nothing is markup.
  private static func plain(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
      .map { "\\`*_{}[]<>#|".contains($0) ? "\\\($0)" : "\($0)" }.joined()
  }
}
