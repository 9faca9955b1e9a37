/// Columns of text, two spaces apart; the last one is wrapped at 80 columns.
struct WrappedTable {
  /// The width of a page.
  static let pageWidth = 80

  private var rows: [[String]] = []
  private let indent: Int
  private let rightAligned: Set<Int>

  /// Creates a table.
  ///
  /// - Parameters:
  ///   - indent: the spaces before the first column.
  ///   - rightAligned: the columns, from 0, whose text stands at the right end.
  init(indent: Int = 2, rightAligned: Set<Int> = []) {
    self.indent = indent
    self.rightAligned = rightAligned
  }

  /// Adds a row; all rows have equally many columns.
  mutating func add(_ cells: String...) { rows.append(cells) }

  /// The lines, none with spaces at its end.
  var lines: [String] {
    guard let columns = rows.map(\.count).max(), columns > 0 else { return [] }
    let widths = (0..<columns - 1).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    let last = indent + widths.reduce(0) { $0 + $1 + 2 }
    var lines: [String] = []
    for row in rows {
      var line = String(repeating: " ", count: indent)
      for (column, cell) in row.dropLast().enumerated() {
        let pad = String(repeating: " ", count: widths[column] - cell.count)
        line += rightAligned.contains(column) ? pad + cell + "  " : cell + pad + "  "
      }
      let pieces = Self.wrapped(row.last ?? "", width: max(20, Self.pageWidth - last))
      for (index, piece) in pieces.enumerated() {
        let text = index == 0 ? line + piece : String(repeating: " ", count: last) + piece
        lines.append(Self.trimmed(text))
      }
    }
    return lines
  }

  /// A text in lines of at most `width` characters; a longer word has a line of its own.
  static func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + (line.isEmpty && !lines.isEmpty ? [] : [line])
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
