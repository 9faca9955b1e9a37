import Descriptors
import Foundation
import Results

extension PeerMatrix {
  /// The libraries that answered, in order, with their versions.
  var libraries: [(name: String, version: String)] {
    var found: [(name: String, version: String)] = []
    for finding in findings where !found.contains(where: { $0.name == finding.library }) {
      found.append((finding.library, finding.version))
    }
    return found
  }

  /// The dialects, in the order in which findings mention them.
  private var dialects: [String] {
    var found: [String] = []
    for finding in findings {
      for name in [finding.dialect] + finding.others.map(\.dialect) where !found.contains(name) {
        found.append(name)
      }
    }
    return found
  }

  /// How many operations of a library agree with a dialect in every case, of how many compared.
  private func agreement(_ library: String, _ dialect: String) -> (agreeing: Int, of: Int) {
    var (agreeing, count) = (0, 0)
    for finding in findings where finding.library == library && finding.failure == nil {
      let differing =
        finding.dialect == dialect
        ? finding.differing : finding.others.first { $0.dialect == dialect }?.differing
      guard let differing else { continue }
      count += 1
      if differing == 0 { agreeing += 1 }
    }
    return (agreeing, count)
  }

  /// One line: what was asked and what differs.
  public var headline: String {
    let cases = findings.map(\.cases).reduce(0, +)
    let differing = findings.filter { $0.differing > 0 }
    let names = libraries.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
    var text = "\(findings.count) operations of \(names.isEmpty ? "no library" : names), "
    text += "\(cases) cases: \(differing.count) differ from the library's own dialect"
    if !absent.isEmpty { text += "; not installed: \(absent.joined(separator: ", "))" }
    return text
  }

  /// The findings for a terminal: a line per library and dialect, then those that differ.
  public func text(width: Int = 80, colour: Bool = false) -> String {
    let rows = findings.filter { $0.differing > 0 || $0.failure != nil }
    let table = TextTable(
      columns: [
        .init("library"), .init("operation"), .init("differ", isNumeric: true),
        .init("case", isFlexible: true), .init("got", isFlexible: true),
      ],
      rows: rows.map { row in
        [
          .init(row.library), .init(row.shortOperation),
          .init("\(row.differing)", tone: row.differing > 0 ? .bad : .quiet),
          .init(Self.code(row.smallest?.operands) ?? ""),
          .init(Self.code(row.smallest?.got) ?? row.failure ?? ""),
        ]
      })
    return (rows.isEmpty ? "" : table.text(width: width, colour: colour)) + headline + "\n"
  }

  /// The codes of a text that gives codes with their values.
  private static func code(_ text: String?) -> String? {
    text.map { text in
      text.split(separator: ",").map { part in
        part.split(separator: "(").first.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
      }.joined(separator: " ")
    }
  }

  /// The findings as Markdown: what parts the libraries, whom they follow, then every operation.
  public var markdown: String {
    var text = "\(headline).\n\n"
    text += "## What parts them, in short\n\n" + causes
    text += "\n## What parts them\n\n" + kinds
    text += "\n## Which dialects they follow\n\n"
    text +=
      "Operations that agree with a dialect in every case asked, of those compared; "
      + "a NaN may be any NaN.\n\n"
    text +=
      MarkdownTable(
        columns: [.init("dialect")]
          + libraries.map { .init("\($0.name) \($0.version)", isNumeric: true) },
        rows: dialects.map { dialect in
          [dialect]
            + libraries.map { library in
              let (agreeing, count) = agreement(library.name, dialect)
              return count == 0 ? "" : "\(agreeing) / \(count)"
            }
        }
      ).text
    text += "\n## By which choices they part from other dialects\n\n" + choices
    text += "\n## What is not offered\n\n" + offered
    text += "\n## Every operation that parts from its own dialect\n\n"
    text += operations
    text += "\n## Where only the NaN is another\n\n"
    text +=
      MarkdownTable(
        columns: [
          .init("library"), .init("operation"), .init("cases", isNumeric: true), .init("operands"),
          .init("dialect"), .init("library's"),
        ],
        rows: findings.filter { $0.otherNaNs > 0 }.map { row in
          [
            "\(row.library) \(row.version)", "`\(row.operation)`", "\(row.otherNaNs)",
            row.smallestNaN?.operands ?? "", row.smallestNaN?.expected ?? "",
            row.smallestNaN?.got ?? "",
          ]
        }
      ).text
    return text
  }

  /// A row for each operation and each way in which its answers differ.
  private var operations: String {
    var rows: [[String]] = []
    for finding in findings where finding.differing > 0 || finding.failure != nil {
      let asked = finding.isEverything ? "all \(finding.cases)" : "\(finding.cases)"
      let head = ["\(finding.library) \(finding.version)", "`\(finding.operation)`", asked]
      if let failure = finding.failure { rows.append(head + ["", "", "", "", "", failure]) }
      for kind in finding.kinds {
        rows.append(
          head + [
            "\(kind.cases)", kind.operand, kind.smallest.operands, kind.smallest.expected,
            kind.smallest.got,
          ])
      }
    }
    let table = MarkdownTable(
      columns: [
        .init("library"), .init("operation"), .init("cases", isNumeric: true),
        .init("differ", isNumeric: true), .init("operand"), .init("simplest case"),
        .init("demanded"), .init("library's"),
      ], rows: rows)
    return """
      The simplest case of each way in which an operation's answers differ; `all` marks operations asked
      on every case.

      \(table.text)
      """
  }

  /// The findings as JSON Lines: an object for each operation, keys in alphabetical order.
  public var jsonLines: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return findings.compactMap { finding in
      (try? encoder.encode(finding)).map { String(decoding: $0, as: UTF8.self) + "\n" }
    }.joined()
  }
}

extension PeerFinding {
  /// The operation and its formats, and the rounding rule where it is not the usual one.
  fileprivate var shortOperation: String {
    let parts = operation.split(separator: "/").map(String.init)
    let rules = parts.firstIndex { RoundingRule(name: $0) != nil } ?? parts.count
    let rounding = rules < parts.count && parts[rules] != "nearest-even" ? [parts[rules]] : []
    return (parts[..<rules] + rounding).joined(separator: " ")
  }
}
