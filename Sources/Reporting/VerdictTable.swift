public import Results

/// Tables of verdicts.
public enum VerdictTable {
  /// The verdicts as a text table: operation, format, rule, verdict, cases, time, cases per second.
  public static func text(
    _ records: [VerdictRecord], width: Int = 80, colour: Bool = false
  ) -> String {
    TextTable(columns: columns, rows: records.map { row($0) }).text(width: width, colour: colour)
  }

  /// Where the columns stand when the names are known and the verdicts are not.
  ///
  /// - Parameter names: the first three columns of each row.
  public static func layout(_ names: [[String]], width: Int = 80) -> TextTable.Layout {
    // As wide as they get: the longest word, and numbers of three digits with their units.
    let rest = ["enumerated", "4.29 G", "12.3 ms", "4.29 G"]
    return TextTable(columns: columns, rows: names.map { ($0 + rest).map { TextTable.Cell($0) } })
      .layout(width: width)
  }

  /// The cells of a record.
  public static func row(_ record: VerdictRecord) -> [TextTable.Cell] {
    zip(cells(record), 0...).map { text, column in
      TextTable.Cell(text, tone: column == 3 ? tone(record.verdict) : .plain)
    }
  }

  private static let columns: [TextTable.Column] = [
    .init("operation", isFlexible: true), .init("format", isFlexible: true),
    .init("rule", isFlexible: true), .init("verdict"), .init("cases", isNumeric: true),
    .init("time", isNumeric: true), .init("cases/s", isNumeric: true),
  ]

  /// The verdicts as a Markdown table with the same columns.
  public static func markdown(_ records: [VerdictRecord]) -> String {
    MarkdownTable(
      columns: [
        .init("operation"), .init("format"), .init("rule"), .init("verdict"),
        .init("cases", isNumeric: true), .init("time", isNumeric: true),
        .init("cases/s", isNumeric: true),
      ],
      rows: records.map { cells($0) }
    ).text
  }

  private static func cells(_ record: VerdictRecord) -> [String] {
    [
      record.operation, record.format, record.rule, record.verdict,
      HumanUnits.count(record.cases), HumanUnits.time(record.seconds),
      HumanUnits.rate(record.throughput),
    ]
  }

  private static func tone(_ verdict: String) -> TextTable.Tone {
    switch verdict {
    case "proved", "enumerated", "sampled": .good
    case "refuted": .bad
    case "undecided": .doubtful
    default: .quiet
    }
  }
}
