import Reporting
import Results

/// The report on a history.
struct HistorySheet {
  let histories: [DeviceHistory]
  let faults: [VerdictFileError]

  /// Reads a folder.
  ///
  /// - Throws: `CommandFailure` where it cannot be read. Lines that are no runs are only reported.
  init(folder: String) throws(CommandFailure) {
    do {
      let (records, faults) = try HistoryFile.read(folder)
      histories = DeviceHistory.grouped(records)
      self.faults = faults
    } catch {
      throw .usage("\(error.file): \(error.problem)", error.remedy)
    }
  }

  /// Prints the report, and writes it where asked for.
  func show(out: String?, json: Bool) throws -> ExitStatus {
    for fault in faults { Output.write(Diagnostics.line("\(fault)"), to: .diagnostics) }
    guard !histories.isEmpty else {
      throw CommandFailure.usage(
        "the history holds no run", "'assay verify --history' adds one")
    }
    if json {
      try Output.json(Document(devices: histories.map { .init($0) }))
    } else {
      Output.text(HistoryText.text(histories, colour: Style.output.isColoured))
    }
    if let out {
      do throws(ExperimentReportError) {
        let outcome = try HistoryReport(histories, faults: faults)
          .write(to: out, renderer: try? ChartRenderer.find())
        for text in outcome.shortcomings.dropFirst(faults.count) {
          Output.write(Diagnostics.line(text), to: .diagnostics)
        }
      } catch {
        throw CommandFailure.failed("\(error.path): \(error.problem)", error.remedy)
      }
    }
    // What was worse once and is mended counts no more.
    return histories.contains { $0.steps.last?.hasWorsened ?? false } ? .refuted : .conforms
  }

  /// The report in JSON.
  private struct Document: Encodable {
    var devices: [Device]

    struct Device: Encodable {
      var device: String
      var versions: [Version]
      var steps: [HistoryStep]

      init(_ history: DeviceHistory) {
        device = history.device
        versions = history.versions.map { Version($0) }
        steps = history.steps
      }
    }

    struct Version: Encodable {
      var version: String
      var date: String
      var tool: String
      var specification: String
      var runs: Int
      var isComplete: Bool
      var command: String
      var checks: Int
      var verdicts: String

      init(_ known: DeviceHistory.Version) {
        version = known.name
        date = known.date
        tool = known.tool
        specification = known.specification
        runs = known.runs
        isComplete = known.isComplete
        command = known.command
        checks = known.checks.count
        verdicts = known.verdicts
      }
    }
  }
}
