import Descriptors
import Drift
import ExactArithmetic
import Foundation
import Reporting
import Tensors

/// Which tensors of a file are surveyed.
struct SurveySelection {
  private let patterns: [String]

  /// Creates a selection by globs; none takes everything.
  init(_ patterns: [String]) {
    self.patterns = patterns
  }

  /// The tensors that fit, in the order of the file.
  ///
  /// - Throws: `CommandFailure` for a pattern that no tensor fits.
  func entries(of file: TensorFile) throws(CommandFailure) -> [TensorEntry] {
    let globs = patterns.map { Glob($0) }
    for glob in globs where !file.tensors.contains(where: { glob.matches($0.name) }) {
      throw .unknown("tensor", glob.pattern, among: file.tensors.prefix(8).map(\.name))
    }
    guard !globs.isEmpty else { return file.tensors }
    return file.tensors.filter { entry in globs.contains { $0.matches(entry.name) } }
  }
}

/// Progress of a survey that takes longer than a second.
struct SurveyWatch {
  private let elements: Int
  private let meter = ProgressMeter()
  private let start = Date()

  init(elements: Int) {
    self.elements = max(1, elements)
  }

  func show(_ done: Int) {
    let spent = Date().timeIntervalSince(start)
    guard spent > 1 else { return }
    meter.update(
      fraction: Double(done) / Double(elements), of: "survey",
      detail: "\(HumanUnits.count(UInt64(done))) values", spent: spent)
  }

  func end() { meter.finish() }
}

/// A survey for people: a row per tensor and format, then the totals.
struct SurveyTable {
  private let report: SurveyReport

  init(_ report: SurveyReport) {
    self.report = report
  }

  func print() {
    var table = Reporting.TextTable(columns: [
      .init("tensor", isFlexible: true), .init("format"), .init("SQNR dB", isNumeric: true),
      .init("max ulp", isNumeric: true), .init("mean ulp", isNumeric: true),
      .init("mean rel", isNumeric: true), .init("out", isNumeric: true),
      .init("to 0", isNumeric: true),
    ])
    for row in report.rows {
      for (index, figures) in row.figures.enumerated() {
        table.rows.append(cells(index == 0 ? row.name : "", index, figures))
      }
    }
    if report.rows.count != 1 {
      let title = "all \(report.rows.count)"
      for (index, figures) in report.totals.enumerated() {
        table.rows.append(cells(index == 0 ? title : "", index, figures))
      }
    }
    Output.text(table.text(width: TextTable.pageWidth))
    Output.line()
    var counts = Reporting.TextTable(columns: [
      .init("format"), .init("values", isNumeric: true), .init("exact", isNumeric: true),
      .init("saturated", isNumeric: true), .init("inf", isNumeric: true),
      .init("NaN", isNumeric: true), .init("subnormal", isNumeric: true),
      .init("codes", isNumeric: true), .init("bias", isNumeric: true),
    ])
    for (target, figures) in zip(report.targets, report.totals) {
      counts.rows.append([
        .init(target.format.name), .init("\(figures.count)"), .init("\(figures.exact)"),
        .init("\(figures.saturated)"), .init("\(figures.overflowedToInfinity)"),
        .init("\(figures.overflowedToNaN)"), .init("\(figures.subnormalResults)"),
        .init("\(figures.codesUsed)"), .init(Self.text(figures.bias, digits: 3)),
      ])
    }
    Output.text(counts.text(width: TextTable.pageWidth))
    printNotes()
  }

  private func cells(
    _ name: String, _ index: Int, _ figures: ErrorFigures
  ) -> [Reporting.TextTable.Cell] {
    let hasUlp = figures.meanUlp != nil
    let out = figures.saturated + figures.overflowedToInfinity + figures.overflowedToNaN
    return [
      .init(name), .init(report.targets[index].format.name),
      .init(figures.signalToNoise(places: 2) ?? "-"),
      .init(hasUlp ? Self.text(figures.maxUlp, digits: 4) : "-"),
      .init(Self.text(figures.meanUlp, digits: 4)),
      .init(Self.text(figures.meanRelative?.midpoint, digits: 3)),
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
    var left = TextTable()
    for one in report.skipped {
      left.add(Reporting.TextTable.shortened(one.name, to: 40), one.reason)
    }
    left.lines.forEach { Output.line($0) }
  }

  private static func text(_ value: Rational?, digits: Int) -> String {
    value?.decimal(significantDigits: digits) ?? "-"
  }
}
