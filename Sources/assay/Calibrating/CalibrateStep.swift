import ArgumentParser
import Calibration
import Descriptors
import ExactArithmetic
import Specs

/// `assay calibrate step`: the step of least error.
struct CalibrateStep: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "step",
    abstract: "Find the step of least error of a uniform quantiser, over all steps.",
    usage: "assay calibrate step FILE|--values LIST --grid GRID --bits B [options]",
    discussion: """
      The error is the sum of |x - x^|^P over the values, x^ being the level
      nearest to x. Of equally good steps the smallest is printed. GRID is one
      of 'assay list quantizers'; Specs/pages/steps.md defines them, and why
      nothing better exists.

      --rows takes each row of the first dimension by itself, --groups N every
      N values of the last one. --step or --alpha prints the error of one step.

      Examples:
        assay calibrate step --values -3,-1,0,1/2,2,5/2 --grid lapq-signed \\
          --bits 2
        assay calibrate step w.safetensors --grid symmetric --bits 4 --rows
        assay calibrate step x.npy --grid repo --bits 8 --alpha 3
      """)

  @OptionGroup var source: CalibrationSource

  @Option(help: ArgumentHelp("The grid.", valueName: "grid")) var grid: String

  @Option(help: ArgumentHelp("The bits of a code, 1 to 16.", valueName: "count")) var bits: Int

  @Option(
    parsing: .unconditional, help: ArgumentHelp("P, a number above 0.", valueName: "number"))
  var norm: String = "2"

  @Flag(help: "Take each row of the first dimension by itself.") var rows = false

  @Option(help: ArgumentHelp("Take every so many values by themselves.", valueName: "count"))
  var groups: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Print the error of this step.", valueName: "number"))
  var step: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Print the error of this clipping value.", valueName: "number"))
  var alpha: String?

  @Option(
    help: ArgumentHelp("How narrow enclosures are: 2^-BITS of the number.", valueName: "bits"))
  var precision: Int = 40

  @Flag(help: "Print one JSON document.") var json = false

  @OptionGroup var catalogOptions: CatalogOptions

  func run() throws {
    let catalog = try catalogOptions.catalog()
    let norm = try number(norm, "--norm")
    guard step == nil || alpha == nil else {
      throw CommandFailure.usage("--step and --alpha are both given", "give one of them")
    }
    guard !rows || groups == nil else {
      throw CommandFailure.usage("--rows and --groups are both given", "give one of them")
    }
    let question = try CommandFailure.calibrating {
      try StepCalibration(
        catalog.grid(named: grid), bits: bits, norm: norm, precision: precision)
    }
    let (step, alpha) = (
      try step.map { try number($0, "--step") }, try alpha.map { try number($0, "--alpha") }
    )
    var sheet = StepSheet(
      grid: question.grid.name, bits: bits, norm: norm.description, results: [])
    try source.forEachSample(catalog) { sample in
      try CommandFailure.calibrating {
        for part in try sample.parts(rows: rows, groups: groups) {
          var result =
            if let step {
              try question.at(step: step, part.sample)
            } else if let alpha {
              try question.at(alpha: alpha, part.sample)
            } else {
              try question.best(part.sample)
            }
          (result.row, result.group) = (part.row, part.group)
          sheet.results.append(result)
        }
      }
    }
    if json { try Output.json(sheet) } else { sheet.print() }
  }

  private func number(_ text: String, _ option: String) throws(CommandFailure) -> Rational {
    guard let value = Rational(text) else {
      throw .usage("\(option) '\(text.excerpt)' is no number", "write 2, 5/2 or 0.3")
    }
    return value
  }
}

/// What `assay calibrate step` prints.
private struct StepSheet: Encodable {
  var grid: String
  var bits: Int
  var norm: String
  var results: [StepResult]

  func print() {
    Output.line(
      Style.output.heading("\(grid), \(bits.counted("bit")), norm \(norm): steps of least error"))
    for result in results {
      if results.count > 1 { Output.line() }
      var title = result.name.excerpt
      if let row = result.row { title += ", row \(row)" }
      if let group = result.group { title += ", group \(group)" }
      Output.line(title)
      var table = WrappedTable(rightAligned: [1, 2, 3])
      table.add("", "step", "alpha", "error", "")
      table.add(
        "least error", result.step?.text() ?? "none", result.alpha?.text() ?? "none",
        result.error.text(), remark(result))
      for heuristic in result.heuristics {
        table.add(
          heuristic.name, heuristic.step?.text() ?? "none", heuristic.alpha.text(),
          heuristic.error?.text() ?? "none", excess(heuristic, over: result))
      }
      for line in table.lines { Output.line(line) }
    }
  }

  private func remark(_ result: StepResult) -> String {
    if result.isDegenerate { return "no step is best" }
    if !result.isDecided { return "undecided" }
    return result.heuristics.isEmpty ? "" : "proved"
  }

  /// How much more a choice errs.
  private func excess(_ heuristic: StepHeuristic, over result: StepResult) -> String {
    let least = result.error.enclosure.midpoint
    guard let error = heuristic.error?.enclosure.midpoint, least.signum > 0 else { return "" }
    let percent = (error / least - .one) * 100
    return "+\(percent.decimal(significantDigits: 3)) %"
  }
}

extension Sample {
  /// Rows, or groups of consecutive values of a row, or all of it.
  ///
  /// A row is what one index of the first dimension selects; groups do not reach from one line of the last
  /// dimension into the next, and the last of a line may be shorter.
  fileprivate func parts(
    rows: Bool, groups: Int?
  ) throws(CalibrationError) -> [(row: Int?, group: Int?, sample: Sample)] {
    guard rows || groups != nil else { return [(nil, nil, self)] }
    if let groups, groups < 1 {
      throw CalibrationError("a group has \(groups) values", "give 1 or more")
    }
    let lines = shape.count < 2 ? 1 : rows ? shape[0] : shape.dropLast().reduce(1, *)
    let length = lines == 0 ? 0 : count / lines
    let width = groups.map { min($0, max(1, length)) } ?? max(1, length)
    var found: [(row: Int?, group: Int?, sample: Sample)] = []
    for line in 0..<lines {
      for (group, start) in stride(from: 0, to: length, by: width).enumerated() {
        let first = line * length + start
        found.append(
          (line, group, slice(first..<(line * length + min(length, start + width)))))
      }
    }
    return found
  }
}
