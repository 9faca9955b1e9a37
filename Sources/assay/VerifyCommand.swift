import ArgumentParser
import Conformance
import Descriptors
import Devices
import Foundation
import Harness
import Reporting
import Specs

/// `assay verify`: formats, the production module and devices judged against the reference.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Judge formats, the production module and devices, and print the verdicts.",
    usage: "assay verify [PATTERN ...] [OPTIONS]",
    discussion: """
      PATTERN is a glob over ids, such as format, 'format/float8_*',
      'cast/float32/*', 'estimator/mvue-2:4', 'mask/transposable-*' or
      'device/x86-*'; none means everything. Or PATTERN is one operation with
      its options, as in the last examples.

      Efforts: quick tries all codes of an operand of up to 16 bits and
      samples the rest; standard tries all pairs of 8-bit codes and sweeps
      all 2^32 codes of binary32 for the usual rules; exhaustive finishes
      whatever can be finished.

      Exit code 0 when everything conforms, 1 when something is refuted, 4
      when something was left undone.

      Examples:
        assay verify --effort quick
        assay verify 'format/float8_*'
        assay verify corpus --device x86-vcvtneps2bf16
        assay verify cast --from float32 --to bfloat16 \\
          --device x86-vcvtneps2bf16 --effort exhaustive
        assay verify cast --from float32 --to float8_e4m3fn --exec ./device
        assay verify cast --from float32 --to float8_e4m3fn \\
          --library ./libdevice.so
        assay verify profile/p3109-minimum
        assay verify mvue --pattern 2:4 --format float32
        assay verify cast --from float32 --to float8_e4m3fn \\
          --rounding stochastic-8 --exec ./device --random-inside
        assay verify mask --pattern transposable-4:8 --format bfloat16 \\
          --rows 16 --columns 24
      """)

  @Argument(help: "What to verify; none means everything.") var patterns: [String] = []

  @OptionGroup var operation: OperationOptions

  @OptionGroup var block: BlockOptions

  @OptionGroup var run: RunOptions

  @Option(help: ArgumentHelp("The device to judge.", valueName: "name"))
  var device: String?

  @OptionGroup var exec: ExecOptions

  @OptionGroup var policy: PolicyOptions

  @OptionGroup var inside: InsideOptions

  @Flag(help: "With one operation: ask for the public bugs about it, too.") var corpus = false

  @OptionGroup var history: HistoryOptions

  @Flag(help: "Judge the planted faults instead: is every mistake caught?")
  var faults = false

  @Flag(help: "Ask the installed Python libraries instead, beside every dialect.")
  var peers = false

  @Option(
    help: ArgumentHelp("With --faults or --peers: write them as Markdown.", valueName: "file"))
  var markdown: String?

  @OptionGroup var catalog: CatalogOptions

  func run() async throws {
    let catalog = try catalog.catalog()
    if faults, inside.isRandomInside { return try await judgeDraws(catalog) }
    if faults { return try await judgeFaults(catalog) }
    if peers { return try await judgePeers(catalog) }
    let plan = try plan(in: catalog)
    let judged = try exec.device(named: device)?.name ?? ProductionDevice().name
    let outcome = try await VerificationSession(
      plan: plan, options: run, history: try history.journal(of: judged)
    ).run()
    guard outcome == .conforms else { throw Ending(status: outcome) }
  }

  /// Refuses what a matrix cannot be asked for.
  private func requireMatrixOptions(_ flag: String) throws(CommandFailure) {
    guard !operation.isGiven, !block.isGiven, device == nil, !exec.isGiven,
      run.checkpoint == nil, run.shard == nil, !(faults && peers), history.history == nil
    else {
      throw CommandFailure.usage(
        "\(flag) goes with patterns, --effort, --seed, --json and --time-limit only",
        "leave the other options out")
    }
  }

  /// What numeric libraries make of everything they compute, beside every dialect.
  private func judgePeers(_ catalog: Catalog) async throws {
    try requireMatrixOptions("--peers")
    let meter = ProgressMeter()
    let begin = ContinuousClock.now
    let matrix = try await PeerMatrix.run(
      catalog: catalog, effort: try run.resolvedEffort(), patterns: patterns,
      context: try run.context()
    ) { share in
      meter.update(
        fraction: share, of: "libraries", spent: (ContinuousClock.now - begin) / .seconds(1))
    }
    meter.finish()
    guard !matrix.findings.isEmpty else {
      throw CommandFailure.failed(
        "no library could be asked"
          + (matrix.absent.isEmpty
            ? "" : ": not installed: \(matrix.absent.joined(separator: ", "))"),
        "name an interpreter that has them, as ASSAY_PYTHON=venv/bin/python, and no other pattern")
    }
    if let file = run.json { try matrix.jsonLines.write(to: file) }
    if let markdown { try matrix.report.write(to: markdown) }
    Output.text(matrix.text(colour: Style.output.isColoured))
    if !matrix.conforms { throw Ending(status: .refuted) }
  }

  /// The matrix of planted faults: which law catches which.
  private func judgeFaults(_ catalog: Catalog) async throws {
    try requireMatrixOptions("--faults")
    let meter = ProgressMeter()
    let begin = ContinuousClock.now
    let matrix = try await FaultMatrix.run(
      catalog: catalog, effort: try run.resolvedEffort(), patterns: patterns,
      context: try run.context()
    ) { share in
      meter.update(
        fraction: share, of: "planted faults", spent: (ContinuousClock.now - begin) / .seconds(1))
    }
    meter.finish()
    guard !matrix.cells.isEmpty else {
      throw CommandFailure.usage(
        "no planted fault matches \(patterns.map { "'\($0)'" }.joined(separator: ", "))",
        "'assay verify --faults' without patterns shows all")
    }
    if let file = run.json { try matrix.jsonLines.write(to: file) }
    if let markdown { try matrix.report.write(to: markdown) }
    Output.text(matrix.text(colour: Style.output.isColoured))
    guard !matrix.conforms else { return }
    throw Ending(status: matrix.missed.isEmpty ? .incomplete : .refuted)
  }

  /// The planted mistakes of devices that draw their own random numbers, and healthy ones.
  private func judgeDraws(_ catalog: Catalog) async throws {
    guard patterns.isEmpty, !operation.isGiven, !block.isGiven, device == nil, exec.exec == nil
    else {
      throw CommandFailure.usage(
        "--faults with --random-inside tries its own operations and devices",
        "leave patterns and operations out")
    }
    let runs = inside.runs ?? 100
    guard (0...100_000).contains(runs) else {
      throw CommandFailure.usage("--runs is \(runs)", "give a number from 0 to 100000")
    }
    let meter = ProgressMeter()
    let begin = ContinuousClock.now
    let trial = try await DrawTrial.run(catalog: catalog, runs: runs, seed: run.seed) { share in
      meter.update(
        fraction: share, of: "random devices", spent: (ContinuousClock.now - begin) / .seconds(1))
    }
    meter.finish()
    let sheet = DrawTrialSheet(trial: trial)
    if let markdown {
      let command = "assay verify --faults --random-inside --runs \(runs) --markdown \(markdown)"
      try sheet.markdown(command: command).write(to: markdown)
    }
    Output.text(sheet.text(colour: Style.output.isColoured))
    guard sheet.conforms else { throw Ending(status: .refuted) }
  }

  /// The checks that the command line asks for.
  private func plan(in catalog: Catalog) throws -> VerificationPlan {
    let effort = try run.resolvedEffort()
    guard markdown == nil else {
      throw CommandFailure.usage(
        "--markdown goes with --faults or --peers", "use --json or --junit here")
    }
    let judged = try exec.device(named: device)
    let policy = try policy.policy()
    let isNumbers = (operation.isGiven || block.isGiven) && !isOnBlocks && !inside.isRandomInside
    guard isNumbers || policy == .exact else {
      throw CommandFailure.usage(
        "--nan, --zero-sign and --waive go with one operation on numbers",
        "write for example: assay verify mul --format float32 --exec ./device --nan any")
    }
    if inside.isRandomInside { return try insidePlan(judged, effort, in: catalog) }
    try inside.refuseAlone()
    if let single = try singleBlockOperation(in: catalog) {
      var plan = VerificationPlan(catalog: catalog, effort: effort)
      let device = judged ?? ProductionDevice()
      _ = try KnownDevices.prepared(device, for: single)
      do {
        plan.checks = try PlannedCheck.all(of: single, on: device, effort: effort)
      } catch {
        throw CommandFailure.usage("\(error)", "'assay help verify' shows an example")
      }
      try addCorpus(about: single.name, on: device, to: &plan)
      return plan
    }
    if let single = try singleOperation(in: catalog) {
      var plan = VerificationPlan(catalog: catalog, effort: effort)
      let device = judged ?? ProductionDevice()
      // The device must be able to, or there is nothing to judge.
      _ = try KnownDevices.prepared(device, for: single.operation)
      plan.checks = [
        PlannedCheck(
          DeviceCheck(
            single.operation, on: device, preset: single.preset, effort: effort,
            policy: policy))
      ]
      try addCorpus(
        about: single.operation.name(dialect: single.preset), on: device, to: &plan)
      return plan
    }
    if let profiles = try profiles(in: catalog) {
      var plan = VerificationPlan(catalog: catalog, effort: effort)
      plan.addProfiles(profiles, on: judged ?? ProductionDevice())
      return plan
    }
    guard !corpus else {
      throw CommandFailure.usage(
        "--corpus goes with one operation", "'assay verify corpus' asks for all public bugs")
    }
    if let judged = judged as? any ForeignDevice {
      throw CommandFailure.usage(
        "\(judged.name) computes one operation, which is not named",
        "write for example: assay verify cast --from float32 --to float8_e4m3fn --exec ./device")
    }
    for format in catalog.formats { try format.requireReference() }
    let aboutCorpus = patterns.filter { $0.hasPrefix(CorpusCheck.family) }
    let isCorpus = !patterns.isEmpty && aboutCorpus.count == patterns.count
    var plan = VerificationPlan(catalog: catalog, effort: effort)
    if !isCorpus { plan = try VerificationPlan.everything(catalog: catalog, effort: effort) }
    // Devices that follow a dialect of their own are asked for the public bugs only by name.
    if isCorpus || judged != nil && !aboutCorpus.isEmpty {
      plan.checks.removeAll { $0.id.hasPrefix(CorpusCheck.family + "/") }
      let devices: [any Device] = judged.map { [$0] } ?? ProductionDevice.all
      for device in devices { try plan.addCorpus(on: device) }
    }
    plan = plan.selecting(patterns)
    if let judged { plan.checks.removeAll { $0.device != judged.name } }
    guard !plan.checks.isEmpty else {
      throw CommandFailure.usage(
        "no law matches \(patterns.map { "'\($0)'" }.joined(separator: ", "))",
        "'assay list laws' shows the ids; quote patterns so that the shell leaves them alone")
    }
    return plan
  }

  /// Adds the public bugs about one operation, where they are asked for.
  private func addCorpus(
    about operation: String, on device: any Device, to plan: inout VerificationPlan
  ) throws {
    guard corpus else { return }
    let count = plan.checks.count
    try plan.addCorpus(on: device, about: operation)
    guard plan.checks.count > count else {
      throw CommandFailure.usage(
        "no public bug is about \(operation)", "'assay list corpus --json' shows the operations")
    }
  }

  /// Whether the one pattern is the name of an operation on blocks.
  private var isOnBlocks: Bool {
    patterns.count == 1 && BlockOptions.Name(rawValue: patterns[0]) != nil
  }

  /// The check of a device that draws its own random numbers.
  private func insidePlan(
    _ judged: (any Device)?, _ effort: CheckEffort, in catalog: Catalog
  ) throws -> VerificationPlan {
    var plan = VerificationPlan(catalog: catalog, effort: effort)
    let demand = try inside.demand()
    let device = try InsideOptions.drawing(judged)
    if let single = try singleBlockOperation(in: catalog) {
      try InsideOptions.requireDraws(single.wordCount > 0, patterns[0])
      _ = try KnownDevices.prepared(device, for: single)
      do {
        plan.checks = [
          PlannedCheck(
            try InsideCheck(single, on: device, demand: demand, effort: effort))
        ]
      } catch {
        throw CommandFailure.usage("\(error)", "'assay help verify' shows an example")
      }
      return plan
    }
    guard let single = try singleOperation(in: catalog) else {
      throw CommandFailure.usage(
        "--random-inside needs an operation",
        "write for example: assay verify cast --from float32 --to float8_e4m3fn "
          + "--rounding stochastic-8 --exec ./device --random-inside")
    }
    try InsideOptions.requireDraws(single.operation.takesRandomWord, patterns[0])
    _ = try KnownDevices.prepared(device, for: single.operation)
    plan.checks = [
      PlannedCheck(
        InsideCheck(
          single.operation, on: device, preset: single.preset, demand: demand, effort: effort))
    ]
    return plan
  }

  /// The profiles that the patterns name, if they name any.
  private func profiles(in catalog: Catalog) throws -> [ProfileEntry]? {
    let prefix = "profile/"
    guard patterns.contains(where: { $0.hasPrefix(prefix) }) else { return nil }
    guard patterns.allSatisfy({ $0.hasPrefix(prefix) }), !exec.isGiven else {
      throw CommandFailure.usage(
        !exec.isGiven
          ? "profiles are verified by themselves"
          : "a program or library computes one operation, not a profile",
        !exec.isGiven ? "leave out the other patterns" : "name a device with --device")
    }
    return try patterns.flatMap { pattern in
      let name = String(pattern.dropFirst(prefix.count))
      let found = catalog.profiles.filter { Glob(name).matches($0.name) }
      return found.isEmpty ? [try catalog.profile(named: name)] : found
    }
  }

  /// The operation on blocks that the options spell out, if they do.
  private func singleBlockOperation(in catalog: Catalog) throws -> Descriptors.BlockOperation? {
    guard operation.isGiven || block.isGiven, patterns.count == 1 else { return nil }
    guard let name = BlockOptions.Name(rawValue: patterns[0]) else {
      guard !block.isGiven else {
        throw CommandFailure.unknown(
          "operation on blocks", patterns[0], among: BlockOptions.Name.allCases.map(\.rawValue))
      }
      return nil
    }
    return try block.resolved(name, operation, in: catalog)
  }

  /// The operation that the options spell out, if they do.
  private func singleOperation(in catalog: Catalog) throws -> OperationOptions.Resolved? {
    guard operation.isGiven || block.isGiven else { return nil }
    guard patterns.count == 1 else {
      throw CommandFailure.usage(
        "formats, rules and patterns of blocks go with one operation",
        "write for example: assay verify cast --from float32 --to float8_e4m3fn")
    }
    return try operation.resolved(try OperationOptions.kind(named: patterns[0]), in: catalog)
  }
}

