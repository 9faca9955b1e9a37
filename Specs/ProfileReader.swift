internal import Descriptors

/// Reads the entries under `profiles:`.
struct ProfileReader {
  /// What is known before the entry: formats, dialects and earlier profiles.
  let catalog: Catalog

  init(_ catalog: Catalog) {
    self.catalog = catalog
  }

  /// Reads one entry.
  func entry(_ node: SpecNode) throws(SpecError) -> ProfileEntry {
    let unnamed = try SpecFields(node, owner: "a profile")
    guard let name = try unnamed.text("name") else {
      throw node.error("a profile lacks 'name'", "add 'name: ' with letters, digits and '-'")
    }
    let fields = unnamed.named("profile '\(SpecNode.excerpt(name))'")
    try FormatReader.requireName(name, "name", in: fields)
    try fields.requireKnown([
      "name", "source", "page", "note", "like", "dialect", "rounding", "overflow", "sets",
      "operations",
    ])
    guard let source = try fields.text("source") else {
      throw node.error("\(fields.owner) lacks 'source'", "name the document")
    }
    var entry: ProfileEntry
    if let like = try fields.text("like") {
      entry = try catalog.profile(named: like)
      guard !fields.has("operations") else {
        throw fields.error(
          "operations", "'operations' and 'like' both say what is required", "keep one of the two")
      }
    } else {
      entry = ProfileEntry(
        name: name, source: source, page: "", note: "", preset: catalog.standard,
        rounding: .toNearestOrEven, overflow: .satNone, sets: [], rules: [])
    }
    (entry.name, entry.source) = (name, source)
    entry.page = try fields.text("page") ?? ""
    entry.note = try fields.text("note") ?? ""
    if let dialect = try fields.text("dialect") {
      entry.preset = try catalog.dialect(named: dialect)
    }
    for change in try DialectReader.changes(fields) {
      switch change {
      case .rounding(let rule): entry.rounding = rule
      case .overflow(let rule): entry.overflow = rule
      default: break
      }
    }
    try readSets(fields, into: &entry)
    if let list = fields.node("operations") {
      for rule in try list.elements("'operations' of \(fields.owner)") {
        entry.rules.append(try self.rule(rule, of: fields.owner, entry.sets))
      }
    }
    guard !entry.rules.isEmpty else {
      throw node.error("\(fields.owner) requires nothing", "add 'operations' or 'like'")
    }
    return entry
  }

  private func readSets(
    _ fields: SpecFields, into entry: inout ProfileEntry
  ) throws(SpecError) {
    guard let node = fields.node("sets") else { return }
    for (key, value) in try node.entries("'sets' of \(fields.owner)") {
      let name = key.text ?? ""
      var formats: [FormatDescriptor] = []
      for element in try value.elements("set '\(SpecNode.excerpt(name))'") {
        guard let text = element.text else {
          throw element.error("a format is \(element.kind)", "write its name")
        }
        formats.append(try catalog.format(named: text))
      }
      guard !name.isEmpty, !formats.isEmpty else {
        throw key.error("set '\(SpecNode.excerpt(name))' is empty", "list its formats")
      }
      let set = ProfileEntry.FormatSet(name: name, formats: formats)
      if let place = entry.sets.firstIndex(where: { $0.name == name }) {
        entry.sets[place] = set
      } else if fields.has("like") {
        throw key.error("set '\(SpecNode.excerpt(name))' is not there to be changed", "remove it")
      } else {
        entry.sets.append(set)
      }
    }
  }

  private func rule(
    _ node: SpecNode, of owner: String, _ sets: [ProfileEntry.FormatSet]
  ) throws(SpecError) -> ProfileEntry.Rule {
    let fields = try SpecFields(node, owner: "a rule of \(owner)")
    try fields.requireKnown(["kinds", "for", "operands", "result"])
    let kinds = try self.kinds(fields)
    var variables: [ProfileEntry.Variable] = []
    guard let ranges = fields.node("for") else {
      throw node.error("\(fields.owner) lacks 'for'", "write for example 'for: {x: F8}'")
    }
    for (key, value) in try ranges.entries("'for' of \(fields.owner)") {
      let names = (value.text ?? "").split(separator: " ").map(String.init)
      guard !names.isEmpty, names.allSatisfy({ name in sets.contains { $0.name == name } }) else {
        throw value.error(
          "'\(key.text ?? "")' ranges over \(value.kind)",
          "write sets of the profile: \(sets.map(\.name).joined(separator: " "))")
      }
      variables.append(ProfileEntry.Variable(name: key.text ?? "", sets: names))
    }
    func place(_ node: SpecNode) throws(SpecError) -> Int {
      if let place = variables.firstIndex(where: { $0.name == node.text }) { return place }
      throw node.error(
        "\(node.kind) is no variable of the rule",
        "write one of \(variables.map(\.name).joined(separator: ", "))")
    }
    var operands: [Int] = []
    if let list = fields.node("operands") {
      for operand in try list.elements("'operands'") { operands.append(try place(operand)) }
    }
    var result: Int?
    if let node = fields.node("result") { result = try place(node) }
    for kind in kinds {
      guard operands.count == kind.operandCount else {
        throw fields.error(
          "operands", "\(kind.rawValue) has \(kind.operandCount) operands, not \(operands.count)",
          "name a variable for each")
      }
      guard kind.rounds == (result != nil) else {
        throw fields.error(
          "result",
          kind.rounds
            ? "\(kind.rawValue) lacks 'result'"
            : "the result of \(kind.rawValue) follows from the function",
          kind.rounds ? "name its variable" : "remove 'result'")
      }
    }
    return ProfileEntry.Rule(
      kinds: kinds, variables: variables, operands: operands, result: result)
  }

  private func kinds(_ fields: SpecFields) throws(SpecError) -> [Operation.Kind] {
    guard let list = fields.node("kinds") else {
      throw fields.node.error("\(fields.owner) lacks 'kinds'", "list operations")
    }
    var kinds: [Operation.Kind] = []
    for node in try list.elements("'kinds'") {
      guard let kind = node.text.flatMap(Operation.Kind.init(rawValue:)) else {
        let near = NearestNames.of(node.text ?? "", among: Operation.Kind.allCases.map(\.rawValue))
        throw node.error(
          "unknown operation \(node.kind)",
          near.isEmpty ? "'assay list operations' shows all" : "did you mean '\(near[0])'?")
      }
      kinds.append(kind)
    }
    guard !kinds.isEmpty else {
      throw list.error("'kinds' is empty", "list operations")
    }
    return kinds
  }
}
