import ArgumentParser

/// The command `assay`; every subcommand has a file of its own.
@main
struct Assay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assay",
    abstract: "Says, with proof, what a low-precision numeric unit computes.",
    discussion: """
      Exit codes: 0 conforms, 1 refuted, 2 usage or unreadable input,
      3 the tool or the device failed, 4 incomplete.

      Examples:
        assay list formats
        assay show float8_e4m3fn
        assay explain cast --to float8_e4m3fn --values 17/2,-0,inf
        assay apply cast --from float32 --to float8_e4m3fn < in.raw > out.raw
      """,
    version: "assay \(Version.current)",
    subcommands: [
      ListCommand.self, ShowCommand.self, ExplainCommand.self, ApplyCommand.self,
      DistributionCommand.self,
      VerifyCommand.self, VectorsCommand.self, JudgeCommand.self, ReplayCommand.self,
      ProfileCommand.self, MergeCommand.self, ReportCommand.self, SurveyCommand.self,
      DriftCommand.self, CalibrateCommand.self, FingerprintCommand.self, HostLibraryCommand.self,
    ])

  static func main() async {
    Output.begin()
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      try Output.flush()
    } catch {
      ending(with: error).leave()
    }
  }
}
