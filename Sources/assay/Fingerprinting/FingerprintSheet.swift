import Conformance
import Harness
import Results
import Specs

/// What was found out about a unit, as text and as a JSON document.
struct FingerprintSheet: Encodable {
  var device: String
  var format: String
  var result: String
  var identified: Bool
  /// How many sums the unit was asked for before it was judged.
  var sums: Int
  var findings: [Line]
  /// The accumulator as an entry of a specification file.
  var accumulator: String?
  /// Accumulators that operands of this format cannot tell from it, as entries.
  var alternatives: [String]
  var verdicts: [JudgedLength]
  /// The case that no accumulator of the model explains.
  var outside: String?

  struct Line: Encodable {
    var question: String
    var answer: String
  }

  struct JudgedLength: Encodable {
    var law: String
    var verdict: String
    var cases: UInt64
  }

  init(
    _ found: Fingerprint, device: String, format: String, result: String, _ text: AccumulatorText
  ) {
    self.device = device
    self.format = format
    self.result = result
    identified = found.accumulator != nil
    sums = found.asked
    findings = found.findings.map { Line(question: $0.question, answer: $0.answer) }
    accumulator = found.accumulator.map { text.entry($0, name: device) }
    alternatives = found.alternatives.map { text.entry($0, name: device) }
    verdicts = found.verification.map {
      JudgedLength(law: $0.id, verdict: $0.verdict.word, cases: $0.cases)
    }
    outside = found.outside
  }

  /// Prints the sheet.
  func print() {
    Output.line("\(device): sums of \(format) products in \(result)")
    var table = WrappedTable()
    for line in findings { table.add(line.question, line.answer) }
    table.add("asked", "\(sums) sums")
    for line in table.lines { Output.line(line) }
    Output.line()
    if let outside {
      Output.line("outside the model")
      for line in WrappedTable.wrapped(outside, width: WrappedTable.pageWidth - 2) {
        Output.line("  \(line)")
      }
    }
    guard let accumulator else { return }
    Output.line("accumulators:")
    Output.text(accumulator)
    if !alternatives.isEmpty {
      Output.line()
      let count =
        alternatives.count == 1
        ? "1 other accumulator explains" : "\(alternatives.count) others explain"
      let text =
        "\(count) every answer too: operands of \(format) cannot tell them apart; --json lists them."
      for line in WrappedTable.wrapped(text, width: WrappedTable.pageWidth) { Output.line(line) }
    }
    Output.line()
    var judged = WrappedTable(rightAligned: [1])
    for verdict in verdicts { judged.add(verdict.verdict, "\(verdict.cases)", verdict.law) }
    for line in judged.lines { Output.line(line) }
  }
}
