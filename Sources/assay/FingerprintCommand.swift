import ArgumentParser
import Conformance
import Descriptors
import Devices
import Specs

/// `assay fingerprint`: how a unit sums products, found out from its answers.
struct FingerprintCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fingerprint",
    abstract: "Find out from outside how a unit accumulates, then judge it by that.",
    usage: "assay fingerprint --device NAME | --exec COMMAND | --library FILE [options]",
    discussion: """
      The unit is asked for sums of chosen terms: which terms meet when, how many
      bits are kept, how they are rounded, what underflows and overflows, what
      subnormals and NaNs become. What explains every answer is printed as an
      entry for a specification file, and the unit is judged against it bit by
      bit. A unit outside the model is reported with a case that shows it.
      Specs/pages/fingerprint.md explains the probes.

      With --accumulator the unit is one whose inside is known: the named device
      summing by that accumulator, to see what the probes make of it.

      Exit codes: 0 identified and confirmed, 1 outside the model.

      Examples:
        assay fingerprint --device x86-vdpbf16ps
        assay fingerprint --device production --accumulator fmaq-m7e4-12-10 \\
          --format float8_e4m3fn
        assay fingerprint --exec ./unit --format bfloat16 --to float32
      """)

  @Option(help: ArgumentHelp("The unit (see `assay list devices`).", valueName: "name"))
  var device: String?

  @OptionGroup var exec: ExecOptions

  @Option(help: ArgumentHelp("The format of the operands.", valueName: "format"))
  var format: String?

  @Option(name: .customLong("to"), help: ArgumentHelp("The format of sums.", valueName: "format"))
  var result: String?

  @Option(help: ArgumentHelp("What a production device sums by.", valueName: "name"))
  var accumulator: String?

  @Option(help: ArgumentHelp("quick, standard or exhaustive.", valueName: "effort"))
  var effort = "standard"

  @Option(help: ArgumentHelp("The seed of samples.", valueName: "number"))
  var seed: UInt64 = 1

  @Flag(help: "Print one JSON document.") var json = false

  @OptionGroup var catalog: CatalogOptions

  func run() async throws {
    let catalog = try catalog.catalog()
    guard let effort = CheckEffort(rawValue: effort) else {
      throw CommandFailure.unknown("effort", effort, among: CheckEffort.allCases.map(\.rawValue))
    }
    let (unit, format, result) = try unit(catalog)
    let probe = Operation(
      .dot(Accumulator(name: "unknown", sum: .exact, result: result), length: 3), format: format,
      result: result)
    _ = try KnownDevices.prepared(unit, for: probe)
    let found: Fingerprint
    do {
      found = try await FingerprintRun(
        unit, format: format, result: result, catalog: catalog, effort: effort, seed: seed)()
    } catch let error as DeviceError {
      throw CommandFailure.failed("\(unit.name): \(error)", "try the device on single sums first")
    }
    let sheet = FingerprintSheet(
      found, device: unit.name, format: format.name, result: result.name, AccumulatorText(catalog))
    if json { try Output.json(sheet) } else { sheet.print() }
    if found.accumulator == nil { throw Ending(status: .refuted) }
  }

  /// The unit with the formats that it is asked in.
  private func unit(
    _ catalog: Catalog
  ) throws -> (any Device, format: FormatDescriptor, result: FormatDescriptor) {
    guard let known = try exec.device(named: device) else {
      throw CommandFailure.usage("no unit is named", "give --device, --exec or --library")
    }
    if let process = known as? any ForeignDevice {
      guard accumulator == nil else {
        throw CommandFailure.usage(
          "\(process.name) sums by what it is made of", "leave --accumulator out")
      }
      guard let format, let result else {
        throw CommandFailure.usage(
          "--format or --to is missing", "name the formats of operands and sums")
      }
      return (
        known, try catalog.format(named: format), try catalog.format(named: result)
      )
    }
    if let instruction = known as? DotInstruction {
      guard accumulator == nil else {
        throw CommandFailure.usage(
          "\(known.name) sums by what it is made of", "leave --accumulator out, or name production")
      }
      return (
        known, try catalog.format(named: format ?? instruction.format),
        try catalog.format(named: result ?? instruction.result)
      )
    }
    guard let accumulator else {
      throw CommandFailure.usage(
        "\(known.name) sums by any accumulator",
        "name one with --accumulator, or name another device")
    }
    guard let format else {
      throw CommandFailure.usage("--format is missing", "name the format of the operands")
    }
    let own = try catalog.accumulator(named: accumulator)
    return (
      SummingDevice(own, by: known), try catalog.format(named: format),
      try result.map { try catalog.format(named: $0) } ?? own.result
    )
  }
}
