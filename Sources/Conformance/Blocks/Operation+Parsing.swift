public import Descriptors
public import Specs

extension Operation {
  /// Reads an id as `name` writes it.
  ///
  /// The dialect is that of the preset `standard` for the result format, with the rounding and
  /// overflow rules that the id names.
  ///
  /// - Throws: `SpecError` that says which part cannot be understood.
  public init(parsing name: String, catalog: Catalog) throws(SpecError) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let family = OperationFamily.all.first(where: { $0.words.contains(parts[0]) }),
      let read = try family.reading(parts, catalog)
    else {
      throw SpecError(
        what: "'\(name)' is no operation's id",
        remedy: "write " + OperationFamily.alternatives(\.shapes) + ", as in "
          + OperationFamily.alternatives(\.examples))
    }
    self = read
  }

  /// Reads the parts of the id of a mask or an estimator; `nil` for others.
  ///
  /// A rule's or an estimator's own name may have slashes; the longest one that can be read counts.
  static func choice(_ parts: [String], _ catalog: Catalog) throws(SpecError) -> Operation? {
    for length in [3, 2, 1] where parts.count > length + 1 {
      let own = parts[1...length].joined(separator: "/")
      let rest = Array(parts[(length + 1)...])
      if parts[0] == "mask" {
        guard let rule = MaskRule(named: own) else { continue }
        return try mask(rule, rest, catalog)
      }
      if let pruning = BlockPruning(named: own) {
        return try estimator(.prune(pruning), rest, catalog)
      }
      if own.hasPrefix(prunedBelow), own.dropFirst(below: prunedBelow).allSatisfy(\.isHexDigit),
        let code = UInt64(own.dropFirst(below: prunedBelow), radix: 16)
      {
        return try estimator(.pruneBelow(threshold: code), rest, catalog)
      }
    }
    return nil
  }

  /// The longest sum and the largest side of a matrix that an id may name.
  private static let largest = 1 << 24

  /// Reads the parts of the id of a sum; `nil` for others.
  static func sum(_ parts: [String], _ catalog: Catalog) throws(SpecError) -> Operation? {
    guard parts.count >= 4, let length = number(parts[2][...], from: 1) else { return nil }
    let accumulator = try catalog.accumulator(named: parts[1])
    return try estimator(.dot(accumulator, length: length), Array(parts[3...]), catalog)
  }

  /// Reads the parts of the id of an encoding or a decoding of blocks; `nil` for others.
  static func blocks(_ parts: [String], _ catalog: Catalog) throws(SpecError) -> Operation? {
    guard parts.count >= 4 else { return nil }
    let sides = parts[3].split(separator: "x", omittingEmptySubsequences: false)
    var left = parts.dropFirst(4)
    var ragged = MaskRule.RaggedRule.refuse
    if let last = left.last, let named = MaskRule.RaggedRule(rawValue: last), named != .refuse {
      ragged = named
      left.removeLast()
    }
    guard sides.count == 2, let rows = number(sides[0], from: 1),
      let columns = number(sides[1], from: 1), rows * columns <= 1 << 30
    else { return nil }
    var block = try catalog.block(named: parts[1])
    if parts[0] == "decode-block" {
      // What is left are rules, as behind an estimator.
      let read = try estimator(
        .decodeBlock(block, rows: rows, columns: columns, ragged: ragged), [parts[2]] + left,
        catalog)
      return read.flatMap { $0.result == $0.format ? $0 : nil }
    }
    if let last = left.last, let rounding = RoundingRule(name: last), rounding.takesRandomWord {
      block.elementDialect.rounding = rounding
      left.removeLast()
    }
    guard left.isEmpty else { return nil }
    return Operation(
      .encodeBlock(block, rows: rows, columns: columns, ragged: ragged),
      format: try catalog.format(named: parts[2]))
  }

  /// A decimal number without sign or leading zeros, so that an operation has one id.
  private static func number(_ text: Substring, from least: Int) -> Int? {
    guard text.allSatisfy({ $0.isASCII && $0.isNumber }), text.count == 1 || text.first != "0",
      let value = Int(text), (least...largest).contains(value)
    else { return nil }
    return value
  }

  private static func mask(
    _ rule: MaskRule, _ rest: [String], _ catalog: Catalog
  ) throws(SpecError) -> Operation? {
    guard (2...3).contains(rest.count) else { return nil }
    let sides = rest[1].split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard sides.count == 2, let rows = sides[0], let columns = sides[1], rows > 0, columns > 0,
      let ragged = rest.count == 3 ? MaskRule.RaggedRule(rawValue: rest[2]) : .refuse
    else { return nil }
    return Operation(
      .mask(rule, rows: rows, columns: columns, ragged: ragged),
      format: try catalog.format(named: rest[0]))
  }

  private static func estimator(
    _ function: Function, _ rest: [String], _ catalog: Catalog
  ) throws(SpecError) -> Operation? {
    let format = try catalog.format(named: rest[0])
    var left = rest.dropFirst()
    var rounding = RoundingRule.toNearestOrEven
    var overflow = OverflowRule.satNone
    if let last = left.last, let named = OverflowRule(rawValue: last) {
      overflow = named
      left.removeLast()
    }
    if let last = left.last, let named = RoundingRule(name: last) {
      rounding = named
      left.removeLast()
    }
    let result = try left.popFirst().map { name throws(SpecError) in
      try catalog.format(named: name)
    }
    guard left.isEmpty else { return nil }
    var dialect = catalog.standard.dialect(for: (result ?? format).name)
    (dialect.rounding, dialect.overflow) = (rounding, overflow)
    return Operation(function, format: format, result: result, dialect: dialect)
  }
}

extension String {
  /// What stands behind a beginning.
  fileprivate func dropFirst(below beginning: String) -> Substring {
    dropFirst(beginning.count)
  }
}
