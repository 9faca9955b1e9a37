import Descriptors
import Drift
import ExactArithmetic
import Reporting
import Results
import Tensors

/// A survey for people: under each tensor a row per format, then the totals.
struct SurveyTable {
  private let report: SurveyReport

  init(_ report: SurveyReport) {
    self.report = report
  }

  func print() {
    printErrors()
    Output.line()
    printCounts()
    printNotes()
  }

  /// The errors; SQNR in decibels.
  ///
  /// One table, so that all columns line up, with a line for each tensor between its rows.
  private func printErrors() {
    var table = TextTable(columns: [
      .init("  format", isFlexible: true), .init("SQNR", isNumeric: true),
      .init("max ulp", isNumeric: true), .init("mean ulp", isNumeric: true),
      .init("mean rel", isNumeric: true), .init("bias", isNumeric: true),
      .init("out", isNumeric: true), .init("to 0", isNumeric: true),
    ])
    var titles = report.rows.map(title)
    for row in report.rows { table.rows += rows(row.figures) }
    if report.rows.count != 1 {
      titles.append("all \(report.rows.count) tensors")
      table.rows += rows(report.totals)
    }
    let lines = table.text(width: WrappedTable.pageWidth).split(separator: "\n")
    Output.line(String(lines[0]))
    for (index, line) in lines.dropFirst().enumerated() {
      if index % report.targets.count == 0 {
        Output.line(Style.output.heading(titles[index / report.targets.count]))
      }
      Output.line(String(line))
    }
  }

  /// The tensor's name, in the middle of which something may be missing, its type and shape.
  private func title(_ row: SurveyReport.Row) -> String {
    let shape = row.shape.isEmpty ? "scalar" : row.shape.map(String.init).joined(separator: "x")
    let type = "  \(row.element.formatName ?? "") \(shape)"
    let width = max(12, WrappedTable.pageWidth - type.count)
    let name = row.name.map { $0.unicodeScalars.allSatisfy(\.isPrintable) ? $0 : " " }
    return TextTable.shortened(String(name), to: width) + type
  }

  private func rows(_ figures: [ErrorFigures]) -> [[TextTable.Cell]] {
    figures.indices.map { cells($0, figures[$0]) }
  }

  private func printCounts() {
    var counts = TextTable(columns: [
      .init("  format", isFlexible: true), .init("values", isNumeric: true),
      .init("exact", isNumeric: true), .init("saturated", isNumeric: true),
      .init("inf", isNumeric: true), .init("NaN", isNumeric: true),
      .init("subnormal", isNumeric: true), .init("codes", isNumeric: true),
    ])
    for (target, figures) in zip(report.targets, report.totals) {
      counts.rows.append([
        .init("  " + target.format.name), .init("\(figures.count)"), .init("\(figures.exact)"),
        .init("\(figures.saturated)"), .init("\(figures.overflowedToInfinity)"),
        .init("\(figures.overflowedToNaN)"), .init("\(figures.subnormalResults)"),
        .init("\(figures.codesUsed)"),
      ])
    }
    Output.text(counts.text(width: WrappedTable.pageWidth))
  }

  private func cells(_ index: Int, _ figures: ErrorFigures) -> [TextTable.Cell] {
    let hasUlp = figures.meanUlp != nil
    let out = figures.saturated + figures.overflowedToInfinity + figures.overflowedToNaN
    return [
      .init("  " + report.targets[index].format.name),
      .init(figures.signalToNoise(places: 2) ?? "-"),
      .init(hasUlp ? Self.text(figures.maxUlp, digits: 4) : "-"),
      .init(Self.text(figures.meanUlp, digits: 4)),
      .init(Self.text(figures.meanRelative?.midpoint, digits: 3)),
      .init(Self.text(figures.bias, digits: 2)),
      .init("\(out)", tone: out == 0 ? .plain : .doubtful), .init("\(figures.flushed)"),
    ]
  }

  /// What stands beside the figures: inputs that are no numbers, and tensors left out.
  private func printNotes() {
    guard let all = report.totals.first else { return }
    if all.nanInputs + all.infiniteInputs > 0 {
      Output.line()
      Output.line("\(all.nanInputs) NaN and \(all.infiniteInputs) infinite inputs")
    }
    guard !report.skipped.isEmpty else { return }
    Output.line()
    Output.line("left out:")
    var left = WrappedTable()
    for one in report.skipped {
      left.add(TextTable.shortened(one.name, to: 40), one.reason)
    }
    left.lines.forEach { Output.line($0) }
  }

  private static func text(_ value: Rational?, digits: Int) -> String {
    value?.decimal(significantDigits: digits) ?? "-"
  }
}

extension Unicode.Scalar {
  /// Whether the scalar is no control character, format character or line break.
  fileprivate var isPrintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
