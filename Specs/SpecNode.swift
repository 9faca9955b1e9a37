import Yams

/// A node of a specification file that knows where it stands, read strictly: whatever is not
/// expected is an error with a place.
struct SpecNode {
  let node: Node
  let file: String

  /// Larger texts are refused before they are parsed.
  static let largestText = 1 << 20
  /// Deeper nesting is refused before it is parsed: the parser recurses.
  static let deepestNesting = 32
  /// As `deepestNesting`, for nesting by indentation: two columns a level.
  static let deepestIndent = 64

  /// Parses a text that holds one YAML document.
  static func parse(_ text: String, file: String) throws(SpecError) -> SpecNode {
    guard text.utf8.count <= largestText else {
      throw SpecError(
        file: file, what: "the file has \(text.utf8.count) bytes, more than \(largestText)",
        remedy: "split it")
    }
    try refuseDeepNesting(text, file: file)
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw SpecError(error, file: file)
    } catch {
      throw SpecError(file: file, what: "not YAML: \(error)", remedy: "correct the file")
    }
    guard let root else {
      throw SpecError(
        file: file, what: "the file is empty", remedy: "give it a list under 'formats:'")
    }
    return SpecNode(node: root, file: file)
  }

  /// An error at this node.
  func error(_ what: String, _ remedy: String) -> SpecError {
    SpecError(
      file: file, line: node.mark?.line, column: node.mark?.column, what: what, remedy: remedy)
  }

  /// What the node is, in words, for messages.
  var kind: String {
    switch node {
    case .scalar(let scalar):
      scalar.string.isEmpty ? "nothing" : "'\(Self.excerpt(scalar.string))'"
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }

  /// The text of a scalar as written, whatever YAML would make of it.
  var text: String? {
    if case .scalar(let scalar) = node { scalar.string } else { nil }
  }

  /// The elements of a list.
  func elements(_ what: String) throws(SpecError) -> [SpecNode] {
    guard case .sequence(let sequence) = node else {
      throw error("\(what) must be a list, not \(kind)", "write one item per line after '- '")
    }
    return sequence.map { SpecNode(node: $0, file: file) }
  }

  /// The entries of a mapping whose keys must be scalars, each once.
  func entries(_ what: String) throws(SpecError) -> [(key: SpecNode, value: SpecNode)] {
    guard case .mapping(let mapping) = node else {
      throw error("\(what) must be a mapping, not \(kind)", "write 'key: value' lines")
    }
    var seen: Set<String> = []
    var entries: [(key: SpecNode, value: SpecNode)] = []
    for pair in mapping {
      let key = SpecNode(node: pair.key, file: file)
      guard let text = key.text else {
        throw key.error("a key of \(what) is \(key.kind)", "use plain words as keys")
      }
      guard seen.insert(text).inserted else {
        throw key.error("'\(text)' appears twice in \(what)", "keep one of the two")
      }
      entries.append((key, SpecNode(node: pair.value, file: file)))
    }
    return entries
  }

  /// The beginning of a text on one line.
  static func excerpt(_ text: String) -> String {
    let line = text.prefix(60).map { $0.isNewline ? " " : String($0) }.joined()
    return text.count > 60 ? line + "..." : line
  }

  /// Brackets inside quotes and comments count too: the bounds are far above what a
  /// specification needs, so a false alarm costs less than a second scanner would.
  private static func refuseDeepNesting(_ text: String, file: String) throws(SpecError) {
    var depth = 0
    var line = 1
    // Spaces and block indicators at the start of a line bound the depth of block nesting.
    var indent: Int? = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
      default: break
      }
      switch byte {
      case UInt8(ascii: "\n"):
        line += 1
        indent = 0
      case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
        indent = indent.map { $0 + 1 }
      default: indent = nil
      }
      guard depth <= deepestNesting, indent ?? 0 <= deepestIndent else {
        throw SpecError(
          file: file, line: line, what: "nested more than \(deepestNesting) deep",
          remedy: "a specification needs four levels")
      }
    }
  }
}

extension SpecError {
  /// The one-line form of what the YAML parser reports.
  init(_ error: YamlError, file: String) {
    var mark: Mark?
    let problem: String
    switch error {
    case .scanner(_, let text, let place, _), .parser(_, let text, let place, _),
      .composer(_, let text, let place, _):
      mark = place
      problem = text
    case .reader(let text, _, let value, _):
      problem = value >= 0 ? "\(text) (0x\(String(value, radix: 16)))" : text
    case .duplicatedKeysInMapping(let keys, let context):
      mark = context.mark
      self.init(
        file: file, line: mark?.line, column: mark?.column,
        what: "'\(keys.first.map(SpecNode.excerpt) ?? "")' appears twice in one mapping",
        remedy: "keep one of the two")
      return
    case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
      problem = "the text cannot be read"
    }
    self.init(
      file: file, line: mark?.line, column: mark?.column, what: "not YAML: \(problem)",
      remedy: "correct the syntax here or just above")
  }
}
