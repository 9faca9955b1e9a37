internal import Descriptors

/// Reads the value list of a table format.
enum TableReader {
  /// The table of a format with `bits` bits.
  static func table(_ fields: SpecFields, bits: Int) throws(SpecError) -> ValueTable {
    let mayRepeat = try fields.boolean("repeats") ?? false
    guard let node = fields.node("values") else {
      throw fields.error(
        "values", "'values' is missing", "list \(1 << bits) values, one for each code from 0")
    }
    let elements = try node.elements("'values' of \(fields.owner)")
    guard elements.count == 1 << bits else {
      throw fields.error(
        "values", "'values' has length \(elements.count)",
        "give it \(1 << bits), one for each code from 0")
    }
    var entries: [ValueTable.Entry] = []
    entries.reserveCapacity(elements.count)
    var codes: [ValueTable.Entry: Int] = [:]
    for (code, element) in elements.enumerated() {
      guard let text = element.text else {
        throw element.error(
          "the value of code \(code) in \(fields.owner) is \(element.kind)",
          "write a number, inf, -inf, nan or -0")
      }
      guard let entry = ExactText.entry(text) else {
        throw element.error(
          "the value of code \(code) in \(fields.owner), \(element.kind), is no exact value of "
            + "63 bits over 63 bits",
          "write an integer, n/d, a decimal, a hexadecimal float, inf, -inf, nan or -0")
      }
      if let first = codes[entry], !mayRepeat {
        throw element.error(
          "codes \(first) and \(code) of \(fields.owner) both denote "
            + "'\(SpecNode.excerpt(text))'",
          "change one, or write 'repeats: true'")
      }
      if codes[entry] == nil { codes[entry] = code }
      entries.append(entry)
    }
    let hasFinite = entries.contains { if case .finite = $0 { true } else { $0 == .negativeZero } }
    guard hasFinite else {
      throw fields.error("values", "'values' has no finite value", "give at least one")
    }
    return ValueTable(entries: entries, mayRepeat: mayRepeat)
  }
}
