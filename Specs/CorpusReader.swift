/// Reads the entries under `corpus:`.
enum CorpusReader {
  /// Reads an entry.
  static func entry(_ node: SpecNode) throws(SpecError) -> CorpusEntry {
    let unnamed = try SpecFields(node, owner: "an entry")
    let id = try required(unnamed, "id")
    let fields = unnamed.named("entry '\(SpecNode.excerpt(id))'")
    guard id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }) else {
      throw fields.error("id", "'id' has other characters", "use letters, digits and '-'")
    }
    try fields.requireKnown(["id", "title", "kind", "sources", "fault", "origin", "note", "rows"])
    guard let list = fields.node("sources") else {
      throw node.error("\(fields.owner) lacks 'sources'", "list the threads")
    }
    var sources: [String] = []
    for source in try list.elements("'sources' of \(fields.owner)") {
      guard let text = source.text, !text.isEmpty else {
        throw source.error("a source is \(source.kind)", "write owner/repository#number")
      }
      sources.append(text)
    }
    guard !sources.isEmpty else {
      throw fields.error("sources", "'sources' is empty", "name the thread")
    }
    let fault = try fields.text("fault")
    let origin = try fields.choice("origin", of: CorpusEntry.Origin.self)
    guard let cases = fields.node("rows") else {
      throw node.error("\(fields.owner) lacks 'rows'", "give it at least one case")
    }
    var rows: [CorpusEntry.Row] = []
    for item in try cases.elements("'rows' of \(fields.owner)") {
      rows.append(try row(item, fields.owner, fault: fault, origin: origin))
    }
    guard !rows.isEmpty else {
      throw fields.error("rows", "'rows' is empty", "give it at least one case")
    }
    return CorpusEntry(
      id: id, title: try required(fields, "title"), kind: try required(fields, "kind"),
      sources: sources, note: try fields.text("note") ?? "", rows: rows)
  }

  private static func row(
    _ node: SpecNode, _ owner: String, fault: String?, origin: CorpusEntry.Origin?
  ) throws(SpecError) -> CorpusEntry.Row {
    let fields = try SpecFields(node, owner: "a row of \(owner)")
    try fields.requireKnown(["operation", "inputs", "expected", "wrong", "fault", "origin"])
    guard let fault = try fields.text("fault") ?? fault else {
      throw node.error("\(fields.owner) names no fault", "add 'fault' here or to the entry")
    }
    let own = try fields.choice("origin", of: CorpusEntry.Origin.self)
    guard let origin = own ?? origin else {
      throw node.error("\(fields.owner) lacks 'origin'", "add thread, executed or derived")
    }
    let wrong = fields.has("wrong") ? try codes(fields, "wrong") : nil
    return CorpusEntry.Row(
      operation: try required(fields, "operation"), inputs: try codes(fields, "inputs"),
      expected: try codes(fields, "expected"), wrong: wrong, fault: fault, origin: origin)
  }

  private static func required(
    _ fields: SpecFields, _ name: String
  ) throws(SpecError) -> String {
    if let text = try fields.text(name) { return text }
    throw fields.node.error("\(fields.owner) lacks '\(name)'", "add one line of text")
  }

  /// The most codes of one case.
  private static let most = 1 << 16

  /// Hexadecimal codes with spaces between; `CODE*N` stands for N times the same.
  private static func codes(_ fields: SpecFields, _ name: String) throws(SpecError) -> [UInt64] {
    var codes: [UInt64] = []
    for word in try required(fields, name).split(separator: " ") {
      let parts = word.split(separator: "*", omittingEmptySubsequences: false)
      guard let code = UInt64(parts[0], radix: 16), parts[0].allSatisfy(\.isHexDigit),
        let count = parts.count == 1 ? 1 : Int(parts[1]), parts.count <= 2,
        (1...most).contains(count), codes.count + count <= most
      else {
        throw fields.error(
          name, "'\(SpecNode.excerpt(String(word)))' is no code",
          "write hexadecimal codes with spaces between, N times the same as CODE*N")
      }
      codes += Array(repeating: code, count: count)
    }
    return codes
  }
}
