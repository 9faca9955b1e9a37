import ArgumentParser

/// `assay calibrate`: parameters of quantisation, chosen with a certificate.
struct CalibrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Choose formats, steps, bits and codes, and prove the choice.",
    usage: "assay calibrate WHAT [arguments] [options]",
    discussion: """
      Each WHAT prints the choice, its error beside that of customary
      heuristics, and what proves it. With --json exact numbers are strings
      and enclosed ones pairs ["lo","hi"] of rationals with the number between.
      """,
    subcommands: [
      CalibrateStep.self
    ])
}
