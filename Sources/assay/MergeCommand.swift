import ArgumentParser
import Reporting
import Results

/// `assay merge`: the verdicts of shards joined into those of the whole.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Join the verdicts of shards into the verdicts of the whole.",
    usage: "assay merge PART ... [--allow-missing] [--json FILE] [--junit FILE]",
    discussion: """
      PART is a file that 'assay verify --shard I/N --json PART' wrote. A law
      holds when all of its shards are there and held. The verdicts are those
      of the run in one piece; the exit code is that of 'verify'.

      Parts of different runs are refused, and so are two results of one
      shard, a missing shard and one that was not finished. With
      --allow-missing such laws are undecided instead.

      Example:
        assay merge part-1.jsonl part-2.jsonl --json whole.jsonl
      """)

  @Argument(help: "The files to join.") var parts: [String]

  @Option(
    help: ArgumentHelp("Write the verdicts as JSON Lines, one a line.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write the verdicts as JUnit XML.", valueName: "file"))
  var junit: String?

  @Flag(help: "Let laws be undecided of which shards are missing or unfinished.")
  var allowMissing = false

  func run() throws {
    try OutputPlaces.claim(["--json": json, "--junit": junit])
    var files: [Merge.Part] = []
    for part in parts {
      do {
        let records = try VerdictFile.read(part) {
          Output.write(Diagnostics.line($0), to: .diagnostics)
        }
        files.append(.init(name: part, records: records))
      } catch {
        throw CommandFailure.usage("\(error)", "give the files that 'assay verify --json' wrote")
      }
    }
    let merged: [VerdictRecord]
    do throws(MergeRefusal) {
      merged = try Merge.records(files, allowsMissing: allowMissing)
    } catch {
      throw CommandFailure.usage(error.what, error.remedy)
    }
    var attempts = Attempts()
    if let json {
      attempts.attempt {
        try VerdictReport.saving { () throws(VerdictFileError) in
          try VerdictFile.write(merged, to: json)
        }
      }
    }
    if let junit {
      attempts.attempt {
        try VerdictReport.saving { () throws(VerdictFileError) in
          try JUnit.write(merged, to: junit)
        }
      }
    }
    Output.text(VerdictTable.text(merged, colour: Style.output.isColoured))
    let summary = VerdictSummary(merged)
    Output.line("\n\(summary.text)")
    try attempts.finish()
    guard summary.exitCode != 0 else { return }
    try Output.flush()
    throw Ending(status: ExitStatus(rawValue: summary.exitCode) ?? .failed)
  }
}
