import Descriptors

/// What must hold between the fields of a block format, and what follows from them.
enum BlockRules {
  /// The largest element value of a format whose fields go together.
  static func check(
    _ format: BlockFormat, _ element: NumberCoding, _ scale: NumberCoding
  ) throws(BlockCodecError) -> Datum.Finite {
    guard element.hasPositives,
      let largest = element.decode(element.boundCode(negative: false)).finite, !largest.negative
    else {
      throw .field("element", what: "\(element.name) has no value above 0", remedy: "give another")
    }
    guard scale.hasPositives, scale.decode(scale.boundCode(negative: false)).finite != nil else {
      throw .field("scale", what: "\(scale.name) has no value above 0", remedy: "give another")
    }
    if format.scaleDialect.rounding.takesRandomWord {
      throw .field(
        "scaleDialect", what: "scales take no random word", remedy: "give a deterministic rounding")
    }
    if format.elementDialect.rounding.takesRandomWord, !format.drawsElements {
      throw .field(
        "elementDialect", what: "elements of this scheme take no random word",
        remedy: "give a deterministic rounding")
    }
    if format.nonFinite == .block, scale.nanCode(negative: false) == nil {
      throw .field(
        "nonFinite", what: "\(scale.name) has no NaN that could mark a block",
        remedy: "give 'element', or a scale format with a NaN")
    }
    if format.hasZeroPoints {
      guard case .fixedPoint(let layout) = element.kind, !layout.signed, layout.fractionBits == 0,
        layout.bits <= 32
      else {
        throw .field(
          "element", what: "\(element.name) are no unsigned integers of at most 32 bits",
          remedy: "give one such as uint4")
      }
    }
    if case .twoLevel(let two) = format.scheme {
      guard case .float(let layout) = two.format.encoding, two.format.bits == 32,
        layout.exponentBits == 8, layout.bias == 127, layout.infinities == .ieee,
        layout.nans == .ieee, layout.subnormals == .gradual, layout.signed
      else {
        throw .field(
          "matrixScale", what: "\(two.format.name) is not the format of the arithmetic",
          remedy: "give float32")
      }
      guard two.blockMax > 0 else {
        throw .field(
          "scheme", what: "the largest block scale aimed at is \(two.blockMax)",
          remedy: "give 1 or more")
      }
    }
    return largest
  }

  /// The rule for a scale that is a power of two; nil for other rules.
  static func exponent(
    _ format: BlockFormat, _ element: NumberCoding, _ scale: NumberCoding, _ largest: Datum.Finite
  ) throws(BlockCodecError) -> ScaleExponent? {
    guard case .scaled(let rule) = format.scheme, rule.isPowerOfTwo else { return nil }
    guard let range = scale.powersOfTwo else {
      throw .field(
        "scale", what: "\(scale.name) lacks powers of two that '\(rule.rawValue)' gives",
        remedy: "give a float such as float8_e8m0fnu, or 'amax-over-max'")
    }
    guard let trailing = element.trailingBits ?? (rule == .even ? nil : 0), trailing < 60 else {
      throw .field(
        "element", what: "\(element.name) has no one precision, which 'even' asks for",
        remedy: "give a float or an integer, or another rule")
    }
    return ScaleExponent(rule: rule, largest: largest, trailing: trailing, range: range)
  }

  /// The code of the scale of a block of zeros.
  static func emptyCode(
    _ format: BlockFormat, _ scale: NumberCoding
  ) throws(BlockCodecError) -> UInt64 {
    switch format.emptyScale {
    case .smallest: return scale.zeroCode(negative: false) ?? scale.smallestCode
    case .one:
      guard
        let target = try? Target(
          format.scale,
          dialect: Dialect(rounding: .towardZero, overflow: .satFinite))
      else {
        throw .field("emptyScale", what: "\(scale.name) is unsupported", remedy: "give another")
      }
      let code = target.encode(.finite(negative: false, Magnitude(1, exponent: 0)), word: 0)
      if let value = scale.decode(code).finite,
        Datum.Finite.compareMagnitudes(value, Datum.Finite(integer: 1)) > 0
      {
        throw .field(
          "emptyScale", what: "\(scale.name) has no value in 0...1", remedy: "give 'smallest'")
      }
      return code
    }
  }
}
