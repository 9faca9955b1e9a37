/// The fields of one entry of a specification file, read by name.
///
/// Every key must be one that the caller knows, so that a misspelt one cannot silently leave a
/// default in place.
struct SpecFields {
  /// What the entry is, for messages: `format 'float8_e5m2'`.
  let owner: String
  /// The entry itself.
  let node: SpecNode
  private let values: [String: SpecNode]
  /// In file order.
  private let keys: [SpecNode]

  /// Reads the keys of a mapping.
  init(_ node: SpecNode, owner: String) throws(SpecError) {
    self.owner = owner
    self.node = node
    var values: [String: SpecNode] = [:]
    var keys: [SpecNode] = []
    for (key, value) in try node.entries(owner) {
      let name = key.text ?? ""
      values[name] = value
      keys.append(key)
    }
    self.values = values
    self.keys = keys
  }

  private init(copying other: SpecFields, owner: String) {
    self.owner = owner
    node = other.node
    values = other.values
    keys = other.keys
  }

  /// The same fields under another description.
  func named(_ owner: String) -> SpecFields {
    SpecFields(copying: self, owner: owner)
  }

  /// Refuses keys outside `known`.
  func requireKnown(_ known: [String]) throws(SpecError) {
    guard let key = keys.first(where: { !known.contains($0.text ?? "") }) else { return }
    let name = key.text ?? ""
    let near = NearestNames.of(name, among: known, limit: 1)
    throw key.error(
      "unknown key '\(SpecNode.excerpt(name))' in \(owner)",
      near.first.map { "did you mean '\($0)'?" } ?? "known are \(known.joined(separator: ", "))")
  }

  /// The node of a field, if the field is there.
  func node(_ name: String) -> SpecNode? { values[name] }

  /// Whether the field is there.
  func has(_ name: String) -> Bool { values[name] != nil }

  /// An error at a field, or at the entry where the field is not there.
  func error(_ name: String, _ what: String, _ remedy: String) -> SpecError {
    (values[name] ?? node).error("\(owner): \(what)", remedy)
  }

  /// A text on one line; `nil` where the field is not there.
  func text(_ name: String) throws(SpecError) -> String? {
    guard let value = values[name] else { return nil }
    guard let text = value.text else {
      throw error(name, "'\(name)' must be a text, not \(value.kind)", "write one line of text")
    }
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    guard line.contains(where: { !$0.isWhitespace }) else {
      throw error(name, "'\(name)' is empty", "give it a value or remove the line")
    }
    return line
  }

  /// An integer in a range; `nil` where the field is not there.
  func integer(_ name: String, in range: ClosedRange<Int>) throws(SpecError) -> Int? {
    guard let value = values[name] else { return nil }
    guard let text = value.text, let number = Int(text) else {
      throw error(
        name, "'\(name)' must be an integer, not \(value.kind)", "use \(Self.range(range))")
    }
    guard range.contains(number) else {
      throw error(name, "'\(name)' is \(number)", "use \(Self.range(range))")
    }
    return number
  }

  /// An integer in a range that must be there.
  func requiredInteger(_ name: String, in range: ClosedRange<Int>) throws(SpecError) -> Int {
    guard let number = try integer(name, in: range) else {
      throw node.error("\(owner) lacks '\(name)'", "add '\(name)', \(Self.range(range))")
    }
    return number
  }

  /// `true` or `false`; `nil` where the field is not there.
  func boolean(_ name: String) throws(SpecError) -> Bool? {
    guard let value = values[name] else { return nil }
    switch value.text {
    case "true": return true
    case "false": return false
    default:
      throw error(name, "'\(name)' must be true or false, not \(value.kind)", "write one of them")
    }
  }

  /// One of the values of an enumeration; `nil` where the field is not there.
  func choice<Value: RawRepresentable & CaseIterable>(
    _ name: String, of type: Value.Type = Value.self
  ) throws(SpecError) -> Value? where Value.RawValue == String {
    guard let value = values[name] else { return nil }
    if let text = value.text,
      let choice = Value.allCases.first(where: { Spelled.kebab($0.rawValue) == text })
    {
      return choice
    }
    let known = Value.allCases.map { Spelled.kebab($0.rawValue) }.joined(separator: ", ")
    throw error(name, "'\(name)' cannot be \(value.kind)", "use one of \(known)")
  }

  private static func range(_ range: ClosedRange<Int>) -> String {
    "an integer from \(range.lowerBound) to \(range.upperBound)"
  }
}

/// How Swift's names are written in specification files.
enum Spelled {
  /// `afterRounding` as `after-rounding`; names that have no capitals stay as they are.
  static func kebab(_ name: String) -> String {
    var text = ""
    var previousIsCapital = false
    for character in name {
      if character.isUppercase, !text.isEmpty, !previousIsCapital { text += "-" }
      previousIsCapital = character.isUppercase
      text += character.lowercased()
    }
    return text
  }
}
