import ArgumentParser
import Results

/// `assay report`: verdicts as tables, and what changed between versions.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Show verdict files, or what changed between versions of a device.",
    usage: "assay report [FILE ...] [--history DIR] [--out DIR] [--json]",
    discussion: """
      FILE is what 'assay verify --json FILE' wrote. DIR of --history is what
      'assay verify --history DIR' adds to, a summary a run. With --out, the
      report is written as a page and in Markdown too. Exit code 1 when the
      last version of a device is worse than the one before, speed aside, or
      when a verdict file holds a refuted verdict.

      Examples:
        assay verify cast --from float32 --to float8_e4m3fn --exec ./device \\
          --history runs --device-version 1.4
        assay report --history runs --out report
      """)

  @Argument(help: ArgumentHelp("Verdict files.", valueName: "file")) var files: [String] = []

  @Option(help: ArgumentHelp("The folder of a history.", valueName: "dir"))
  var history: String?

  @Option(help: ArgumentHelp("Where the report goes.", valueName: "dir")) var out: String?

  @Flag(help: "Print one JSON document.") var json = false

  func run() throws {
    guard history != nil || !files.isEmpty else {
      throw CommandFailure.usage(
        "nothing to report", "name verdict files, or a folder with --history")
    }
    guard history == nil || files.isEmpty else {
      throw CommandFailure.usage(
        "verdict files and --history are two reports", "ask for one at a time")
    }
    try OutputPlaces.requireFolder("--out", out)
    let status: ExitStatus
    if let history {
      status = try HistorySheet(folder: history).show(out: out, json: json)
    } else {
      status = try VerdictSheet(files: files).show(out: out, json: json)
    }
    guard status != .conforms else { return }
    try Output.flush()
    throw Ending(status: status)
  }
}
