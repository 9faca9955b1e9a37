import Descriptors
import ExactArithmetic

/// What must hold between the fields of a block format before it means anything.
struct BlockChecks {
  let block: BlockFormat
  let element, scale: NumberFormat
  let matrixScale: NumberFormat?
  /// The powers of two of the scale format, where the rule gives powers of two.
  let exponents: ClosedRange<Int>?

  init(
    _ block: BlockFormat, _ element: NumberFormat, _ scale: NumberFormat,
    _ matrixScale: NumberFormat?
  ) {
    (self.block, self.element, self.scale) = (block, element, scale)
    self.matrixScale = matrixScale
    if case .scaled(let rule) = block.scheme, rule.isPowerOfTwo {
      exponents = scale.exponentRange
    } else {
      exponents = nil
    }
  }

  func fields() throws(BlockFormatError) {
    guard element.positive.largest.signum > 0 else {
      throw .field(
        .element, what: "\(element.name) has no finite value above 0", remedy: "give one that has")
    }
    guard scale.positive.largest.signum > 0 else {
      throw .field(
        .scale, what: "\(scale.name) has no finite value above 0", remedy: "give one that has")
    }
    if block.scaleDialect.rounding.takesRandomWord {
      throw .field(
        .scaleDialect,
        what: "scales take no random word, which \(block.scaleDialect.rounding.name) "
          + "needs", remedy: "give a deterministic rounding")
    }
    if block.elementDialect.rounding.takesRandomWord, !block.drawsElements {
      throw .field(
        .elementDialect,
        what: "the elements of \(block.name) take no random word, which "
          + "\(block.elementDialect.rounding.name) needs",
        remedy:
          "give a deterministic rounding, or a scheme with one scale to try and no zero points")
    }
    if block.nonFinite == .block, scale.specials.nan == nil {
      throw .field(
        .nonFinite, what: "\(scale.name) has no NaN that could mark a block",
        remedy: "give 'element', or a scale format with a NaN")
    }
    switch block.scheme {
    case .scaled(let rule): try scaled(rule)
    case .twoLevel(let two): try twoLevel(two)
    case .zeroPoint: try integers()
    case .dual(let dual):
      try integers()
      try self.dual(dual)
    }
  }

  /// The code of the scale of a block of zeros.
  func emptyCode() throws(BlockFormatError) -> UInt64 {
    switch block.emptyScale {
    case .smallest: return scale.positive.code(0)
    case .one:
      guard let rung = scale.positive.rung(atOrBelow: Rational.one) else {
        throw .field(
          .emptyScale, what: "\(scale.name) has no value in 0...1", remedy: "give 'smallest'")
      }
      return scale.positive.code(min(rung, scale.positive.count - 1))
    }
  }

  private func scaled(_ rule: BlockFormat.ScaleRule) throws(BlockFormatError) {
    if rule.isPowerOfTwo, exponents == nil {
      throw .field(
        .scale, what: "\(scale.name) lacks powers of two that '\(rule.rawValue)' gives",
        remedy: "give a float such as float8_e8m0fnu, or 'amax-over-max'")
    }
    if rule == .even, ElementRange(element).trailingBits == nil {
      throw .field(
        .element, what: "\(element.name) has no one precision, which 'even' asks for",
        remedy: "give a float or an integer, or another rule")
    }
  }

  private func twoLevel(_ two: TwoLevelScale) throws(BlockFormatError) {
    guard case .float(let layout) = two.format.encoding, two.format.bits == 32,
      layout == Binary32.layout
    else {
      throw .field(
        .matrixScale, what: "\(two.format.name) is not the format of the arithmetic",
        remedy: "give float32")
    }
    guard two.blockMax > 0 else {
      throw .field(
        .scheme, what: "the largest block scale aimed at is \(two.blockMax)",
        remedy: "give 1 or more")
    }
  }

  private func integers() throws(BlockFormatError) {
    guard case .fixedPoint(let layout) = element.descriptor.encoding, !layout.signed,
      layout.fractionBits == 0
    else {
      throw .field(
        .element, what: "\(element.name) are no unsigned integers, which a zero point needs",
        remedy: "give one such as uint4")
    }
  }

  private func dual(_ dual: DualScale) throws(BlockFormatError) {
    guard element.positive.largest > .one else {
      throw .field(
        .element, what: "\(element.name) leaves no protective range", remedy: "give 2 bits or more")
    }
    let largest = NumberFormat(dual.intermediate).positive.largest
    guard dual.largest > 0, Rational(dual.largest) <= largest else {
      throw .field(
        .intermediate, what: "\(dual.largest) is not within 1...\(largest)",
        remedy: "give a largest value that \(dual.intermediate.name) has")
    }
    guard let matrixScale, matrixScale.exponentRange != nil else {
      throw .field(
        .matrixScale, what: "\(dual.matrixScale.name) lacks powers of two",
        remedy: "give a float such as bfloat16")
    }
  }
}
