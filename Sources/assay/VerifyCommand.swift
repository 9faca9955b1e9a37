import ArgumentParser
import Conformance
import Devices
import Harness
import Specs

/// `assay verify`: formats, the production module and devices judged against the reference.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Judge formats, the production module and devices, and print the verdicts.",
    usage: "assay verify [PATTERN ...] [OPTIONS]",
    discussion: """
      PATTERN is a glob over ids, such as format, 'format/float8_*',
      'cast/float32/*' or 'device/x86-*'; none means everything. Or PATTERN is
      one operation with its options, as in the third example.

      Efforts: quick tries all codes of an operand of up to 16 bits and
      samples the rest; standard tries all pairs of 8-bit codes and sweeps all 2^32 codes of binary32 for the
      usual rules; exhaustive finishes whatever can be finished.

      Exit code 0 when everything conforms, 1 when something is refuted, 4
      when something was left undone.

      Examples:
        assay verify --effort quick
        assay verify 'format/float8_*'
        assay verify cast --from float32 --to bfloat16 \\
          --device x86-vcvtneps2bf16 --effort exhaustive
      """)

  @Argument(help: "What to verify; none means everything.") var patterns: [String] = []

  @OptionGroup var operation: OperationOptions

  @OptionGroup var run: RunOptions

  @Option(help: ArgumentHelp("The device to judge.", valueName: "name"))
  var device: String?

  @OptionGroup var catalog: CatalogOptions

  func run() async throws {
    let catalog = try catalog.catalog()
    let plan = try plan(in: catalog)
    let outcome = try await VerificationSession(plan: plan, options: run).run()
    guard outcome == .conforms else { throw Ending(status: outcome) }
  }

  /// The checks that the command line asks for.
  private func plan(in catalog: Catalog) throws -> VerificationPlan {
    let effort = try run.resolvedEffort()
    let judged = try device.map { try KnownDevices.device(named: $0) }
    if let single = try singleOperation(in: catalog) {
      var plan = VerificationPlan(catalog: catalog, effort: effort)
      let device = judged ?? ProductionDevice()
      // The device must be able to, or there is nothing to judge.
      _ = try KnownDevices.prepared(device, for: single.operation)
      plan.checks = [
        PlannedCheck(
          DeviceCheck(single.operation, on: device, preset: single.preset, effort: effort))
      ]
      return plan
    }
    for format in catalog.formats { try format.requireReference() }
    var plan = try VerificationPlan.everything(catalog: catalog, effort: effort)
    plan = plan.selecting(patterns)
    if let judged { plan.checks.removeAll { $0.device != judged.name } }
    guard !plan.checks.isEmpty else {
      throw CommandFailure.usage(
        "no law matches \(patterns.map { "'\($0)'" }.joined(separator: ", "))",
        "'assay list laws' shows the ids; quote patterns so that the shell leaves them alone")
    }
    return plan
  }

  /// The operation that the options spell out, if they do.
  private func singleOperation(in catalog: Catalog) throws -> OperationOptions.Resolved? {
    guard operation.isGiven else { return nil }
    guard patterns.count == 1 else {
      throw CommandFailure.usage(
        "--from, --to, --format and rules go with one operation",
        "write for example: assay verify cast --from float32 --to float8_e4m3fn")
    }
    return try operation.resolved(try OperationOptions.kind(named: patterns[0]), in: catalog)
  }
}

extension OperationOptions {
  /// Whether any option was given.
  var isGiven: Bool { from != nil || to != nil || format != nil || dialect.isGiven }
}
