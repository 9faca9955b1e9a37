/// A table in GitHub-flavoured Markdown.
public struct MarkdownTable: Sendable {
  /// A column.
  public struct Column: Sendable {
    /// The words at its head.
    public var title: String
    /// Whether contents stand at the right.
    public var isNumeric: Bool

    /// Creates a column.
    public init(_ title: String, isNumeric: Bool = false) {
      self.title = title
      self.isNumeric = isNumeric
    }
  }

  /// The columns, left to right.
  public var columns: [Column]
  /// The rows, top to bottom; a missing cell is empty, one too many is dropped.
  public var rows: [[String]]

  /// Creates a table.
  public init(columns: [Column], rows: [[String]] = []) {
    self.columns = columns
    self.rows = rows
  }

  /// The table as lines, each ended by a line break.
  ///
  /// Bars are escaped and line breaks become `<br>`, so that every row stays one row.
  public var text: String {
    let head = Self.line(columns.map { Self.escaped($0.title) })
    let rule = Self.line(columns.map { $0.isNumeric ? "---:" : "---" })
    let body = rows.map { row in
      Self.line(columns.indices.map { $0 < row.count ? Self.escaped(row[$0]) : "" })
    }
    return ([head, rule] + body).joined()
  }

  private static func line(_ cells: [String]) -> String {
    "|" + cells.map { $0.isEmpty ? " |" : " \($0) |" }.joined() + "\n"
  }

  private static func escaped(_ text: String) -> String {
    text.map { character in
      switch character {
      case "|": "\\|"
      case "\\": "\\\\"
      case "<": "&lt;"
      case _ where character.isNewline: "<br>"
      default: String(character)
      }
    }.joined()
  }
}
