import ArgumentParser

/// `assay replay`: one case of a law again.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Run one case of a law again, as a counterexample prints it.",
    usage: "assay replay LAW CHOICES [--json] [--formats FILE]",
    discussion: """
      LAW is an id: format/NAME/LAW, or an operation at a device. CHOICES are
      decimal numbers between commas; for a device the operand codes, then
      the random word if any. Exit code 0 when the case holds, 1 when it does
      not, 4 when it cannot be decided.

      Examples:
        assay replay format/float8_e4m3fn/decode-total 126
        assay replay \\
          cast/float32/float16/nearest-even/sat-none@production 864026625
      """)

  @Argument(help: "The id of the law.") var law: String

  @Argument(help: "The choices, or none.") var choices: String

  @Flag(help: "Print one JSON document.") var json = false

  @OptionGroup var catalogOptions: CatalogOptions

  func run() async throws {
    let law = try LawID(law, in: catalogOptions.catalog())
    let replayed = try await law.replay(choices)
    if json { try Output.json(replayed) } else { replayed.print() }
    guard replayed.outcome == .holds else {
      try Output.flush()
      throw Ending(status: replayed.outcome.status)
    }
  }
}
