import Conformance
import Reporting
import Results

/// A trial of the tests of random devices as text and as a page.
struct DrawTrialSheet {
  let trial: DrawTrial

  /// Whether every mistake was caught and no healthy device was refuted.
  var conforms: Bool { trial.missed.isEmpty && trial.alarms.isEmpty }

  private var runs: Int { trial.healthy.values.reduce(0, +) }

  private var summary: String {
    "\(trial.rows.count - trial.missed.count) of \(trial.rows.count) mistakes caught; "
      + "\(trial.alarms.count) of \(runs) healthy devices refuted or undecided, "
      + "\(HumanUnits.count(trial.healthyDraws)) draws"
  }

  /// The table for a terminal.
  func text(colour: Bool) -> String {
    let columns: [TextTable.Column] = [
      .init("operation", isFlexible: true), .init("source", isFlexible: true), .init("verdict"),
      .init("by", isFlexible: true), .init("draws", isNumeric: true),
    ]
    let rows = trial.rows.map { row in
      [
        TextTable.Cell(row.operation), TextTable.Cell(row.source),
        TextTable.Cell(row.verdict, tone: row.verdict == "refuted" ? .good : .bad),
        TextTable.Cell(row.test), TextTable.Cell(HumanUnits.count(row.draws)),
      ]
    }
    return TextTable(columns: columns, rows: rows).text(width: 80, colour: colour)
      + trial.alarms.map { "\nhealthy: \($0)" }.joined() + "\n\(summary)"
  }

  /// The page.
  func markdown(command: String) -> String {
    let sources = Dictionary(grouping: trial.rows, by: \.source)
    let operations = trial.rows.map(\.operation).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    var seen: Set<String> = []
    let order = trial.rows.filter { seen.insert($0.source).inserted }
    let table = MarkdownTable(
      columns: [.init("source"), .init("what is wrong")]
        + operations.indices.map { .init("\($0 + 1)") },
      rows: order.map { first in
        let own = sources[first.source] ?? []
        return ["`\(first.source)`", first.title]
          + operations.map { operation in
            guard let row = own.first(where: { $0.operation == operation }) else { return "-" }
            return row.verdict == "refuted"
              ? "\(row.test), \(HumanUnits.count(row.draws))" : "**\(row.verdict)**"
          }
      })
    return """
      # Devices with randomness inside: what is caught

      Written by `\(command)`.

      Sources of random words with a mistake in them, inside the production module, and the test that
      refuted each, with the draws it took; a dash where the mistake is none for the operation, or is in
      bits that no such number of draws can show. `Specs/pages/random-devices.md` has the tests.

      \(operations.enumerated().map { "\($0 + 1). `\($1)`" }.joined(separator: "\n"))

      \(table.text)

      \(summary).

      """
  }
}
