internal import Descriptors

/// Reads what becomes of a value on its way into a format: the stages of accumulators, the elements
/// and scales of blocks.
struct StageReader {
  /// Where the names of formats and dialects are looked up.
  let catalog: Catalog

  /// Reads `exact`, the name of a format, a format with a dialect, or a grid.
  func stage(_ node: SpecNode, _ what: String) throws(SpecError) -> AccumulatorStage {
    if node.text == "exact" { return .exact }
    if node.text != nil {
      let (format, dialect) = try entering(node, what)
      return .format(format, dialect)
    }
    let fields = try SpecFields(node, owner: what)
    guard !fields.has("format") else {
      let (format, dialect) = try entering(node, what)
      return .format(format, dialect)
    }
    return .grid(try grid(fields))
  }

  /// Reads a format by name, or under `format` with `dialect` and fields of a dialect beside it.
  func entering(
    _ node: SpecNode, _ what: String, takesRandomWord: Bool = false
  ) throws(SpecError) -> (FormatDescriptor, Dialect) {
    if node.text != nil {
      let format = try format(node, what)
      return (format, catalog.standard.dialect(for: format.name))
    }
    let fields = try SpecFields(node, owner: what)
    try fields.requireKnown(["format", "dialect"] + DialectReader.fieldNames)
    guard let name = fields.node("format") else {
      throw node.error("\(what) lacks 'format'", "add the name of a format")
    }
    let format = try format(name, what)
    var preset = catalog.standard
    if let place = fields.node("dialect") {
      preset = try at(place) { () throws(SpecError) in try catalog.dialect(named: place.text ?? "")
      }
    }
    var dialect = preset.dialect(for: format.name)
    for change in try DialectReader.changes(fields) { change.apply(to: &dialect) }
    if dialect.rounding.takesRandomWord, !takesRandomWord {
      throw fields.error(
        "rounding", "'\(dialect.rounding.name)' needs a random word, and there is none here",
        "use one of \(Self.roundings)")
    }
    return (format, dialect)
  }

  /// Reads the name of a format, or a format written out as under `formats:`.
  func format(_ node: SpecNode, _ what: String) throws(SpecError) -> FormatDescriptor {
    if let name = node.text {
      guard !name.isEmpty else { throw node.error("\(what) is nothing", "name a format") }
      return try at(node) { () throws(SpecError) in try catalog.format(named: name) }
    }
    return try FormatReader.format(node)
  }

  /// Puts the place of a node into an error without one.
  private func at<Value>(
    _ node: SpecNode, _ body: () throws(SpecError) -> Value
  ) throws(SpecError) -> Value {
    do { return try body() } catch {
      throw error.file == nil ? node.error(error.what, error.remedy) : error
    }
  }

  private func grid(_ fields: SpecFields) throws(SpecError) -> FloatGrid {
    try fields.requireKnown([
      "significand", "exponent", "bias", "rounding", "flushes", "saturates",
    ])
    let grid = FloatGrid(
      significandBits: try fields.requiredInteger("significand", in: SumLimits.significand),
      exponentBits: try fields.requiredInteger("exponent", in: SumLimits.exponent),
      bias: try fields.requiredInteger("bias", in: SumLimits.bias),
      rounding: try rounding(fields) ?? .towardZero,
      flushes: try fields.boolean("flushes") ?? true,
      saturates: try fields.boolean("saturates") ?? true)
    return grid
  }

  /// A rule under `rounding` that takes no random word.
  func rounding(_ fields: SpecFields) throws(SpecError) -> RoundingRule? {
    guard let node = fields.node("rounding") else { return nil }
    guard let rule = node.text.flatMap(RoundingRule.init(name:)) else {
      throw fields.error(
        "rounding", "'rounding' cannot be \(node.kind)", "use one of \(Self.roundings)")
    }
    guard !rule.takesRandomWord else {
      throw fields.error(
        "rounding", "'\(rule.name)' needs a random word, and there is none here",
        "use one of \(Self.roundings)")
    }
    return rule
  }

  static let roundings = RoundingRule.deterministic.map(\.name).joined(separator: ", ")
}

/// The ranges of the parameters of accumulators.
enum SumLimits {
  static let significand = 0...52
  static let exponent = 1...11
  static let bias = -4096...4096
  static let chunk = 1...1_048_576
  static let lanes = 1...1024
  static let terms = 1...4096
  static let bits = 0...512
}
