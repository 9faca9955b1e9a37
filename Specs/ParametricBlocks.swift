internal import Descriptors

/// Block formats whose name says everything, so that no list has to hold them.
///
/// | pattern | block formats |
/// |---|---|
/// | `p3109-N-SCALE-ELEMENT` | IEEE P3109 v4.0 blocks of N, scale `amax` |
/// | `intB-gN-SCALE` | groups of N signed integers of B bits, scale `amax / max` |
/// | `uintB-gN-SCALE` | groups of N unsigned integers of B bits with a zero point |
/// | `NAME-RULE` | another block format under another scale rule, as `mxfp4_e2m1-ceil` |
/// | `NAME-RxC` | another block format in blocks of R rows and C columns, as `nvfp4-16x16` |
struct ParametricBlocks {
  let catalog: Catalog
  /// The longest side of a block.
  static let largestSide = 4096
  /// Every scheme by its name.
  static let schemes =
    (BlockFormat.ScaleRule.allCases.map(\.rawValue) + ["two-level", "zero-point", "dual"])
    .joined(separator: ", ")

  /// Reads `RxC`; `nil` for anything else, sides out of range too.
  static func shape(_ text: Substring) -> BlockFormat.Shape? {
    guard let match = text.wholeMatch(of: /([1-9]\d{0,5})x([1-9]\d{0,5})/), let rows = Int(match.1),
      let columns = Int(match.2), rows <= largestSide, columns <= largestSide
    else { return nil }
    return BlockFormat.Shape(rows: rows, columns: columns)
  }

  /// The block format of a name in any case; `nil` for names of no pattern.
  ///
  /// - Throws: `SpecError` for a name that follows a pattern with parameters outside its range.
  func block(named name: String) throws(SpecError) -> BlockFormat? {
    let text = name.lowercased()
    if let match = text.wholeMatch(of: /(.+)-(\d{1,6}x\d{1,6})/) {
      guard let shape = Self.shape(match.2) else {
        throw SpecError(
          what: "'\(SpecNode.excerpt(name))' has blocks of \(match.2)",
          remedy: "take rows and columns from 1 to \(Self.largestSide)")
      }
      guard match.1.wholeMatch(of: /.+-\d{1,6}x\d{1,6}/) == nil else {
        throw SpecError(
          what: "'\(SpecNode.excerpt(name))' has two shapes", remedy: "write '-RxC' once")
      }
      var format = try catalog.block(named: String(match.1))
      format.shape = shape
      format.name += "-\(shape.rows)x\(shape.columns)"
      return format
    }
    if let format = try p3109(name, text) { return format }
    if let format = try group(name, text) { return format }
    for rule in BlockFormat.ScaleRule.allCases where text.hasSuffix("-\(rule.rawValue)") {
      let rest = String(text.dropLast(rule.rawValue.count + 1))
      return try with(rule, catalog.block(named: rest), name)
    }
    return nil
  }

  private func with(
    _ rule: BlockFormat.ScaleRule, _ format: BlockFormat, _ name: String
  ) throws(SpecError) -> BlockFormat {
    var format = format
    switch format.scheme {
    case .scaled: format.scheme = .scaled(rule)
    case .twoLevel(var two) where rule == .fourOverSix:
      two.fourOverSix = true
      two.blockMax = 256
      format.scheme = .twoLevel(two)
    case .twoLevel, .zeroPoint, .dual:
      throw SpecError(
        what: "'\(SpecNode.excerpt(name))': \(format.name) has no scale rule '\(rule.rawValue)'",
        remedy: "'assay show \(format.name)' says what its scales are")
    }
    format.name += "-\(rule.rawValue)"
    return format
  }

  private func p3109(_ name: String, _ text: String) throws(SpecError) -> BlockFormat? {
    guard let match = text.wholeMatch(of: /p3109-(\d{1,6})-([a-z0-9_]+)-([a-z0-9_]+)/) else {
      return nil
    }
    let shape = try columns(name, match.1)
    let scale = try catalog.format(named: String(match.2))
    let element = try catalog.format(named: String(match.3))
    let preset = try catalog.dialect(named: "p3109-4.0")
    let format = BlockFormat(
      name: "p3109-\(shape.columns)-\(scale.name)-\(element.name)", shape: shape, element: element,
      elementDialect: preset.dialect(for: element.name), scale: scale,
      scaleDialect: preset.dialect(for: scale.name), scheme: .scaled(.amax), nonFinite: .element)
    try BlockReader.check(format)
    return format
  }

  private func group(_ name: String, _ text: String) throws(SpecError) -> BlockFormat? {
    guard let match = text.wholeMatch(of: /(u?int\d+)-g(\d{1,6})-([a-z0-9_]+)/) else { return nil }
    let shape = try columns(name, match.2)
    let element = try catalog.format(named: String(match.1))
    let scale = try catalog.format(named: String(match.3))
    var elementDialect = catalog.standard.dialect(for: element.name)
    elementDialect.overflow = .satFinite
    var scaleDialect = catalog.standard.dialect(for: scale.name)
    scaleDialect.overflow = .satFinite
    let isSigned = element.name.hasPrefix("int")
    let format = BlockFormat(
      name: "\(element.name)-g\(shape.columns)-\(scale.name)", shape: shape, element: element,
      elementDialect: elementDialect, scale: scale, scaleDialect: scaleDialect,
      scheme: isSigned ? .scaled(.amaxOverMax) : .zeroPoint, emptyScale: .one)
    try BlockReader.check(format)
    return format
  }

  private func columns(
    _ name: String, _ text: Substring
  ) throws(SpecError) -> BlockFormat.Shape {
    guard let shape = Self.shape("1x" + text) else {
      throw SpecError(
        what: "'\(SpecNode.excerpt(name))' has blocks of \(text)",
        remedy: "take 1 to \(Self.largestSide) elements")
    }
    return shape
  }
}
