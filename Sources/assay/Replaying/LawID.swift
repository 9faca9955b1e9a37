import Conformance
import Descriptors
import Devices
import Harness
import Specs

/// The id of a law, read back.
enum LawID {
  /// An operation judged on a device: `cast/float32/float16/nearest-even/sat-none@production`.
  case device(NamedOperation, any Device)
  /// An operation on blocks judged on a device: `mask/2:4/float32/3x16@production`.
  case blocks(BlockLaw)
  /// A device with randomness inside: `cast/.../sat-none/random-inside@exec:./device`.
  case inside(InsideCheck)
  /// A law that is a function of choices: `format/float8_e4m3fn/decode-total`.
  case property(Property)

  /// Finds the law of an id.
  ///
  /// - Throws: `SpecError` or `CommandFailure` that names the nearest names.
  init(_ id: String, in catalog: Catalog) throws {
    if let at = id.lastIndex(of: "@") {
      let name = String(id[..<at])
      let device = try KnownDevices.device(named: String(id[id.index(after: at)...]))
      for suffix in [InsideCheck.suffix, InsideCheck.sharedSuffix] where name.hasSuffix(suffix) {
        var demand = DrawDemand()
        demand.sharesWord = suffix == InsideCheck.sharedSuffix
        let operation = String(name.dropLast(suffix.count))
        self = .inside(try Self.inside(operation, device, demand, catalog))
        return
      }
      if BlockLaw.families.contains(where: { name.hasPrefix($0 + "/") }) {
        do {
          self = .blocks(try BlockLaw(parsing: name, on: device, catalog: catalog))
        } catch let error as OperationError {
          throw CommandFailure.usage(error.text, "copy the whole id")
        }
        return
      }
      let operation = try NamedOperation(parsing: name, catalog: catalog)
      try operation.operation.requireReference()
      self = .device(operation, device)
      return
    }
    let parts = id.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if ["mask", "estimator", "accumulator", "block"].contains(parts[0]) {
      self = .property(try Self.catalogLaw(id, parts, in: catalog))
      return
    }
    guard parts.count == 3, parts[0] == "format" else {
      throw CommandFailure.usage(
        "'\(id.excerpt)' is no law's id",
        "write format/NAME/LAW or OPERATION@DEVICE, as a counterexample's replay line has it")
    }
    let format = try catalog.format(named: parts[1])
    try format.requireReference()
    let laws = FormatLaws.all(for: format)
    guard let law = laws.first(where: { $0.id.lastPart == parts[2] }) else {
      throw CommandFailure.unknown(
        "law of \(format.name)", parts[2], among: laws.map(\.id.lastPart))
    }
    self = .property(law)
  }

  /// A device that draws its own random numbers, judged on an operation.
  private static func inside(
    _ name: String, _ device: any Device, _ demand: DrawDemand, _ catalog: Catalog
  ) throws -> InsideCheck {
    let device = try InsideOptions.drawing(device)
    guard BlockLaw.families.contains(where: { name.hasPrefix($0 + "/") }) else {
      let named = try NamedOperation(parsing: name, catalog: catalog)
      try named.operation.requireReference()
      try InsideOptions.requireDraws(named.operation.takesRandomWord, name)
      return InsideCheck(named.operation, on: device, preset: named.preset, effort: .quick)
    }
    let operation = try Operation(parsing: name, catalog: catalog)
    try InsideOptions.requireDraws(operation.wordCount > 0, name)
    do {
      return try InsideCheck(operation, on: device, demand: demand, effort: .quick)
    } catch {
      throw CommandFailure.usage(error.text, "copy the whole id")
    }
  }

  /// A law of a mask rule or an estimator, listed or not.
  private static func catalogLaw(
    _ id: String, _ parts: [String], in catalog: Catalog
  ) throws -> Property {
    var laws = CatalogLaws.all(in: catalog)
    let own = parts.dropFirst().dropLast().joined(separator: "/")
    if parts[0] == "mask", let rule = MaskRule(named: own) {
      laws += MaskLaws.all(for: rule)
    } else if parts[0] == "estimator", let pruning = BlockPruning(named: own) {
      laws += EstimatorLaws.all(for: pruning)
    }
    if let law = laws.first(where: { $0.id == id }) { return law }
    let near = NearestNames.of(id, among: laws.map(\.id))
    throw CommandFailure.usage(
      "unknown law '\(id.excerpt)'" + (near.first.map { "; nearest: \($0)" } ?? ""),
      "'assay list laws' shows all")
  }

  /// Runs one case of the law.
  ///
  /// - Throws: `CommandFailure` for choices that are no case of it, and for devices that fail.
  func replay(_ text: String) async throws -> ReplayedCase {
    let choices: [UInt64]
    do { choices = try ChoiceList.parse(text) } catch {
      throw CommandFailure.usage(
        "choice \(error.position + 1) is '\(error.word.excerpt)', no number of 64 bits",
        "write decimal numbers between commas, or none")
    }
    switch self {
    case .device(let named, let device):
      _ = try KnownDevices.prepared(device, for: named.operation)
      let check = DeviceCheck(
        named.operation, on: device, preset: named.preset, effort: .quick)
      do {
        let replayed = try await check.replay(choices)
        return ReplayedCase(replayed.counterexample, holds: replayed.holds)
      } catch let error as ReplayError {
        throw CommandFailure.usage(error.what, error.remedy)
      }
    case .blocks(let law):
      do {
        let replayed = try await law.replay(choices)
        return ReplayedCase(replayed.counterexample, holds: replayed.holds)
      } catch let error as ReplayError {
        throw CommandFailure.usage(error.what, error.remedy)
      } catch let error as DeviceError {
        throw CommandFailure.failed("\(error)", "'assay list devices' shows the others")
      }
    case .inside(let check):
      do {
        let replayed = try await check.replay(choices)
        return ReplayedCase(replayed.counterexample, holds: replayed.holds)
      } catch let error as ReplayError {
        throw CommandFailure.usage(error.what, error.remedy)
      } catch let error as DeviceError {
        throw CommandFailure.failed("\(error)", "'assay verify' asks it about many cases")
      }
    case .property(let law):
      return try Self.replay(law, choices)
    }
  }

  private static func replay(
    _ law: Property, _ choices: [UInt64]
  ) throws(CommandFailure) -> ReplayedCase {
    let replay = law.replay(choices)
    if let position = replay.clampedAt {
      throw .usage(
        "choice \(position + 1) is \(choices[position])",
        "this law asks there for a number up to \(replay.bounds[position])")
    }
    guard replay.isExact else {
      throw .usage(
        "\(choices.count.counted("choice")) given, this case has \(replay.drawn.count)",
        "copy the whole replay line")
    }
    guard let outcome = replay.outcome else {
      throw .usage("these choices are outside the law's domain", "copy the whole replay line")
    }
    return ReplayedCase(law.id, replay, outcome)
  }
}

extension String {
  /// What stands behind the last slash.
  var lastPart: String { split(separator: "/").last.map(String.init) ?? "" }
}
