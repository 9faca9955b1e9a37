public import Foundation

/// Rows and targets as they are written to a report.
public struct SpeedTables: Encodable, Sendable {
  /// Where it was measured.
  public let machine: Machine
  /// The targets.
  public let targets: [Target]
  /// The rows.
  public let rows: [Row]

  /// The tables of some rows.
  public init(machine: Machine, targets: [Target], rows: [Row]) {
    self.machine = machine
    self.targets = targets
    self.rows = rows
  }

  /// The tables for programs.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return try encoder.encode(self) + Data("\n".utf8)
  }

  /// The targets as a table.
  public var targetTable: String {
    table(
      [["target", "needed", "measured", ""], ["---", "---", "---", "---"]]
        + targets.map { target in
          let verdict = target.passes.map { $0 ? "pass" : "FAIL" } ?? "not measured"
          return [target.target, target.needed, target.measured?.figure ?? "-", verdict]
        })
  }

  /// The rows as a table.
  public var rowTable: String {
    table(
      [["work", "10^6 per second", "peers"], ["---", "---:", "---"]]
        + rows.map { row in
          let peers = row.peers.keys.sorted().compactMap { name in
            row.ratio(name).map { "\(name): \($0.figure)x" }
          }
          return [
            row.work, "\((row.rate / 1e6).figure) \(row.unit)", peers.joined(separator: "; "),
          ]
        })
  }

  private func table(_ lines: [[String]]) -> String {
    lines.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
  }
}
