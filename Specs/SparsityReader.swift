internal import Descriptors

/// Reads the entries under `masks:` and `estimators:`.
enum SparsityReader {
  /// Reads a mask entry.
  static func mask(_ node: SpecNode) throws(SpecError) -> MaskEntry {
    let (fields, name) = try named(node, "a mask")
    try fields.requireKnown(["name", "rule", "judged", "source", "page", "note"])
    let rule = try required(fields, "rule", of: MaskEntry.Rule.self)
    var judged: [MaskRule] = []
    for (text, place) in try names(fields, wanted: rule != .threshold) {
      guard let mask = MaskRule(named: text), mask.kind == rule else {
        throw place.error(
          "'judged' of \(fields.owner) cannot be \(place.kind)", "write \(rule.spelling)")
      }
      guard !judged.contains(mask) else {
        throw place.error("\(place.kind) appears twice in \(fields.owner)", "keep one of the two")
      }
      judged.append(mask)
    }
    return MaskEntry(
      name: name, rule: rule, judged: judged, source: try source(fields), page: try page(fields),
      note: try fields.text("note") ?? "")
  }

  /// Reads an estimator entry.
  static func estimator(_ node: SpecNode) throws(SpecError) -> EstimatorEntry {
    let (fields, name) = try named(node, "an estimator")
    try fields.requireKnown([
      "name", "design", "judged", "unbiased", "minimum-variance", "source", "page", "note",
    ])
    let design = try required(fields, "design", of: EstimatorEntry.Design.self)
    var judged: [BlockPruning] = []
    for (text, place) in try names(fields, wanted: design.prunesBlocks) {
      guard let pruning = BlockPruning(named: text), pruning.design.kind == design else {
        throw place.error(
          "'judged' of \(fields.owner) cannot be \(place.kind)", "write \(design.spelling)")
      }
      guard !judged.contains(pruning) else {
        throw place.error("\(place.kind) appears twice in \(fields.owner)", "keep one of the two")
      }
      judged.append(pruning)
    }
    let isUnbiased = try requiredBoolean(fields, "unbiased")
    let isBest = try requiredBoolean(fields, "minimum-variance")
    guard isUnbiased || !isBest else {
      throw fields.error(
        "minimum-variance", "'minimum-variance' is true of a biased estimator",
        "the minimum is that of unbiased ones: write false")
    }
    return EstimatorEntry(
      name: name, design: design, judged: judged, isUnbiased: isUnbiased,
      hasMinimumVariance: isBest, source: try source(fields), page: try page(fields),
      note: try fields.text("note") ?? "")
  }

  // MARK: - Fields

  /// The fields of an entry and its name.
  static func named(
    _ node: SpecNode, _ kind: String
  ) throws(SpecError) -> (SpecFields, String) {
    let unnamed = try SpecFields(node, owner: kind)
    guard let name = try unnamed.text("name") else {
      throw node.error("\(kind) lacks 'name'", "add 'name: ' with letters, digits and '-'")
    }
    let noun = kind.split(separator: " ").last.map(String.init) ?? kind
    let fields = unnamed.named("\(noun) '\(SpecNode.excerpt(name))'")
    try FormatReader.requireName(name, "name", in: fields)
    return (fields, name)
  }

  /// A choice that must be there.
  static func required<Value: RawRepresentable & CaseIterable>(
    _ fields: SpecFields, _ name: String, of type: Value.Type
  ) throws(SpecError) -> Value where Value.RawValue == String {
    if let value = try fields.choice(name, of: type) { return value }
    let known = Value.allCases.map { Spelled.kebab($0.rawValue) }.joined(separator: ", ")
    throw fields.node.error("\(fields.owner) lacks '\(name)'", "add one of \(known)")
  }

  private static func requiredBoolean(
    _ fields: SpecFields, _ name: String
  ) throws(SpecError) -> Bool {
    if let value = try fields.boolean(name) { return value }
    throw fields.node.error("\(fields.owner) lacks '\(name)'", "add true or false")
  }

  /// The document that an entry comes from.
  static func source(_ fields: SpecFields) throws(SpecError) -> String {
    if let source = try fields.text("source") { return source }
    throw fields.node.error("\(fields.owner) lacks 'source'", "name the document or the origin")
  }

  /// The page that defines an entry.
  static func page(_ fields: SpecFields) throws(SpecError) -> String {
    if let page = try fields.text("page") { return page }
    throw fields.node.error(
      "\(fields.owner) lacks 'page'", "name the page of mathematics, without '.md'")
  }

  /// The names under `judged` with their places.
  ///
  /// - Parameter wanted: whether there must be some; otherwise there must be none.
  private static func names(
    _ fields: SpecFields, wanted: Bool
  ) throws(SpecError) -> [(String, SpecNode)] {
    guard let list = fields.node("judged") else {
      guard wanted else { return [] }
      throw fields.node.error("\(fields.owner) lacks 'judged'", "list at least one name")
    }
    guard wanted else {
      throw fields.error(
        "judged", "'judged' has no place here", "remove it: the parameter depends on the format")
    }
    let nodes = try list.elements("'judged' of \(fields.owner)")
    guard !nodes.isEmpty else {
      throw fields.error("judged", "'judged' is empty", "list at least one name")
    }
    return nodes.map { ($0.text ?? "", $0) }
  }
}
