import ArgumentParser
import Reporting

/// `assay merge`: the verdicts of shards joined into those of the whole.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Join the verdicts of shards into the verdicts of the whole.",
    usage: "assay merge PART ... [--json FILE] [--junit FILE]",
    discussion: """
      PART is a file that 'assay verify --shard I/N --json PART' wrote. A law
      holds when all of its shards are there and held; it is undecided while
      one is missing. The exit code is that of 'verify'.

      Example:
        assay merge part-1.jsonl part-2.jsonl --json whole.jsonl
      """)

  @Argument(help: "The files to join.") var parts: [String]

  @Option(
    help: ArgumentHelp("Write the verdicts as JSON Lines, one a line.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write the verdicts as JUnit XML.", valueName: "file"))
  var junit: String?

  func run() throws {
    var records: [VerdictRecord] = []
    for part in parts {
      do {
        records += try VerdictFile.read(part)
      } catch {
        throw CommandFailure.usage("\(error)", "give the files that 'assay verify --json' wrote")
      }
    }
    let merged = Merge.records(records)
    try VerdictReport(records: merged, json: json, junit: junit).save()
    Output.text(VerdictTable.text(merged, colour: Style.output.isColoured))
    let summary = VerdictSummary(merged)
    Output.line("\n\(summary.text)")
    guard summary.exitCode != 0 else { return }
    try Output.flush()
    throw Ending(status: ExitStatus(rawValue: summary.exitCode) ?? .failed)
  }
}