extension FaultMatrix {
  /// The matrix as a page of its own.
  fileprivate var report: String {
    """
    # Planted faults

    Written by `assay verify --faults --markdown Reports/faults.md`. Mistakes that real systems
    shipped, planted one by one in a healthy device, and what caught them;
    `Specs/pages/faults.md` tells their stories.

    \(markdown)
    """
  }
}

extension PeerMatrix {
  /// The findings as a page of its own.
  fileprivate var report: String {
    """
    # Numeric libraries beside the dialects

    Written by `assay verify --peers --effort quick --markdown Reports/peers.md` (`make peers`). Every cast
    and every arithmetic operation that a library has was asked through the library's own types, and each
    answer compared bit for bit with the exact result under the library's own dialect and under all others.
    `Specs/pages/peers.md` says how.

    \(markdown)
    """
  }
}

extension String {
  /// Writes the text to a file, which is replaced as a whole.
  fileprivate func write(to file: String) throws {
    do {
      try write(toFile: file, atomically: true, encoding: .utf8)
    } catch {
      throw CommandFailure.failed("cannot write \(file)", "check that its folder exists")
    }
  }
}

extension OperationOptions {
  /// Whether any option was given.
  var isGiven: Bool { from != nil || to != nil || format != nil || dialect.isGiven }
}
