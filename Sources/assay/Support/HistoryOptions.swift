import ArgumentParser
import Foundation
import Results
import Specs

/// Whether a run is remembered, and under which name.
struct HistoryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Add a summary of the run to the history in a folder.", valueName: "folder"))
  var history: String?

  @Option(
    help: ArgumentHelp(
      "With --history: what to call the device, where its command changes with its version.",
      valueName: "text"))
  var deviceName: String?

  @Option(
    help: ArgumentHelp("With --history: the version of the device.", valueName: "text"))
  var deviceVersion: String?

  /// Where a run is remembered; `nil` where it is not.
  ///
  /// - Parameter device: the name of the device that is judged.
  /// - Throws: `CommandFailure` for options that do not go together.
  func journal(of device: String) throws(CommandFailure) -> HistoryJournal? {
    for (name, text) in [("--device-name", deviceName), ("--device-version", deviceVersion)] {
      guard let text else { continue }
      guard history != nil else {
        throw .usage("\(name) goes with --history", "name the folder of the history")
      }
      guard text.contains(where: { !$0.isWhitespace }) else {
        throw .usage("\(name) is empty", "give it a text, as 1.4.2")
      }
    }
    guard let history else { return nil }
    try OutputPlaces.requireFolder("--history", history)
    return HistoryJournal(
      folder: history, judged: device, device: deviceName ?? device, version: deviceVersion)
  }
}

/// The history that a run is added to.
struct HistoryJournal {
  let folder: String
  /// The name of the device in the ids of checks.
  let judged: String
  /// The name under which it is remembered.
  let device: String
  let version: String?

  /// Adds a run.
  func add(
    _ records: [VerdictRecord], isComplete: Bool, catalog: Catalog
  ) throws(CommandFailure) {
    let record = HistoryRecord(
      date: Date().ISO8601Format(), tool: Version.current,
      specification: catalog.specificationHash, device: device, deviceVersion: version,
      command: CommandText.current, isComplete: isComplete,
      checks: records.map { HistoryRecord.Check($0, device: judged) })
    do {
      try HistoryFile.append(record, to: folder)
    } catch {
      throw .failed("\(error.file): \(error.problem)", error.remedy)
    }
  }
}
