import Foundation
public import Results

/// Writes the results of experiments as pages, with figures, tables and the numbers beside them.
///
/// | file | contents |
/// |---|---|
/// | `index.html` | what was run, with links |
/// | `EXPERIMENT.html` | figures, tables, worst cases, remarks, the command that reproduces it |
/// | `README.md` | the tables in Markdown, with the first figure of each experiment |
/// | `figures/EXPERIMENT-FIGURE.svg` | the pictures that `README.md` shows |
/// | `NAME.jsonl` | the records |
/// | `specs/EXPERIMENT-FIGURE.vl.json` | a figure as a Vega-Lite specification |
/// | `vega.js` | the script that makes figures interactive, where a renderer gave it |
///
/// Pages need no network. Figures are still pictures first and become interactive where scripts run.
/// Without a renderer there are no pictures, and the pages say how to get them.
public struct ExperimentReport: Sendable {
  /// What was written, and what was not.
  public struct Outcome: Hashable, Sendable {
    /// The files, from the directory of the report.
    public var files: [String]
    /// What is missing and how to get it, a sentence each; none for a report with everything.
    public var shortcomings: [String]
  }

  private let results: [ExperimentResults]
  private let records: [ExperimentRecord]
  private let sheets: [String: ExperimentSheet]
  private let comparison: Comparison?
  private let faults: [ExperimentFileError]

  /// Creates a report.
  ///
  /// Of an experiment that was run several times, the last run counts: records of an older report
  /// may stand before those that replace them.
  ///
  /// - Parameters:
  ///   - sheets: How experiments are shown; one without a sheet gets a table of all its figures.
  ///   - comparison: What moved since older results, to be shown too.
  ///   - faults: What was wrong with the file that the records come from.
  public init(
    records: [ExperimentRecord], sheets: [ExperimentSheet], comparison: Comparison? = nil,
    faults: [ExperimentFileError] = []
  ) {
    self.records = ExperimentResults.latest(records)
    results = ExperimentResults.grouped(records)
    var byName: [String: ExperimentSheet] = [:]
    for sheet in sheets { byName[sheet.experiment] = sheet }
    self.sheets = byName
    self.comparison = comparison
    self.faults = faults
  }

  /// Writes a report in one call.
  ///
  /// - Throws: `ExperimentReportError` when something cannot be written.
  @discardableResult
  public static func write(
    records: [ExperimentRecord], sheets: [ExperimentSheet], to directory: String,
    name: String = "drift", renderer: ChartRenderer?, comparison: Comparison? = nil
  ) throws(ExperimentReportError) -> Outcome {
    try ExperimentReport(records: records, sheets: sheets, comparison: comparison)
      .write(to: directory, name: name, renderer: renderer)
  }

  /// Writes all files, each at once.
  ///
  /// - Parameters:
  ///   - name: What the file of records is called, without `.jsonl`.
  ///   - renderer: Draws the figures; `nil` for none.
  /// - Throws: `ExperimentReportError` when something cannot be written. A renderer that fails is no
  ///   error: the outcome and the pages say what is missing.
  public func write(
    to directory: String, name: String = "drift", renderer: ChartRenderer?
  ) throws(ExperimentReportError) -> Outcome {
    do {
      return try files(name: FileName.part(name), renderer: renderer).written(to: directory)
    } catch let error as ExperimentReportError {
      throw error
    } catch {
      throw ExperimentReportError(
        path: directory, problem: "cannot be written (\(error))",
        remedy: "check the directory and its permissions")
    }
  }

  /// The page of an experiment.
  static func page(_ experiment: String) -> String { "\(FileName.part(experiment)).html" }

  private func files(name: String, renderer: ChartRenderer?) throws -> ReportFiles {
    let templates = try PageTemplates()
    var files = ReportFiles()
    let charts = results.map { results in
      sheet(of: results).figures.map { FigureChart($0, of: results) }
    }
    var specifications: [String: String] = [:]
    for (results, charts) in zip(results, charts) {
      for chart in charts where !chart.drawn.isEmpty {
        let figure = chart.figure.id
        specifications[PageDrawing.name(results.experiment, figure)] =
          try chart.specification(isResponsive: false)
        files.texts[PageDrawing.specificationFile(results.experiment, figure)] =
          try chart.specification(isResponsive: false, isPretty: true) + "\n"
      }
    }
    let drawing = PageDrawing.drawn(specifications, by: renderer)
    if let bundle = drawing.bundle { files.texts["vega.js"] = bundle }
    files.shortcomings =
      faults.map(\.description) + (drawing.absence.map { [$0] } ?? [])
      + drawing.problems.sorted { $0.key < $1.key }.map { "figure \($0.key): \($0.value)" }
    for (results, charts) in zip(results, charts) {
      let section = comparison.map { ComparisonSection($0, experiment: results.experiment) }
      let page = try ExperimentPage(
        results, sheet: sheet(of: results), charts: charts, comparison: section,
        style: templates.style, script: templates.script, drawing: drawing,
        resultsFile: "\(name).jsonl")
      files.texts[Self.page(results.experiment)] = try templates.render(page, as: "experiment")
    }
    let index = IndexPage(
      title: "Numerical drift",
      introduction: "What low precision does to results: each experiment measures one effect "
        + "against exact arithmetic. Every page says how to run it again.",
      style: templates.style, notices: files.shortcomings,
      experiments: results.map { IndexPage.entry($0, sheet(of: $0)) },
      comparison: comparison.map { ComparisonSection($0) }, results: "\(name).jsonl")
    files.texts["index.html"] = try templates.render(index, as: "index")
    let sections = zip(results, charts).map { results, charts in
      let first = charts.first.map { PageDrawing.name(results.experiment, $0.figure.id) }
      let picture = first.flatMap { name in drawing.pictures[name].map { (name, $0) } }
      if let (name, svg) = picture { files.texts["figures/\(name).svg"] = svg + "\n" }
      return ReportMarkdown.Section(
        results: results, sheet: sheet(of: results),
        picture: picture.map { "figures/\($0.0).svg" })
    }
    files.texts["README.md"] = ReportMarkdown.text(index: index, sections: sections)
    files.texts["\(name).jsonl"] = try records.map { try ExperimentFile.line($0) + "\n" }.joined()
    return files
  }

  /// The experiment's sheet, or a table of its single figures where it has none.
  private func sheet(of results: ExperimentResults) -> ExperimentSheet {
    if let sheet = sheets[results.experiment] { return sheet }
    var seen: Set<[String]> = []
    let quantities = results.measurements.filter { $0.x == nil }
      .filter { seen.insert([$0.quantity, $0.statistic]).inserted }
      .map {
        TableDescription.Quantity(
          $0.quantity, $0.statistic, heading: "\($0.statistic) of \($0.quantity)")
      }
    let names = Set(results.measurements.flatMap(\.series.keys)).sorted()
    return ExperimentSheet(
      experiment: results.experiment, title: results.experiment, paragraphs: [], figures: [],
      tables: quantities.isEmpty
        ? [] : [.init(title: "All figures", rows: names, columns: .quantities(quantities))])
  }
}

/// A report that cannot be written.
public struct ExperimentReportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file or directory.
  public var path: String
  /// What is wrong.
  public var problem: String
  /// What to do.
  public var remedy: String

  /// `path: what; what to do`.
  public var description: String { "\(path): \(problem); \(remedy)" }
}
