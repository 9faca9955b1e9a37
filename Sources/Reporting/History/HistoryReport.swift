public import Results

/// Writes a history as a page, and in Markdown.
///
/// | file | contents |
/// |---|---|
/// | `index.html` | versions, figures, and what changed from each to the next |
/// | `README.md` | the same tables in Markdown |
/// | `specs/history-FIGURE.vl.json` | a figure as a Vega-Lite specification |
/// | `vega.js` | the script that makes figures interactive, where a renderer gave it |
///
/// The page needs no network: style and pictures are part of it. Without a renderer there are no
/// pictures, and the page has the numbers of every figure as a table.
public struct HistoryReport: Sendable {
  /// The beginning of the names of figures' files.
  static let name = "history"

  private let histories: [DeviceHistory]
  private let faults: [VerdictFileError]

  /// Creates a report.
  ///
  /// - Parameters:
  ///   - faults: what was wrong with lines that were left out.
  public init(_ histories: [DeviceHistory], faults: [VerdictFileError] = []) {
    self.histories = histories
    self.faults = faults
  }

  /// Writes all files, each at once.
  ///
  /// - Parameter renderer: draws the figures; `nil` for none.
  /// - Throws: `ExperimentReportError` when something cannot be written.
  public func write(
    to directory: String, renderer: ChartRenderer?
  ) throws(ExperimentReportError) -> ExperimentReport.Outcome {
    do {
      return try files(renderer).written(to: directory)
    } catch let error as ExperimentReportError {
      throw error
    } catch {
      throw ExperimentReportError(
        path: directory, problem: "cannot be written (\(error))",
        remedy: "check the directory and its permissions")
    }
  }

  private func files(_ renderer: ChartRenderer?) throws -> ReportFiles {
    let templates = try PageTemplates()
    var files = ReportFiles()
    let figures = histories.enumerated().map { index, history in
      HistoryFigures(history, prefix: "device-\(index + 1)")
    }
    var specifications: [String: String] = [:]
    for chart in figures.flatMap(\.charts) {
      let id = chart.figure.id
      specifications[PageDrawing.name(Self.name, id)] =
        try chart.specification(isResponsive: false)
      files.texts[PageDrawing.specificationFile(Self.name, id)] =
        try chart.specification(isResponsive: false, isPretty: true) + "\n"
    }
    let drawing = PageDrawing.drawn(specifications, by: renderer)
    if let bundle = drawing.bundle { files.texts["vega.js"] = bundle }
    files.shortcomings =
      faults.map(\.description) + (drawing.absence.map { [$0] } ?? [])
      + drawing.problems.sorted { $0.key < $1.key }.map { "figure \($0.key): \($0.value)" }
    let page = try HistoryPage(
      histories, figures: figures, notices: files.shortcomings, style: templates.style,
      script: templates.script, drawing: drawing)
    files.texts["index.html"] = try templates.render(page, as: "history")
    files.texts["README.md"] = HistoryMarkdown.text(histories, notices: files.shortcomings)
    return files
  }
}
