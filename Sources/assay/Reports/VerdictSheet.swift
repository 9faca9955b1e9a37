import Foundation
import Reporting

/// The report on verdict files.
struct VerdictSheet {
  let records: [VerdictRecord]

  /// Reads files, one after the other.
  ///
  /// - Throws: `CommandFailure` that names the file and the line.
  init(files: [String]) throws(CommandFailure) {
    var records: [VerdictRecord] = []
    for file in files {
      do {
        records += try VerdictFile.read(file)
      } catch {
        throw .usage("\(error)", "give the files that 'assay verify --json' wrote")
      }
    }
    self.records = records
  }

  /// Prints the report, and writes it where asked for.
  func show(out: String?, json: Bool) throws -> ExitStatus {
    let summary = VerdictSummary(records)
    if json {
      try Output.json(records)
    } else {
      Output.text(VerdictTable.text(records, colour: Style.output.isColoured))
      for record in failing { Output.line("\n" + VerdictDetail.text(record)) }
      Output.line("\n\(summary.text)")
    }
    if let out { try write(to: out) }
    return ExitStatus(rawValue: summary.exitCode) ?? .failed
  }

  private var failing: [VerdictRecord] {
    records.filter { $0.verdict == "refuted" || $0.verdict == "undecided" }
  }

  private func write(to folder: String) throws(CommandFailure) {
    var parts = ["# Verdicts", "\(VerdictSummary(records).text).", VerdictTable.markdown(records)]
    for record in failing { parts.append("```\n\(VerdictDetail.text(record))\n```") }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try parts.joined(separator: "\n\n").appending("\n")
        .write(toFile: "\(folder)/README.md", atomically: true, encoding: .utf8)
    } catch {
      throw .failed(
        "cannot write in \(folder) (\(error.localizedDescription))",
        "check the folder, its permissions and its room")
    }
  }
}
