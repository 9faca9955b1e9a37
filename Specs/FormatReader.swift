internal import Descriptors

/// Reads the entries under `formats:`.
enum FormatReader {
  private static let common = [
    "name", "aliases", "family", "bits", "container", "spellings", "source", "note",
  ]
  /// The widest table: 2^16 values.
  private static let widestTable = 16

  /// The families by their names in specification files.
  private enum Family: String, CaseIterable {
    case float, fixedPoint, posit, hifloat8, table

    var keys: [String] {
      switch self {
      case .float:
        [
          "signed", "exponent", "significand", "bias", "subnormals", "zero", "negative-zero",
          "infinity", "nan",
        ]
      case .fixedPoint: ["signed", "fraction"]
      case .posit: ["exponent"]
      case .hifloat8: []
      case .table: ["values", "repeats"]
      }
    }
  }

  /// Reads one entry.
  static func format(_ node: SpecNode) throws(SpecError) -> FormatDescriptor {
    let unnamed = try SpecFields(node, owner: "a format")
    guard let name = try unnamed.text("name") else {
      throw node.error("a format lacks 'name'", "add 'name: ' with letters, digits and '_'")
    }
    let fields = unnamed.named("format '\(SpecNode.excerpt(name))'")
    try requireName(name, "name", in: fields)
    let family = try fields.choice("family", of: Family.self) ?? .float
    try fields.requireKnown(common + family.keys)

    let bits: Int
    let encoding: Encoding
    switch family {
    case .float:
      let layout = try FloatLayoutReader(fields).layout()
      bits = (layout.signed ? 1 : 0) + layout.exponentBits + layout.trailingBits
      try requireBits(bits, fields, "sign + exponent + significand")
      encoding = .float(layout)
    case .fixedPoint:
      bits = try fields.requiredInteger("bits", in: 1...64)
      encoding = .fixedPoint(
        FixedPointLayout(
          signed: try fields.boolean("signed") ?? true,
          fractionBits: try fields.integer("fraction", in: -64...64) ?? 0))
    case .posit:
      bits = try fields.requiredInteger("bits", in: 3...32)
      encoding = .posit(exponentBits: try fields.integer("exponent", in: 0...4) ?? 2)
    case .hifloat8:
      bits = 8
      try requireBits(bits, fields, "the width of HiFloat8")
      encoding = .hiFloat8
    case .table:
      bits = try fields.requiredInteger("bits", in: 1...widestTable)
      encoding = .table(try TableReader.table(fields, bits: bits))
    }

    let container = try fields.integer("container", in: 1...64) ?? bits
    guard container >= bits else {
      throw fields.error(
        "container", "'container' is \(container), less than the \(bits) bits of a code",
        "remove 'container' or give it \(bits) or more")
    }
    return FormatDescriptor(
      name: name, bits: bits, container: container, encoding: encoding,
      spellings: try spellings(fields), source: try fields.text("source") ?? "",
      note: try fields.text("note") ?? "")
  }

  /// Where `bits` is given, it must be what the other fields add up to.
  private static func requireBits(
    _ bits: Int, _ fields: SpecFields, _ sum: String
  ) throws(SpecError) {
    guard let written = try fields.integer("bits", in: 1...64), written != bits else { return }
    throw fields.error(
      "bits", "'bits' is \(written), but \(sum) is \(bits)", "write 'bits: \(bits)' or remove it")
  }

  /// Names of formats appear in globs, file names and reports.
  static func requireName(
    _ name: String, _ key: String, in fields: SpecFields
  ) throws(SpecError) {
    let letters = Array(name.utf8)
    let isPlain = letters.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
        UInt8(ascii: "."):
        true
      default: false
      }
    }
    let startsWell =
      letters.first.map { byte in
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
          || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
      } ?? false
    guard isPlain, startsWell, letters.count <= 60 else {
      throw fields.error(
        key, "'\(SpecNode.excerpt(name))' is not a name",
        "begin with a letter, go on with letters, digits, '_', '-', '.', at most 60")
    }
  }

  private static func spellings(_ fields: SpecFields) throws(SpecError) -> [Spelling] {
    var spellings: [Spelling] = []
    for alias in try names(fields.node("aliases"), "'aliases' of \(fields.owner)") {
      spellings.append(Spelling(system: Catalog.aliasSystem, name: alias))
    }
    guard let node = fields.node("spellings") else { return spellings }
    for (key, value) in try node.entries("'spellings' of \(fields.owner)") {
      let system = key.text ?? ""
      for name in try names(
        value, "'\(SpecNode.excerpt(system))' in 'spellings' of \(fields.owner)")
      {
        spellings.append(Spelling(system: system, name: name))
      }
    }
    return spellings
  }

  /// One name or a list of names.
  private static func names(_ node: SpecNode?, _ what: String) throws(SpecError) -> [String] {
    guard let node else { return [] }
    let elements = node.text == nil ? try node.elements(what) : [node]
    var names: [String] = []
    for element in elements {
      guard let name = element.text, !name.isEmpty, !name.contains(where: \.isWhitespace),
        name.utf8.count <= 60
      else {
        throw element.error(
          "a name in \(what) is \(element.kind)", "write one word of at most 60 characters")
      }
      names.append(name)
    }
    return names
  }
}
