internal import Descriptors

/// Reads the entries under `blocks:`.
struct BlockReader {
  private let stages: StageReader
  private let catalog: Catalog
  private static let keys = [
    "name", "shape", "element", "scale", "scheme", "non-finite", "empty-scale", "packing",
    "source", "page", "note",
  ]

  /// A reader that looks names up in a catalogue.
  init(_ catalog: Catalog) {
    self.catalog = catalog
    stages = StageReader(catalog: catalog)
  }

  /// The schemes by their names in specification files, those with a scale rule aside.
  private enum OtherScheme: String {
    case twoLevel = "two-level"
    case zeroPoint = "zero-point"
    case dual

    var keys: [String] {
      switch self {
      case .twoLevel: ["matrix-scale", "arithmetic", "block-max", "four-over-six"]
      case .zeroPoint: []
      case .dual: ["matrix-scale", "intermediate", "largest"]
      }
    }
  }

  /// Reads one entry.
  func entry(_ node: SpecNode) throws(SpecError) -> BlockEntry {
    let (fields, name) = try SparsityReader.named(node, "a block format")
    let fieldsNamed = fields.named("block format '\(SpecNode.excerpt(name))'")
    let (scheme, keys) = try scheme(fieldsNamed)
    try fieldsNamed.requireKnown(Self.keys + keys)
    let (element, elementDialect) = try entering(fieldsNamed, "element")
    let (scale, scaleDialect) = try entering(fieldsNamed, "scale")
    let format = BlockFormat(
      name: name, shape: try shape(fieldsNamed), element: element, elementDialect: elementDialect,
      scale: scale, scaleDialect: scaleDialect, scheme: scheme,
      nonFinite: try fieldsNamed.choice("non-finite") ?? .block,
      emptyScale: try fieldsNamed.choice("empty-scale") ?? .smallest,
      packing: try fieldsNamed.choice("packing") ?? .lowFirst)
    do { try Self.check(format) } catch { throw fieldsNamed.node.error(error.what, error.remedy) }
    return BlockEntry(
      name: name, block: format, source: try SparsityReader.source(fieldsNamed),
      page: try SparsityReader.page(fieldsNamed), note: try fieldsNamed.text("note") ?? "")
  }

  private func entering(
    _ fields: SpecFields, _ key: String
  ) throws(SpecError) -> (FormatDescriptor, Dialect) {
    guard let node = fields.node(key) else {
      throw fields.node.error("\(fields.owner) lacks '\(key)'", "name its format")
    }
    return try stages.entering(node, "'\(key)' of \(fields.owner)")
  }

  private func shape(_ fields: SpecFields) throws(SpecError) -> BlockFormat.Shape {
    guard let node = fields.node("shape") else {
      throw fields.node.error("\(fields.owner) lacks 'shape'", "write rows and columns, as 1x32")
    }
    guard let text = node.text, let shape = ParametricBlocks.shape(Substring(text)) else {
      throw fields.error(
        "shape", "'shape' cannot be \(node.kind)",
        "write rows and columns from 1 to \(ParametricBlocks.largestSide), as 1x32")
    }
    return shape
  }

  private func scheme(
    _ fields: SpecFields
  ) throws(SpecError) -> (BlockFormat.Scheme, keys: [String]) {
    guard let node = fields.node("scheme") else {
      throw fields.node.error(
        "\(fields.owner) lacks 'scheme'", "use one of \(ParametricBlocks.schemes)")
    }
    let text = node.text ?? ""
    if let rule = BlockFormat.ScaleRule(rawValue: text) { return (.scaled(rule), []) }
    guard let other = OtherScheme(rawValue: text) else {
      throw fields.error(
        "scheme", "'scheme' cannot be \(node.kind)", "use one of \(ParametricBlocks.schemes)")
    }
    switch other {
    case .zeroPoint: return (.zeroPoint, other.keys)
    case .twoLevel:
      return (
        .twoLevel(
          TwoLevelScale(
            format: try matrixScale(fields),
            arithmetic: try fields.choice("arithmetic") ?? .reciprocal,
            blockMax: try fields.integer("block-max", in: 1...1_000_000) ?? 448,
            fourOverSix: try fields.boolean("four-over-six") ?? false)), other.keys
      )
    case .dual:
      guard let node = fields.node("intermediate") else {
        throw fields.node.error(
          "\(fields.owner) lacks 'intermediate'", "name the format that elements decode into")
      }
      return (
        .dual(
          DualScale(
            intermediate: try stages.format(node, "'intermediate' of \(fields.owner)"),
            largest: try fields.requiredInteger("largest", in: 1...1_000_000),
            matrixScale: try matrixScale(fields))), other.keys
      )
    }
  }

  private func matrixScale(_ fields: SpecFields) throws(SpecError) -> FormatDescriptor {
    guard let node = fields.node("matrix-scale") else {
      throw fields.node.error(
        "\(fields.owner) lacks 'matrix-scale'", "name the format of the scale of the matrix")
    }
    return try stages.format(node, "'matrix-scale' of \(fields.owner)")
  }

  /// Refuses fields that do not go together.
  static func check(_ format: BlockFormat) throws(SpecError) {
    let owner = "block format '\(SpecNode.excerpt(format.name))'"
    if format.hasZeroPoints {
      guard case .fixedPoint(let layout) = format.element.encoding, !layout.signed,
        layout.fractionBits == 0, format.element.bits <= 16
      else {
        throw SpecError(
          what: "\(owner): zero points need unsigned integers, not \(format.element.name)",
          remedy: "take an element such as uint4")
      }
    }
    if case .fixedPoint = format.scale.encoding {
      throw SpecError(
        what: "\(owner): \(format.scale.name) is no format for scales",
        remedy: "take a float such as bfloat16")
    }
    guard format.element.bits <= 32, format.scale.bits <= 32 else {
      throw SpecError(
        what: "\(owner): elements and scales have at most 32 bits",
        remedy: "take narrower formats")
    }
  }
}
