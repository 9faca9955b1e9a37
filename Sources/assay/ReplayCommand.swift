import ArgumentParser
import Conformance
import Devices
import Harness
import Reference
import Specs

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
    let catalog = try catalogOptions.catalog()
    guard let id = CheckID(parsing: law) else {
      throw CommandFailure.usage(
        "'\(law.excerpt)' is no law's id",
        "write format/NAME/LAW or OPERATION@DEVICE, as a counterexample's replay line has it")
    }
    let given: [UInt64]
    do { given = try ChoiceList.parse(choices) } catch {
      throw CommandFailure.usage(
        "choice \(error.position + 1) is '\(error.word.excerpt)', no number of 64 bits",
        "write decimal numbers between commas, or none")
    }
    try Self.requireReference(id, in: catalog)
    let sheet: ReplaySheet
    do {
      let check = try LawRegistry.check(id, in: catalog) { try KnownDevices.device(named: $0) }
      if let asking = check as? any OperationCheck {
        try KnownDevices.require(asking.device.support(for: asking.operation), of: asking.device)
      }
      sheet = ReplaySheet(try await check.replay(given))
    } catch let error as OperationError {
      throw CommandFailure.usage(error.text, "copy the whole id")
    } catch let error as ReplayError {
      throw CommandFailure.usage(error.what, error.remedy)
    } catch let error as DeviceError {
      throw CommandFailure.failed("\(error)", "'assay verify' asks it about many cases")
    }
    if json { try Output.json(sheet) } else { sheet.print() }
    guard sheet.outcome == .holds else {
      try Output.flush()
      throw Ending(status: sheet.outcome.status)
    }
  }

  /// Refuses formats that the reference cannot take in, before anything is made of them.
  private static func requireReference(_ id: CheckID, in catalog: Catalog) throws {
    switch id {
    case .operation(let name, _, _):
      try NamedOperation(parsing: name, catalog: catalog).operation.requireReference()
    case .law(let family, let subject, _):
      guard LawRegistry.family(named: family)?.isOfFormats ?? false else { return }
      try catalog.format(named: subject).requireReference()
    case .bug: return
    }
  }
}
