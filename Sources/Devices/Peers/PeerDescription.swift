public import Descriptors
import Synchronization

/// What a library of Python says of itself: its version and what it can be asked.
public struct PeerDescription: Hashable, Sendable {
  /// The version, as the library prints it.
  public var version: String
  /// The formats that it casts from.
  public var sources: [String]
  /// The formats that it casts to.
  public var targets: [String]
  /// The pairs of these, with `/` between, that it does not cast.
  public var without: Set<String>
  /// The formats that it adds, subtracts, multiplies, divides and takes roots of.
  public var arithmetic: [String]
  /// The rounding rules that its callers can choose from.
  public var roundings: [String]
  /// The rules for single targets, where these have others.
  public var roundingsOf: [String: [String]]
  /// Whether its callers can choose that values out of range saturate.
  public var choosesSaturation: Bool
  /// Whether it has the formats of IEEE P3109.
  public var hasP3109: Bool

  /// Reads what the script prints; `nil` where a line is missing.
  init?(_ text: String) {
    var found: [String: [String]] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      if let first = words.first { found[first] = Array(words.dropFirst()) }
    }
    guard let version = found["version"]?.first, let sources = found["sources"],
      let targets = found["targets"], let arithmetic = found["arithmetic"],
      let roundings = found["roundings"]
    else { return nil }
    self.version = version
    self.sources = sources
    self.targets = targets
    self.arithmetic = arithmetic
    self.roundings = roundings
    without = Set(
      sources.flatMap { source in targets.map { (source, $0) } }
        .filter { found["without-\($0.0)-\($0.1)"] != nil }.map { "\($0.0)/\($0.1)" })
    roundingsOf = [:]
    for target in targets { roundingsOf[target] = found["roundings-\(target)"] }
    choosesSaturation = found["saturation"] == ["yes"]
    hasP3109 = found["p3109"] == ["yes"]
  }

  /// Whether the library has an operation.
  public func support(for operation: Operation) -> DeviceSupport {
    let rounding = operation.dialect.rounding.name
    guard (roundingsOf[operation.result.name] ?? roundings).contains(rounding) else {
      return .unsupported("it does not round \(rounding)")
    }
    let isKnown: Bool
    switch operation.kind {
    case .cast:
      isKnown =
        has(operation.operands[0], in: sources) && has(operation.result, in: targets)
        && operation.operands[0].name != operation.result.name
        && !without.contains("\(operation.operands[0].name)/\(operation.result.name)")
    case .add, .sub, .mul, .div, .sqrt:
      isKnown =
        Set(operation.operands.map(\.name) + [operation.result.name]).count == 1
        && has(operation.result, in: arithmetic)
    default: isKnown = false
    }
    return isKnown ? .supported : .unsupported("it does not have this operation")
  }

  private func has(_ format: FormatDescriptor, in names: [String]) -> Bool {
    names.contains(format.name) || (hasP3109 && format.name.hasPrefix("Binary"))
  }

  /// What a library says, asked when it is first needed.
  final class Lookup: Sendable {
    private let library: String
    private let kept = Mutex<PeerDescription??>(nil)

    init(library: String) { self.library = library }

    var description: PeerDescription? {
      kept.withLock { kept in
        if let kept { return kept }
        let found = Self.asked(library)
        kept = .some(found)
        return found
      }
    }

    private static func asked(_ library: String) -> PeerDescription? {
      guard let child = try? ChildProcess(PeerDevice.command([library, "describe"]) + " 2>&-")
      else { return nil }
      var answer: [UInt8] = []
      // It prints everything and ends; that end is no failure here.
      _ = try? child.exchange(
        [], timeout: 120, patience: 0, answer: &answer, isComplete: { _, _ in false })
      return PeerDescription(String(decoding: answer, as: UTF8.self))
    }
  }
}
