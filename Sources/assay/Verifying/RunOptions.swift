import ArgumentParser
import Conformance
import Foundation
import Harness

/// How a verification is run, and where its results go.
struct RunOptions: ParsableArguments {
  @Option(help: ArgumentHelp("quick, standard or exhaustive.", valueName: "effort"))
  var effort = "standard"

  @Option(help: ArgumentHelp("The seed of samples.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp("Do part I of N of the work, I from 1 to N.", valueName: "i/n"))
  var shard: String?

  @Option(
    help: ArgumentHelp(
      "Keep finished verdicts here, and go on from them.", valueName: "folder"))
  var checkpoint: String?

  @Option(
    help: ArgumentHelp("Stop after this long, as in 90s, 10m or 2h.", valueName: "duration"))
  var timeLimit: String?

  @Option(
    help: ArgumentHelp("Write the verdicts as JSON Lines, one a line.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write the verdicts as JUnit XML.", valueName: "file"))
  var junit: String?

  @Option(help: ArgumentHelp("Write the verdicts as a page of HTML.", valueName: "file"))
  var html: String?

  @Option(
    help: ArgumentHelp(
      "Certify what conforms: a file that 'assay judge --certificate' checks.",
      valueName: "file"))
  var certificate: String?

  @Option(
    help: ArgumentHelp(
      "What is made of classes: none, counted or full. By itself full for up to 40 checks, none for more "
        + "at quick, else counted.",
      valueName: "detail"))
  var coverage: String?

  @Flag(help: "Give every check a row of its own.")
  var all = false

  @Flag(help: "Show no progress.")
  var quiet = false

  /// The effort that was named.
  func resolvedEffort() throws(CommandFailure) -> CheckEffort {
    if let effort = CheckEffort(rawValue: effort) { return effort }
    throw .unknown("effort", effort, among: CheckEffort.allCases.map(\.rawValue))
  }

  /// How much is made of the classes that are met; `nil` where nobody said.
  func resolvedCoverage() throws(CommandFailure) -> CoverageDetail? {
    guard let coverage else { return nil }
    if let detail = CoverageDetail(rawValue: coverage) { return detail }
    throw .unknown("detail of coverage", coverage, among: CoverageDetail.allCases.map(\.rawValue))
  }

  /// The part of the work that was asked for.
  func resolvedShard() throws(CommandFailure) -> Shard {
    guard let shard else { return .whole }
    if let part = Shard(shard) { return part }
    throw .usage("'\(shard.excerpt)' is no shard", "write I/N with I from 1 to N, as in 1/4")
  }

  /// When to stop, counted from now.
  func deadline() throws(CommandFailure) -> ContinuousClock.Instant? {
    guard let timeLimit else { return nil }
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
    let factor = timeLimit.last.flatMap { units[$0] }
    let digits = factor == nil ? timeLimit[...] : timeLimit.dropLast()
    guard let number = Double(digits), number > 0, number < 1e7 else {
      throw .usage(
        "'\(timeLimit.excerpt)' is no duration", "write a number and s, m or h, as in 90s")
    }
    return .now + .seconds(number * (factor ?? 1))
  }

  /// How the checks are run.
  func context() throws(CommandFailure) -> CheckContext {
    CheckContext(
      seed: seed, workers: ProcessInfo.processInfo.activeProcessorCount,
      shard: try resolvedShard(), deadline: try deadline())
  }
}
