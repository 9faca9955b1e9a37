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
  /// The rules for values out of range that its callers can choose from; none where it has its own.
  public var saturations: [String]
  /// The rounding rules for formats of IEEE P3109; none where it has no such formats.
  public var p3109Roundings: [String]
  /// The rules for values out of range of such formats.
  public var p3109Saturations: [String]
  /// The block formats that it encodes and decodes.
  public var blocks: [String]
  /// The formats whose values it encodes as blocks.
  public var blockSources: [String]
  /// The formats that hold what it decodes blocks into.
  public var blockTargets: [String]

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
    saturations = found["saturations"] ?? []
    p3109Roundings = found["p3109-roundings"] ?? []
    p3109Saturations = found["p3109-saturations"] ?? []
    blocks = found["blocks"] ?? []
    blockSources = found["block-sources"] ?? []
    blockTargets = found["block-targets"] ?? []
  }

  /// Whether it has the formats of IEEE P3109.
  public var hasP3109: Bool { !p3109Roundings.isEmpty }

  /// Whether the library has an operation.
  public func support(for operation: Operation) -> DeviceSupport {
    let rounding = operation.dialect.rounding.name
    let isP3109 = Self.isP3109(operation.result)
    let offered = isP3109 ? p3109Roundings : roundingsOf[operation.result.name] ?? roundings
    guard offered.contains(rounding) else {
      return .unsupported("it does not round \(rounding)")
    }
    let saturations = isP3109 ? p3109Saturations : saturations
    let overflow = operation.dialect.overflow.name
    guard saturations.isEmpty || saturations.contains(overflow) else {
      return .unsupported("it does not do \(overflow)")
    }
    let isKnown: Bool
    switch operation.kind {
    case .cast:
      isKnown =
        has(operation.operands[0], in: sources)
        && (has(operation.result, in: targets)
          || operation.result.name == "float64" && Self.isP3109(operation.operands[0]))
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

  /// Whether the library has an operation on blocks: one whole block of a format that it knows.
  public func support(for operation: Operation) -> DeviceSupport {
    let isKnown: Bool
    switch operation.function {
    case .encodeBlock(let block, let rows, let columns, _):
      isKnown =
        has(block, rows, columns) && blockSources.contains(operation.format.name)
    case .decodeBlock(let block, let rows, let columns, _):
      isKnown =
        has(block, rows, columns) && blockTargets.contains(operation.result.name)
        && operation.dialect.rounding == .toNearestOrEven
    case .mask, .prune, .pruneBelow, .dot: isKnown = false
    }
    return isKnown ? .supported : .unsupported("it does not have this operation")
  }

  private func has(_ block: BlockFormat, _ rows: Int, _ columns: Int) -> Bool {
    blocks.contains(block.name) && rows == block.shape.rows && columns == block.shape.columns
  }

  private func has(_ format: FormatDescriptor, in names: [String]) -> Bool {
    names.contains(format.name) || (hasP3109 && Self.isP3109(format))
  }

  static func isP3109(_ format: FormatDescriptor) -> Bool { format.name.hasPrefix("Binary") }

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
