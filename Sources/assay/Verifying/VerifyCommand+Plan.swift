import Conformance
import Descriptors
import Devices
import Reference
import Specs

extension VerifyCommand {
  /// The checks that the command line asks for.
  func plan(in catalog: Catalog) throws -> VerificationPlan {
    let effort = try run.resolvedEffort()
    guard markdown == nil else {
      throw CommandFailure.usage(
        "--markdown goes with --faults or --peers", "use --json or --junit here")
    }
    let judged = try exec.device(named: device)
    let policy = try policy.policy()
    let isOne = operation.isGiven && hasPolicies && !inside.isRandomInside
    let foreign = judged as? any ForeignDevice
    let isMany = foreign?.isToldOperation == true && !operation.isGiven
    guard isOne || isMany || policy == .exact else {
      throw CommandFailure.usage(
        "--nan, --zero-sign and --waive go with one operation on numbers, dot, encode-block or "
          + "decode-block, and with a device that computes many",
        "write for example: assay verify mul --format float32 --exec ./device --nan any")
    }
    if inside.isRandomInside { return try insidePlan(judged, effort, in: catalog) }
    try inside.refuseAlone()
    if let single = try single(in: catalog) {
      try single.operation.requireReference()
      var plan = VerificationPlan(catalog: catalog, effort: effort)
      let device = judged ?? ProductionDevice()
      // The device must be able to, or there is nothing to judge.
      _ = try KnownDevices.prepared(device, for: single.operation)
      do throws(OperationError) {
        plan.checks = try PlannedCheck.all(
          of: single.operation, on: device, preset: single.preset, effort: effort, policy: policy)
      } catch {
        throw CommandFailure.usage(error.text, "'assay help verify' shows an example")
      }
      try addCorpus(about: single.name, on: device, to: &plan)
      return plan
    }
    if let profiles = try profiles(in: catalog) {
      if let foreign, !foreign.isToldOperation {
        throw CommandFailure.usage(
          "\(foreign.name) computes one operation, not a profile",
          "write --exec './device {operation}' if it computes many")
      }
      var plan = VerificationPlan(catalog: catalog, effort: effort)
      plan.addProfiles(profiles, on: judged ?? ProductionDevice())
      return plan
    }
    guard !corpus else {
      throw CommandFailure.usage(
        "--corpus goes with one operation", "'assay verify corpus' asks for all public bugs")
    }
    if let foreign, !foreign.isToldOperation {
      throw CommandFailure.usage(
        "\(foreign.name) computes one operation, which is not named",
        "write for example: assay verify cast --from float32 --to float8_e4m3fn --exec ./device; or "
          + "--exec './device {operation}' if it computes many")
    }
    for format in catalog.formats { try format.requireReference() }
    let aboutCorpus = patterns.filter { $0.hasPrefix(CheckID.corpus) }
    let isCorpus = !patterns.isEmpty && aboutCorpus.count == patterns.count
    var plan = VerificationPlan(catalog: catalog, effort: effort)
    if !isCorpus { plan = try VerificationPlan.everything(catalog: catalog, effort: effort) }
    // Devices that follow a dialect of their own are asked for the public bugs only by name.
    if isCorpus || judged != nil && !aboutCorpus.isEmpty {
      plan.checks.removeAll { $0.check is CorpusCheck }
      let devices: [any Device] = judged.map { [$0] } ?? ProductionDevice.all
      for device in devices { try plan.addCorpus(on: device) }
    }
    plan = plan.selecting(patterns)
    if let foreign, !isCorpus {
      plan = try plan.asked(of: foreign, policy: policy)
    } else if let judged {
      plan.checks.removeAll { $0.device != judged.name }
    }
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

  /// Whether the one pattern is the name of an operation whose results are numbers.
  private var hasPolicies: Bool {
    guard patterns.count == 1, let name = OperationOptions.Function(rawValue: patterns[0]) else {
      return true
    }
    return [.dot, .encodeBlock, .decodeBlock].contains(name)
  }

  /// The check of a device that draws its own random numbers.
  private func insidePlan(
    _ judged: (any Device)?, _ effort: CheckEffort, in catalog: Catalog
  ) throws -> VerificationPlan {
    var plan = VerificationPlan(catalog: catalog, effort: effort)
    let demand = try inside.demand()
    guard !demand.allowsReplays || run.checkpoint == nil else {
      throw CommandFailure.usage(
        "a device that may draw the same after every start cannot go on from a checkpoint",
        "leave out --checkpoint or --allow-replays")
    }
    let device = judged ?? DrawingDevice()
    guard let single = try single(in: catalog) else {
      throw CommandFailure.usage(
        "--random-inside needs an operation",
        "write for example: assay verify cast --from float32 --to float8_e4m3fn "
          + "--rounding stochastic-8 --exec ./device --random-inside")
    }
    guard single.operation.sharesRoundings || !demand.sharesWord else {
      throw CommandFailure.usage(
        single.operation.kind == nil
          ? "no two elements of \(patterns[0]) are rounded at random"
          : "\(patterns[0]) has one result, and --one-word is about the elements of a block",
        "leave --one-word out")
    }
    _ = try KnownDevices.prepared(device, for: single.operation)
    do throws(OperationError) {
      plan.checks = [
        PlannedCheck(
          try InsideCheck(
            single.operation, on: device, preset: single.preset, demand: demand, effort: effort))
      ]
    } catch {
      throw CommandFailure.usage(error.text, "'assay help verify' shows an example")
    }
    return plan
  }

  /// The profiles that the patterns name, if they name any.
  private func profiles(in catalog: Catalog) throws -> [ProfileEntry]? {
    let prefix = "profile/"
    guard patterns.contains(where: { $0.hasPrefix(prefix) }) else { return nil }
    guard patterns.allSatisfy({ $0.hasPrefix(prefix) }) else {
      throw CommandFailure.usage(
        "profiles are verified by themselves", "leave out the other patterns")
    }
    return try patterns.flatMap { pattern in
      let name = String(pattern.dropFirst(prefix.count))
      let found = catalog.profiles.filter { Glob(name).matches($0.name) }
      return found.isEmpty ? [try catalog.profile(named: name)] : found
    }
  }

  /// The operation that the options spell out, if they do.
  private func single(in catalog: Catalog) throws -> NamedOperation? {
    guard operation.isGiven else { return nil }
    guard patterns.count == 1 else {
      throw CommandFailure.usage(
        "formats, rules and patterns of blocks go with one operation",
        "write for example: assay verify cast --from float32 --to float8_e4m3fn")
    }
    let single = try operation.resolved(patterns[0], in: catalog)
    try OperationOptions.requireJudgeable(single.operation)
    return single
  }
}
