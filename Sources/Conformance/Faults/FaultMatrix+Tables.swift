import Devices
import Foundation
import Results

extension FaultMatrix {
  /// The matrix for a terminal: a line per fault with its counts and what caught it first, then the
  /// missed cells, then the headline.
  ///
  /// No line is longer than `width`, except those of missed cells.
  public func text(width: Int = 80, colour: Bool = false) -> String {
    let table = TextTable(
      columns: [
        .init("fault"), .init("caught", isNumeric: true), .init("no effect", isNumeric: true),
        .init("missed", isNumeric: true), .init("first caught by", isFlexible: true),
      ],
      rows: summaries.map { summary in
        [
          .init(summary.fault),
          .init("\(summary.caught)", tone: summary.caught > 0 ? .good : .quiet),
          .init("\(summary.noEffect)", tone: .quiet),
          .init("\(summary.missed)", tone: summary.missed > 0 ? .bad : .quiet),
          .init(summary.first?.operation ?? ""),
        ]
      })
    var text = table.text(width: width, colour: colour)
    for cell in cells where cell.outcome == .missed || cell.outcome == .undecided {
      text += "\(cell.outcome.rawValue) \(cell.id): \(cell.reason ?? cell.example ?? "")\n"
    }
    return text + headline + "\n"
  }

  /// The matrix as Markdown: what each fault is and what caught it, with a smallest case, and the
  /// table of faults and formats.
  public var markdown: String {
    var text = "\(headline).\n\n"
    let first = summaries.map { summary -> [String] in
      let cell = summary.first
      let result = cell.map { "\($0.expected ?? ""), not \($0.got ?? "")" }
      let title = titles.first { $0.id == summary.fault }?.title
      return [
        summary.fault, title ?? "", cell.map { "`\($0.operation)`" } ?? "nothing to catch",
        cell?.example ?? "", result ?? "",
      ]
    }
    text +=
      MarkdownTable(
        columns: [
          .init("fault"), .init("what goes wrong"), .init("first caught by"), .init("case"),
          .init("result"),
        ], rows: first
      ).text
    text += """

      Faults and formats: in how many operations a fault was caught; `-` where it changes no \
      result, empty where it has no bearing, **bold** where it was missed.


      """
    let rows = summaries.map { summary in
      let own = cells.filter { $0.fault == summary.fault }
      return [summary.fault]
        + formats.map { format in
          let part = FaultSummary(fault: summary.fault, cells: own.filter { $0.format == format })
          guard part.isAsked else { return "" }
          if part.missed > 0 { return "**\(part.missed) missed**" }
          if part.undecided > 0 { return "**\(part.undecided) undecided**" }
          return part.caught == 0 ? "-" : "\(part.caught)"
        }
    }
    return text
      + MarkdownTable(
        columns: [.init("fault")] + formats.map { .init($0, isNumeric: true) }, rows: rows
      ).text
  }

  /// The cells as JSON Lines: one object per cell, keys in alphabetical order.
  public var jsonLines: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return cells.compactMap { cell in
      (try? encoder.encode(cell)).map { String(decoding: $0, as: UTF8.self) + "\n" }
    }.joined()
  }
}
