public import Results

/// The tables and remarks of experiments as text for a terminal.
public enum ExperimentText {
  /// Everything that was measured, experiment by experiment.
  ///
  /// - Parameters:
  ///   - records: the results; of experiments that were run again only the last run counts.
  ///   - sheets: how they are shown.
  ///   - width: the most characters of a line.
  public static func text(
    _ records: [ExperimentRecord], sheets: [ExperimentSheet], width: Int = 80
  ) -> String {
    ExperimentResults.grouped(records).map { results in
      let sheet = sheets.first { $0.experiment == results.experiment }
      return text(results, sheet, width)
    }.joined(separator: "\n")
  }

  private static func text(
    _ results: ExperimentResults, _ sheet: ExperimentSheet?, _ width: Int
  ) -> String {
    var lines = [results.run?.command ?? results.experiment]
    for description in sheet?.tables ?? [] {
      let model = TableModel(description, of: results)
      guard !model.isEmpty else { continue }
      lines += [""] + wrapped(model.caption, width, indent: "")
      lines += rows(model, width)
    }
    if !results.remarks.isEmpty { lines.append("") }
    for remark in results.remarks { lines += wrapped(remark, width, indent: "  ") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The table with as many columns of numbers as fit: a number that is shortened is wrong.
  private static func rows(_ model: TableModel, _ width: Int) -> [String] {
    func breadth(_ texts: [String]) -> Int { (texts.map(\.count).max() ?? 0) + 2 }
    let least = 18
    let names = model.names.indices.map { index in
      min(least, breadth([model.names[index]] + model.rows.map { $0.heads[index] }))
    }
    var used = names.reduce(0, +) - 2
    var shown = 0
    for index in model.columns.indices {
      used += breadth([model.columns[index]] + model.rows.map { $0.cells[index].text })
      guard used <= width || shown == 0 else { break }
      shown += 1
    }
    var table = TextTable(
      columns: model.names.map { .init($0, isFlexible: true) }
        + model.columns.prefix(shown).map { .init($0, isNumeric: true) })
    table.rows = model.rows.map { row in
      (row.heads + row.cells.prefix(shown).map(\.text)).map { TextTable.Cell($0) }
    }
    let left = model.columns.dropFirst(shown)
    let more =
      left.isEmpty ? [] : ["Not shown, but in the report: \(left.joined(separator: ", "))."]
    return table.text(width: width).split(separator: "\n").map(String.init)
      + more.flatMap { wrapped($0, width, indent: "") }
  }

  private static func wrapped(_ text: String, _ width: Int, indent: String) -> [String] {
    var lines: [String] = []
    var line = indent
    for word in text.split(separator: " ") {
      if line.count + word.count + 1 > width, line.count > indent.count {
        lines.append(line)
        line = indent
      }
      line += (line.count > indent.count ? " " : "") + word
    }
    return lines + [line]
  }
}
