/// A table of text that never passes its width, on a terminal or in a pipe.
///
/// Columns are as wide as their contents. When the lines would be too long, the columns marked as
/// flexible give way, the widest first; what does not fit is shortened in its middle, never wrapped.
public struct TextTable: Sendable {
  /// A column.
  public struct Column: Sendable {
    /// The word at its head.
    public var title: String
    /// Whether contents stand at the right, as numbers do.
    public var isNumeric: Bool
    /// Whether contents may be shortened to save the others.
    public var isFlexible: Bool

    /// Creates a column.
    public init(_ title: String, isNumeric: Bool = false, isFlexible: Bool = false) {
      self.title = title
      self.isNumeric = isNumeric
      self.isFlexible = isFlexible
    }
  }

  /// What one place of the table holds.
  public struct Cell: Sendable, ExpressibleByStringLiteral {
    /// The text; control characters are shown as spaces.
    public var text: String
    /// How it is coloured where colour is asked for.
    public var tone: Tone

    /// Creates a cell.
    public init(_ text: String, tone: Tone = .plain) {
      self.text = text
      self.tone = tone
    }

    /// Creates a plain cell.
    public init(stringLiteral text: String) { self.init(text) }
  }

  /// The meaning of a colour.
  public enum Tone: Sendable {
    case plain, good, bad, doubtful, quiet

    var code: String? {
      switch self {
      case .plain: nil
      case .good: "32"
      case .bad: "1;31"
      case .doubtful: "33"
      case .quiet: "2"
      }
    }
  }

  /// The columns, left to right.
  public var columns: [Column]
  /// The rows, top to bottom; a missing cell is empty, one too many is dropped.
  public var rows: [[Cell]]

  /// Creates a table.
  public init(columns: [Column], rows: [[Cell]] = []) {
    self.columns = columns
    self.rows = rows
  }

  /// Where the columns stand, so that lines can be written before all of them are known.
  public struct Layout: Sendable {
    fileprivate let columns: [Column]
    fileprivate let widths: [Int]
    fileprivate let width: Int

    /// The line of titles, with its line break.
    public func titles(colour: Bool = false) -> String {
      line(columns.map { Cell($0.title, tone: .quiet) }, colour: colour)
    }

    /// The line of a row, with its line break; what is too long for its column is shortened.
    public func line(_ row: [Cell], colour: Bool = false) -> String {
      let cells = columns.indices.map { index in
        index < row.count ? Cell(TextTable.oneLine(row[index].text), tone: row[index].tone) : ""
      }
      return TextTable.render(
        cells, columns: columns, widths: widths, width: width, colour: colour) + "\n"
    }
  }

  /// Where the columns stand in a table as wide as this one.
  public func layout(width: Int = 80) -> Layout {
    let lines = ([columns.map { Cell($0.title) }] + rows).map { row in
      columns.indices.map { $0 < row.count ? Cell(Self.oneLine(row[$0].text)) : "" }
    }
    return Layout(columns: columns, widths: fit(lines, width: width), width: width)
  }

  /// The table as lines of at most `width` characters, each ended by a line break, without spaces
  /// at its end.
  ///
  /// Without `colour` there are no escape sequences in it.
  public func text(width: Int = 80, colour: Bool = false) -> String {
    let layout = layout(width: width)
    return layout.titles(colour: colour) + rows.map { layout.line($0, colour: colour) }.joined()
  }

  /// Shortens text to `width` characters by leaving out its middle.
  public static func shortened(_ text: String, to width: Int) -> String {
    let count = text.count
    if count <= width { return text }
    if width < 3 { return String(text.prefix(max(0, width))) }
    let front = width / 2
    return text.prefix(front) + "…" + text.suffix(width - 1 - front)
  }

  // MARK: - Layout

  private static let gap = 2

  private func fit(_ lines: [[Cell]], width: Int) -> [Int] {
    var widths = columns.indices.map { index in lines.map { $0[index].text.count }.max() ?? 0 }
    func excess() -> Int { widths.reduce(0, +) + Self.gap * max(0, widths.count - 1) - width }
    // Flexible columns give way first, but keep what makes them readable; then all do.
    for (least, mayGive) in [(10, columns.map(\.isFlexible)), (1, columns.map { _ in true })] {
      while excess() > 0 {
        let open = widths.indices.filter { mayGive[$0] && widths[$0] > least }
        guard let widest = open.max(by: { widths[$0] < widths[$1] }) else { break }
        widths[widest] -= 1
      }
    }
    return widths
  }

  fileprivate static func render(
    _ line: [Cell], columns: [Column], widths: [Int], width: Int, colour: Bool
  ) -> String {
    var text = ""
    var used = 0
    var pending = 0
    for (index, cell) in line.enumerated() {
      let content = shortened(cell.text, to: widths[index])
      let padding = widths[index] - content.count
      let before = pending + (columns[index].isNumeric ? padding : 0)
      pending = (columns[index].isNumeric ? 0 : padding) + gap
      if content.isEmpty {
        pending += before
        continue
      }
      // Only a table with more columns than characters comes here with nothing left.
      if used + before + content.count > width { break }
      used += before + content.count
      text += String(repeating: " ", count: before)
      if colour, let code = cell.tone.code {
        text += "\u{1B}[\(code)m\(content)\u{1B}[0m"
      } else {
        text += content
      }
    }
    return text
  }

  fileprivate static func oneLine(_ text: String) -> String {
    String(
      text.map {
        $0.unicodeScalars.contains { $0.properties.generalCategory == .control } ? " " : $0
      }
    )
  }
}
