import Results

/// A report in Markdown: what was run, a figure and the tables, and how to run it again.
enum ReportMarkdown {
  /// One experiment.
  struct Section {
    var results: ExperimentResults
    var sheet: ExperimentSheet
    /// The file of its first figure; `nil` where there is no picture.
    var picture: String?
  }

  /// The whole text.
  static func text(index: IndexPage, sections: [Section]) -> String {
    var parts = ["# \(index.title)", index.introduction]
    parts.append(
      "Pages with figures: open [index.html](index.html). All numbers: "
        + "[\(index.results)](\(index.results)).")
    if !index.notices.isEmpty {
      parts.append(index.notices.map { "- \(plain($0))" }.joined(separator: "\n"))
    }
    if let comparison = index.comparison {
      parts.append("Compared with older results: \(plain(comparison.summary)).")
    }
    for section in sections { parts += paragraphs(section) }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func paragraphs(_ section: Section) -> [String] {
    let (results, sheet) = (section.results, section.sheet)
    var parts = ["## [\(plain(sheet.title))](\(ExperimentReport.page(results.experiment)))"]
    if !results.isComplete { parts.append("**Cut short:** what was measured until then.") }
    if let first = sheet.paragraphs.first { parts.append(plain(first)) }
    if let picture = section.picture, let figure = sheet.figures.first {
      parts.append("![\(plain("\(figure.title) \(figure.caption)"))](\(picture))")
    }
    for table in sheet.tables {
      let model = TableModel(table, of: results)
      guard !model.isEmpty else { continue }
      parts.append(plain(model.caption))
      parts.append(String(model.markdown.dropLast()))
    }
    if !results.remarks.isEmpty {
      parts.append(results.remarks.map { "- \(plain($0))" }.joined(separator: "\n"))
    }
    if let command = results.run?.command { parts.append("    \(oneLine(command))") }
    return parts
  }

  /// Text in which nothing is markup.
  private static func plain(_ text: String) -> String {
    oneLine(text).map { "\\`*_{}[]<>#|".contains($0) ? "\\\($0)" : "\($0)" }.joined()
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
