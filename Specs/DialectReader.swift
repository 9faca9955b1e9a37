internal import Descriptors

/// Reads the entries under `dialects:`.
enum DialectReader {
  /// The names of the fields of a dialect, in the order in which they are shown.
  static let fieldNames = [
    "rounding", "overflow", "tie-parity", "range-test", "without-infinity", "odd-overflow",
    "infinity", "nan", "without-nan", "negative", "without-zero", "division-by-zero",
    "zero-sign", "flush-operands", "flush-results", "wraps",
  ]

  /// Reads one entry.
  static func dialect(_ node: SpecNode) throws(SpecError) -> DialectPreset {
    let unnamed = try SpecFields(node, owner: "a dialect")
    guard let name = try unnamed.text("name") else {
      throw node.error("a dialect lacks 'name'", "add 'name: ' with letters, digits and '-'")
    }
    let fields = unnamed.named("dialect '\(SpecNode.excerpt(name))'")
    try FormatReader.requireName(name, "name", in: fields)
    try fields.requireKnown(["name", "source", "note", "roundings", "through", "for"] + fieldNames)
    guard let source = try fields.text("source") else {
      throw node.error("\(fields.owner) lacks 'source'", "name the document or the observation")
    }
    var base = Dialect()
    for change in try changes(fields) { change.apply(to: &base) }
    let overrides = try overrides(fields)
    let roundings = try roundings(fields)
    var used = [base.rounding]
    for change in overrides.flatMap(\.changes) {
      if case .rounding(let rule) = change { used.append(rule) }
    }
    for rule in used where !roundings.isEmpty && !roundings.contains(rule) {
      throw fields.error(
        "roundings", "'roundings' lacks '\(rule.name)', which the dialect uses", "add it")
    }
    return DialectPreset(
      name: name, source: source, note: try fields.text("note") ?? "", base: base,
      overrides: overrides, roundings: roundings, through: try fields.text("through"))
  }

  private static func overrides(
    _ fields: SpecFields
  ) throws(SpecError) -> [DialectPreset.Override] {
    guard let list = fields.node("for") else { return [] }
    var overrides: [DialectPreset.Override] = []
    for node in try list.elements("'for' of \(fields.owner)") {
      let override = try SpecFields(node, owner: "an override of \(fields.owner)")
      try override.requireKnown(["formats"] + fieldNames)
      guard let formats = override.node("formats") else {
        throw node.error("\(override.owner) lacks 'formats'", "add a glob such as 'float8_*'")
      }
      let globs = formats.text == nil ? try formats.elements("'formats'") : [formats]
      let changes = try changes(override)
      guard !changes.isEmpty else {
        throw node.error("\(override.owner) changes nothing", "add a field or remove it")
      }
      for glob in globs {
        guard let text = glob.text, !text.isEmpty else {
          throw glob.error(
            "a glob is \(glob.kind)", "write a name in which '*' and '?' stand for others")
        }
        overrides.append(DialectPreset.Override(formats: text, changes: changes))
      }
    }
    return overrides
  }

  private static func roundings(_ fields: SpecFields) throws(SpecError) -> [RoundingRule] {
    guard let list = fields.node("roundings") else { return [] }
    var rules: [RoundingRule] = []
    for node in try list.elements("'roundings' of \(fields.owner)") {
      rules.append(try rounding(node, "'roundings' of \(fields.owner)"))
    }
    return rules
  }

  private static func rounding(_ node: SpecNode, _ what: String) throws(SpecError) -> RoundingRule {
    guard let rule = node.text.flatMap(RoundingRule.init(name:)) else {
      let names = RoundingRule.deterministic.map(\.name).joined(separator: ", ")
      throw node.error("\(what) cannot be \(node.kind)", "use one of \(names), stochastic-N")
    }
    return rule
  }

  /// The fields of a dialect that an entry sets.
  static func changes(_ fields: SpecFields) throws(SpecError) -> [DialectChange] {
    var changes: [DialectChange] = []
    if let node = fields.node("rounding") {
      changes.append(.rounding(try rounding(node, "'rounding'")))
    }
    if let value = try fields.choice("overflow", of: OverflowRule.self) {
      changes.append(.overflow(value))
    }
    if let value = try fields.choice("tie-parity", of: Dialect.TieParity.self) {
      changes.append(.tieParity(value))
    }
    if let value = try fields.choice("range-test", of: Dialect.RangeTest.self) {
      changes.append(.rangeTest(value))
    }
    if let value = try fields.choice("without-infinity", of: Dialect.WithoutInfinity.self) {
      changes.append(.withoutInfinity(value))
    }
    if let value = try fields.choice("odd-overflow", of: Dialect.OddOverflow.self) {
      changes.append(.oddOverflow(value))
    }
    if let value = try fields.choice("infinity", of: Dialect.InfinityRule.self) {
      changes.append(.infinity(value))
    }
    if let value = try fields.choice("nan", of: Dialect.NaNRule.self) {
      changes.append(.nan(value))
    }
    if let value = try fields.choice("without-nan", of: Dialect.WithoutNaN.self) {
      changes.append(.withoutNaN(value))
    }
    if let value = try fields.choice("negative", of: Dialect.NegativeRule.self) {
      changes.append(.negative(value))
    }
    if let value = try fields.choice("without-zero", of: Dialect.WithoutZero.self) {
      changes.append(.withoutZero(value))
    }
    if let value = try fields.choice("division-by-zero", of: Dialect.DivisionByZero.self) {
      changes.append(.divisionByZero(value))
    }
    if let value = try fields.choice("zero-sign", of: Dialect.ZeroSign.self) {
      changes.append(.zeroSign(value))
    }
    if let value = try fields.boolean("flush-operands") { changes.append(.flushOperands(value)) }
    if let value = try fields.boolean("flush-results") { changes.append(.flushResults(value)) }
    if let value = try fields.boolean("wraps") { changes.append(.wraps(value)) }
    return changes
  }
}
