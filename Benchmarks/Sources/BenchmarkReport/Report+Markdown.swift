import Foundation
import Measuring

extension Report {
  /// The report for readers.
  func markdown() -> String {
    var lines = [
      "# Speed", "",
      "Written by `\(command)` on \(machine.processor), \(machine.cores) cores, load average "
        + machine.load.map { Self.figure($0) }.joined(separator: " to ") + ".", "",
      "One thread. \(rounds) rounds; a round measures every row and, right after it, its peers "
        + "in their own processes with the same stopwatch: of several samples of at least half "
        + "a millisecond the fastest. Figures are medians over the rounds, ratios medians of "
        + "the ratios within a round. Absolute rates hold for this machine and hour; the ratios "
        + "are what to compare. Inputs are normally distributed; outputs are allocated "
        + "beforehand.", "",
    ]
    let absent = peers.isEmpty ? "none is installed" : peers.joined(separator: ", ")
    lines += ["Peers: \(absent).", "", "## Targets", ""]
    lines += ["| target | needed | measured | least for | |", "|---|---:|---:|---|---|"]
    for target in targets {
      let verdict = target.passes.map { $0 ? "pass" : "FAIL" } ?? "not measured"
      lines.append(
        "| \(target.target) | \(Self.figure(target.needed)) | \(Self.figure(target.measured)) "
          + "| \(target.least ?? "") | \(verdict) |")
    }
    for (place, title) in [
      ("cache", "In cache"), ("memory", "From memory"),
    ] {
      lines += [
        "", "## \(title)", "",
        "10^9 elements per second; bytes read and written per second in relation to a memcpy of "
          + "5 bytes per element in all, of which it writes half.",
        "", "| work | level | elements | rate | memcpy | peers |", "|---|---|---:|---:|---:|---|",
      ]
      lines += table(place)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The rows of a place, the peers of a workload in one cell.
  private func table(_ place: String) -> [String] {
    var lines: [String] = []
    var rest = rows.filter { $0.place == place }[...]
    while let row = rest.first {
      let same = rest.prefix { $0.work == row.work && $0.level == row.level }
      rest = rest.dropFirst(same.count)
      let beside = same.compactMap { row in
        row.peer.map { "\($0): \(Self.figure(row.peerRate)), \(Self.figure(row.ratio))x" }
      }
      lines.append(
        "| \(row.work) | \(row.level ?? "") | \(row.elements) | \(Self.figure(row.rate)) "
          + "| \(Self.figure(row.memcpyRatio)) | \(beside.joined(separator: "; ")) |")
    }
    return lines
  }

  /// Three significant digits; a dash for nothing.
  private static func figure(_ value: Double?) -> String { value?.figure ?? "-" }
}
