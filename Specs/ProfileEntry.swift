public import Descriptors

/// A set of operations that a document requires together.
public struct ProfileEntry: Hashable, Sendable {
  /// The profile's name.
  public var name: String
  /// The document that requires it.
  public var source: String
  /// The page under `Specs/pages` that explains it, without the ending.
  public var page: String
  /// What a reader should know; empty where there is nothing.
  public var note: String
  /// The system whose choices hold.
  public var preset: DialectPreset
  /// The rounding and overflow rules of every operation that rounds.
  public var rounding: RoundingRule
  public var overflow: OverflowRule
  /// The named sets of formats, in file order.
  public var sets: [FormatSet]
  /// What is required.
  public var rules: [Rule]

  /// Formats under a name of the profile's own.
  public struct FormatSet: Hashable, Sendable {
    public var name: String
    public var formats: [FormatDescriptor]
  }

  /// Functions with the formats for which they are required.
  public struct Rule: Hashable, Sendable {
    /// The functions, all with as many operands.
    public var kinds: [Operation.Kind]
    /// The variables, each with the names of the sets that it ranges over.
    public var variables: [Variable]
    /// Which variable the format of each operand is.
    public var operands: [Int]
    /// Which variable the format of the result is; `nil` where it follows from the function.
    public var result: Int?
  }

  /// A format that is any of some sets.
  public struct Variable: Hashable, Sendable {
    public var name: String
    public var sets: [String]
  }

  /// Every operation that the profile requires, rule by rule.
  public var operations: [Operation] {
    rules.flatMap { rule in
      let choices = choices(rule.variables)
      return rule.kinds.flatMap { kind in choices.map { operation(kind, rule, $0) } }
    }
  }

  /// Every format that some operation speaks of, in the order of the sets.
  public var formats: [FormatDescriptor] {
    var seen: Set<String> = []
    return sets.flatMap(\.formats).filter { seen.insert($0.name).inserted }
  }

  private func operation(
    _ kind: Operation.Kind, _ rule: Rule, _ formats: [FormatDescriptor]
  ) -> Operation {
    let operands = rule.operands.map { formats[$0] }
    let result =
      kind.result(for: operands[0]) ?? rule.result.map { formats[$0] } ?? operands[0]
    var dialect = preset.dialect(for: result.name)
    (dialect.rounding, dialect.overflow) = (rounding, overflow)
    return Operation(kind, operands: operands, result: result, dialect: dialect)
  }

  /// One format for each variable, in every way; the last variable runs fastest.
  private func choices(_ variables: [Variable]) -> [[FormatDescriptor]] {
    variables.reduce([[]]) { earlier, variable in
      let formats = variable.sets.flatMap { name in
        sets.first { $0.name == name }?.formats ?? []
      }
      return earlier.flatMap { choice in formats.map { choice + [$0] } }
    }
  }
}

extension Catalog {
  /// The profile of a name; upper and lower case do not matter.
  ///
  /// - Throws: `SpecError` that names the nearest names.
  public func profile(named name: String) throws(SpecError) -> ProfileEntry {
    if let profile = profiles.first(where: { Self.same($0.name, name) }) { return profile }
    let near = NearestNames.of(name, among: profiles.map(\.name))
    let what = "unknown profile '\(SpecNode.excerpt(name))'"
    throw SpecError(
      what: near.isEmpty ? what : "\(what); nearest: \(near.joined(separator: ", "))",
      remedy: "'assay list profiles' shows all")
  }
}
