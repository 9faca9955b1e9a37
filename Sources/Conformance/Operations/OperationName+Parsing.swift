public import Descriptors
public import Specs

/// An operation as its id names it: with the dialect preset that its other choices come from.
public struct NamedOperation: Hashable, Sendable {
  /// The operation.
  public var operation: Operation
  /// The name of the preset, `standard` where the id names none.
  public var preset: String

  /// Creates a named operation.
  public init(operation: Operation, preset: String = "standard") {
    self.operation = operation
    self.preset = preset
  }

  /// The id; `init(parsing:catalog:)` reads it back.
  public var name: String { operation.name(dialect: preset) }

  /// The beginnings of the ids of operations on many elements.
  public static let families = OperationFamily.all.flatMap(\.words)

  /// Reads an id as `Operation.name(dialect:)` writes it.
  ///
  /// The dialect is the preset's for the result format, with the rounding and overflow rules that
  /// the id names.
  ///
  /// - Throws: `SpecError` that says which part cannot be understood and names the nearest names.
  public init(parsing name: String, catalog: Catalog) throws(SpecError) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if Self.families.contains(parts[0]) {
      self.init(operation: try Operation(parsing: name, catalog: catalog))
      return
    }
    guard let kind = Operation.Kind(rawValue: parts[0]) else {
      let near = NearestNames.of(parts[0], among: Operation.Kind.allCases.map(\.rawValue))
      throw SpecError(
        what: "unknown operation '\(parts[0])'"
          + (near.isEmpty ? "" : "; nearest: \(near.joined(separator: ", "))"),
        remedy: Self.shape)
    }
    // One format stands for all where they are the same; a cast always names both.
    let all = kind.operandCount + (kind.rounds ? 1 : 0)
    let counts = kind == .cast ? [2] : [1, all]
    for count in counts {
      let rules = parts.dropFirst(1 + count)
      guard let first = rules.first, let rounding = RoundingRule(name: first),
        let second = rules.dropFirst().first, let overflow = OverflowRule(rawValue: second),
        rules.count <= 3
      else { continue }
      var formats: [FormatDescriptor] = []
      for part in parts[1...count] { formats.append(try catalog.format(named: part)) }
      let operands =
        count == 1
        ? Array(repeating: formats[0], count: kind.operandCount)
        : Array(formats.prefix(kind.operandCount))
      let result = kind.result(for: operands[0]) ?? formats[count - 1]
      let preset = try catalog.dialect(named: rules.dropFirst(2).first ?? "standard")
      var dialect = preset.dialect(for: result.name)
      dialect.rounding = rounding
      dialect.overflow = overflow
      self.init(
        operation: Operation(kind, operands: operands, result: result, dialect: dialect),
        preset: preset.name)
      return
    }
    throw SpecError(what: "'\(name)' is no operation's id", remedy: Self.shape)
  }

  private static let shape =
    "an id is kind/formats/rounding/overflow, as in cast/float32/float16/nearest-even/sat-none"
}
