import Foundation
import Harness
import Reporting
import Results

/// The report on verdict files.
struct VerdictSheet {
  let records: [VerdictRecord]
  private let files: [String]

  /// Reads files, one after the other.
  ///
  /// - Throws: `CommandFailure` that names the file and the line.
  init(files: [String]) throws(CommandFailure) {
    var records: [VerdictRecord] = []
    for file in files {
      do {
        records += try VerdictFile.read(file) {
          Output.write(Diagnostics.line($0), to: .diagnostics)
        }
      } catch {
        throw .usage("\(error)", "give the files that 'assay verify --json' wrote")
      }
    }
    self.records = records
    self.files = files
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
      try DurableFile.replace(
        "\(folder)/README.md", with: (parts.joined(separator: "\n\n") + "\n").utf8)
    } catch {
      throw .failed(
        "cannot write in \(folder) (\(FileFailure.reason(error)))",
        "check the folder, its permissions and its room")
    }
    let run = run
    try VerdictReport.saving { () throws(VerdictFileError) in
      try VerdictPage.write(records, run: run, to: "\(folder)/index.html")
    }
  }

  /// What is known of the runs behind the files: the first one's provenance, and when the last file
  /// was written.
  private var run: VerdictPage.Run {
    let provenance = records.lazy.compactMap(\.provenance).first
    let dates = files.compactMap { file in
      try? FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date
    }
    return VerdictPage.Run(
      command: CommandText.current, version: provenance?.tool ?? Version.current,
      specification: provenance?.specification ?? "not recorded", seed: provenance?.seed ?? 0,
      effort: provenance?.effort ?? "not recorded",
      date: (dates.max() ?? Date.now).formatted(.iso8601))
  }
}
