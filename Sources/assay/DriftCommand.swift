import ArgumentParser
import Drift
import Foundation
import Reporting
import Results
import Specs

/// `assay drift`: how far results drift from exact ones.
struct DriftCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Measure how far low precision drifts from exact results.",
    usage: "assay drift [EXPERIMENT ...] [options]",
    discussion: """
      Runs experiments, all of them where none is named. With --out, results go
      to DIR/drift.jsonl as they are measured, and become a report in the end.
      An interrupted run leaves what it has measured in DIR/drift.jsonl.part.
      Specs/pages/drift.md defines every measure.

      Examples:
        assay drift lba --effort quick
        assay drift --out report --against old/drift.jsonl --bound 0.05
      """)

  @Argument(help: ArgumentHelp("What to run.", valueName: "experiment"))
  var experiments: [String] = []

  @Option(help: ArgumentHelp("Where results and report go.", valueName: "dir")) var out: String?

  @Option(help: ArgumentHelp("Where random numbers begin.", valueName: "number"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("quick or standard.", valueName: "effort")) var effort = "standard"

  @Option(help: ArgumentHelp("Older results to compare with.", valueName: "file"))
  var against: String?

  @Option(help: ArgumentHelp("The relative worsening that is allowed.", valueName: "fraction"))
  var bound = 0.0

  @Option(help: ArgumentHelp("How many tasks work at once.", valueName: "count"))
  var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "Print one JSON document.") var json = false

  @OptionGroup var catalog: CatalogOptions

  func run() async throws {
    let catalog = try catalog.catalog()
    guard let effort = ExperimentContext.Effort(rawValue: effort) else {
      throw CommandFailure.unknown(
        "effort", effort, among: ExperimentContext.Effort.allCases.map(\.rawValue))
    }
    guard jobs >= 1 else {
      throw CommandFailure.usage("--jobs is \(jobs)", "give a number from 1 on")
    }
    guard bound >= 0, bound.isFinite else {
      throw CommandFailure.usage("--bound is \(bound)", "give a fraction from 0 on, as 0.05")
    }
    let all = Experiments.all(catalog)
    let chosen =
      try experiments.isEmpty
      ? all
      : experiments.map { name in
        guard let experiment = all.first(where: { $0.name == name }) else {
          throw CommandFailure.unknown("experiment", name, among: all.map(\.name))
        }
        return experiment
      }
    try OutputPlaces.requireFolder("--out", out)
    do {
      let old = try against.map { try ExperimentFile.records($0) }
      let session = DriftSession(
        experiments: chosen,
        context: ExperimentContext(seed: seed, effort: effort, catalog: catalog, tasks: jobs),
        out: out, old: old, bound: bound, json: json)
      let status = try await session.run()
      if status != .conforms { throw Ending(status: status) }
    } catch let error as ExperimentFileError {
      let status: ExitStatus = error.kind == .unwritable ? .failed : .usage
      throw CommandFailure(
        status: status, what: error.what, remedy: error.remedy)
    } catch let error as ExperimentReportError {
      throw CommandFailure.failed("\(error.path): \(error.problem)", error.remedy)
    }
  }
}
