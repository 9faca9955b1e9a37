public import Results

/// A history for a terminal.
public enum HistoryText {
  /// How many changes of a step are shown; the report has them all.
  static let limit = 40

  /// The versions of each device and what changed between them, in lines of at most `width` characters.
  public static func text(
    _ devices: [DeviceHistory], width: Int = 80, colour: Bool = false
  ) -> String {
    devices.map { device in
      var text = TextTable.shortened(device.device, to: width) + "\n"
      text += TextTable(columns: versionColumns, rows: device.versions.map(row))
        .text(width: width, colour: colour)
      for step in device.steps { text += "\n" + self.text(step, width, colour) }
      return text
    }.joined(separator: "\n")
  }

  private static let versionColumns: [TextTable.Column] = [
    .init("version", isFlexible: true), .init("last run"), .init("runs", isNumeric: true),
    .init("checks", isNumeric: true), .init("verdicts", isFlexible: true),
  ]

  private static func row(_ version: DeviceHistory.Version) -> [TextTable.Cell] {
    [
      .init(version.name), .init(String(version.date.prefix(10))), .init("\(version.runs)"),
      .init("\(version.checks.count)"),
      .init(version.verdicts, tone: version.count(of: "refuted") > 0 ? .bad : .good),
    ]
  }

  private static func text(_ step: HistoryStep, _ width: Int, _ colour: Bool) -> String {
    var lines = wrapped("\(step.from) -> \(step.to): \(step.summary)", width)
    for condition in step.conditions { lines += wrapped(condition, width) }
    var text = lines.map { $0 + "\n" }.joined()
    guard !step.changes.isEmpty else { return text }
    let table = TextTable(
      columns: [
        .init(""), .init("what"), .init("check", isFlexible: true),
        .init("was", isFlexible: true), .init("is", isFlexible: true),
      ],
      rows: step.changes.prefix(limit).map { change in
        [
          .init(change.judgement.rawValue, tone: tone(change.judgement)), .init(change.what),
          .init(change.id), .init(change.old),
          .init(change.new + (change.ratio.map { ", " + HistoryStep.factor($0) } ?? "")),
        ]
      })
    text += table.text(width: width, colour: colour)
    if step.changes.count > limit {
      text += "and \(step.changes.count - limit) more; the report of --out has them\n"
    }
    return text
  }

  private static func tone(_ judgement: HistoryChange.Judgement) -> TextTable.Tone {
    switch judgement {
    case .worse: .bad
    case .better, .faster: .good
    case .changed, .slower: .doubtful
    }
  }

  private static func wrapped(_ text: String, _ width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + TextTable.shortened(String(word), to: width)
    }
    return lines + [line]
  }
}
