import Results

/// The page of one experiment, as its template reads it.
///
/// Properties are named for the template; an absent one leaves its section out.
struct ExperimentPage {
  struct Figure {
    var id: String
    var title: String
    var caption: String
    var range: String
    /// What the figure does not show.
    var leftOut: String?
    /// SVG, to be written as it is; `nil` where nothing drew it.
    var picture: String?
    /// Why there is no picture.
    var absence: String?
    /// The specification, safe within a script element; `nil` where there is nothing to draw.
    var specification: String?
    var specificationFile: String
    var numbers: TableModel
  }

  struct Case {
    var heading: String
    var value: String
    var operands: String
    var exact: String
    var got: String
    var derivation: [String]
  }

  struct Parameter {
    var name: String
    var value: String
  }

  var title: String
  var experiment: String
  var style: String
  var paragraphs: [String]
  /// A warning above everything else.
  var notice: String?
  var hasFigures: Bool
  var figures: [Figure]
  var hasTables: Bool
  var tables: [TableModel]
  var hasCases: Bool
  var cases: [Case]
  var hasRemarks: Bool
  var remarks: [String]
  var comparison: ComparisonSection?
  var command: String?
  var parameters: [Parameter]
  /// The file with the numbers of all experiments.
  var results: String
  /// The script that makes figures interactive; `nil` when there are none.
  var script: String?

  init(
    _ results: ExperimentResults, sheet: ExperimentSheet, charts: [FigureChart],
    comparison: ComparisonSection?, style: String, script: String, drawing: PageDrawing,
    resultsFile: String
  ) throws {
    title = sheet.title
    experiment = results.experiment
    self.style = style
    paragraphs = sheet.paragraphs
    notice =
      results.isComplete
      ? nil
      : "This experiment was cut short: what follows is what was measured until then."
    figures = try charts.map { try Self.figure($0, experiment: results.experiment, drawing) }
    hasFigures = !figures.isEmpty
    tables = sheet.tables.map { TableModel($0, of: results) }
    hasTables = !tables.isEmpty
    cases = results.worst.map { Self.worst($0) }
    hasCases = !cases.isEmpty
    remarks = results.remarks
    hasRemarks = !remarks.isEmpty
    self.comparison = comparison
    command = results.run?.command
    parameters = Self.parameters(results.run)
    self.results = resultsFile
    self.script = figures.contains { $0.specification != nil } ? script : nil
  }

  /// A figure of a page.
  static func figure(
    _ chart: FigureChart, experiment: String, _ drawing: PageDrawing
  ) throws -> Figure {
    let id = FileName.part(chart.figure.id)
    let name = PageDrawing.name(experiment, id)
    let picture = drawing.pictures[name].map { Self.prefixed($0, by: id) }
    let isEmpty = chart.drawn.isEmpty
    let notes = [chart.notTold, chart.leftOut].filter { !$0.isEmpty }.joined(separator: " ")
    return Figure(
      id: id, title: chart.figure.title, caption: chart.figure.caption, range: chart.range,
      leftOut: notes.isEmpty ? nil : notes, picture: picture,
      absence: isEmpty
        ? "There are no measurements to draw."
        : picture == nil ? drawing.problems[name] ?? drawing.absence : nil,
      specification: isEmpty
        ? nil : try chart.specification(isResponsive: true).replacing("<", with: "\\u003c"),
      specificationFile: PageDrawing.specificationFile(experiment, id),
      numbers: TableModel(chart))
  }

  /// Names in a picture begin with the figure's, since several pictures share the page.
  private static func prefixed(_ picture: String, by id: String) -> String {
    picture.replacing(" id=\"", with: " id=\"\(id)-")
      .replacing("url(#", with: "url(#\(id)-")
      .replacing("href=\"#", with: "href=\"#\(id)-")
  }

  private static func worst(_ worst: WorstCase) -> Case {
    let series = worst.series.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return Case(
      heading: series.joined(separator: ", "),
      value: "\(worst.quantity) \(PlainNumber.text(worst.value))",
      operands: worst.operands, exact: worst.exact, got: worst.got, derivation: worst.derivation)
  }

  private static func parameters(_ run: ExperimentRun?) -> [Parameter] {
    guard let run else { return [] }
    return [
      Parameter(name: "seed", value: "\(run.seed)"),
      Parameter(name: "version", value: run.version),
      Parameter(name: "specifications", value: run.specifications),
    ] + run.parameters.sorted { $0.key < $1.key }.map { Parameter(name: $0.key, value: $0.value) }
  }
}

/// What a renderer made of all figures, and what it did not.
struct PageDrawing {
  var pictures: [String: String] = [:]
  var problems: [String: String] = [:]
  /// Why there are no pictures.
  var absence: String?
  var bundle: String?

  /// The name under which a figure is drawn and its files are written.
  static func name(_ experiment: String, _ figure: String) -> String {
    "\(FileName.part(experiment))-\(FileName.part(figure))"
  }

  /// The file of a figure's specification, from the directory of the pages.
  static func specificationFile(_ experiment: String, _ figure: String) -> String {
    "specs/\(name(experiment, figure)).vl.json"
  }
}
