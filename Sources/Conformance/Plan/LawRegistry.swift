import Descriptors
public import Devices
public import Harness
import Reference
public import Specs

/// Every law that there is: what is planned, listed, and run again comes from here.
public enum LawRegistry {
  /// The families of laws that are functions of choices, in the order of lists.
  public static let families: [LawFamily] = [
    .format, .arithmetic, .selection, .mask, .estimator, .accumulator, .block, .calibration,
  ]

  /// The family whose ids begin with a name.
  public static func family(named name: String) -> LawFamily? {
    families.first { $0.name == name }
  }

  /// The laws of the masks, estimators, accumulators and block formats that a catalogue lists.
  public static func entryLaws(in catalog: Catalog) -> [Property] {
    families.filter { !$0.isOfFormats }.flatMap { $0.laws(in: catalog) }
  }

  /// The check of an id.
  ///
  /// - Parameters:
  ///   - effort: how much a run would try; `nil` where single cases are run again, of whatever effort.
  ///   - policy: what is accepted beyond equal bits of numbers.
  ///   - device: finds the device of a name.
  /// - Throws: `SpecError` for what does not exist, `OperationError` for operations that contradict
  ///   themselves, and what `device` throws.
  public static func check(
    _ id: CheckID, in catalog: Catalog, effort: CheckEffort? = nil,
    policy: AnswerPolicy = .exact, on device: (String) throws -> any Device
  ) throws -> any Check {
    switch id {
    case .law(let family, let subject, let name):
      let law = try law(family, subject, name, catalog)
      return try PropertyCheck(law, effort: effort ?? .exhaustive)
    case .bug(let name, let judged):
      let entries = try Corpus.builtIn().entries
      guard let entry = entries.first(where: { $0.id == name }) else {
        throw unknown("public bug", name, entries.map(\.id), "'assay list corpus' shows all")
      }
      return try CorpusCheck(entry, on: try device(judged), catalog: catalog)
    case .operation(let name, let law, let judged):
      let named = try NamedOperation(parsing: name, catalog: catalog)
      guard let check = try check(named, law, try device(judged), effort, policy) else {
        throw SpecError(
          what: "\(name) has no law '\(law.name ?? "")'",
          remedy: "copy the whole id, or ask for the operation itself")
      }
      return check
    }
  }

  /// The check of an operation on a device; `nil` where it has no such law.
  private static func check(
    _ named: NamedOperation, _ law: DeviceLaw, _ device: any Device, _ effort: CheckEffort?,
    _ policy: AnswerPolicy
  ) throws -> (any Check)? {
    let (operation, most) = (named.operation, effort ?? .exhaustive)
    switch law {
    case .answers where operation.kind != nil:
      return DeviceCheck(operation, on: device, preset: named.preset, effort: most, policy: policy)
    case .answers: return DeviceCheck(try Evaluator(operation), on: device, effort: most)
    case .order where operation.kind != nil: return nil
    case .order: return OrderCheck(try Evaluator(operation), on: device, effort: most)
    case .alphabet:
      // How many codes are tried one by one depends on the effort; a single case is one of any.
      let evaluator = try Evaluator(operation)
      let efforts = effort.map { [$0] } ?? CheckEffort.allCases
      return efforts.lazy.compactMap { DeviceCheck(spelling: evaluator, on: device, effort: $0) }
        .first
    case .draws(let law): return DrawCheck(law, of: operation, on: device, effort: most)
    case .inside(let sharesWord):
      var demand = DrawDemand()
      demand.sharesWord = sharesWord
      return try InsideCheck(
        operation, on: device, preset: named.preset, demand: demand, effort: most)
    }
  }

  private static func law(
    _ family: String, _ subject: String, _ name: String, _ catalog: Catalog
  ) throws(SpecError) -> Property {
    guard let found = Self.family(named: family) else {
      throw unknown("family of laws", family, families.map(\.name), "'assay list laws' shows all")
    }
    let laws = try found.laws(about: subject, in: catalog)
    let id = "\(CheckID.law(family: family, subject: subject, name: name))"
    if let law = laws.first(where: { $0.id == id }) { return law }
    guard !laws.isEmpty else {
      throw unknown(family, subject, [], "'assay list \(family)s' shows the names")
    }
    let names = laws.compactMap { law -> String? in
      if case .law(_, _, let name) = CheckID(parsing: law.id) { name } else { nil }
    }
    throw unknown(
      "law of \(subject)", name, names, "known are \(names.joined(separator: ", "))")
  }

  private static func unknown(
    _ kind: String, _ name: String, _ known: [String], _ remedy: String
  ) -> SpecError {
    let near = NearestNames.of(name, among: known)
    let suggestion = near.isEmpty ? "" : "; nearest: \(near.joined(separator: ", "))"
    return SpecError(what: "unknown \(kind) '\(name)'\(suggestion)", remedy: remedy)
  }
}
