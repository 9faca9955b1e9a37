import Descriptors
import ExactArithmetic
import Reference

/// Where what enters the element format lies on its grid, and what rounding does there.
struct ElementRoundings: Sendable {
  private let codec: BlockCodec
  private let operand, element: NumberFormat
  private let dialect: Dialect
  private let smallestNormal: Rational?
  private let hasBinades: Bool
  private let reach: GapReach?
  private let neverOverflows: Bool
  private let spoils: Bool

  /// `nil` for schemes whose elements are rounded before a zero point is added.
  init?(_ operation: Operation) {
    guard case .encodeBlock(let block, _, _, _) = operation.function,
      let codec = try? BlockCodec(operation)
    else { return nil }
    switch block.scheme {
    case .scaled(let rule):
      neverOverflows = rule == .rceil || rule == .ceil
    case .twoLevel: neverOverflows = false
    case .zeroPoint, .dual: return nil
    }
    self.codec = codec
    operand = NumberFormat(operation.format)
    element = codec.element
    dialect = block.elementDialect
    smallestNormal = element.smallestNormalValue
    switch element.descriptor.encoding {
    case .float, .posit, .hiFloat8: hasBinades = true
    case .fixedPoint, .table: hasBinades = false
    }
    let cast = Operation.cast(from: operation.format, to: block.element, dialect: dialect)
    reach = GapReach.shared(CoverageModel(ScalarEvaluator(cast)))
    spoils = block.nonFinite == .block
  }

  func classify(_ item: Case, _ body: (_ code: UInt64, _ position: Int) -> Void) {
    let words = item.words.count == item.codes.count ? item.words : []
    let trace = codec.trace(item.codes.map { operand.decode($0) }, words: words)
    for block in trace.blocks {
      let isSpoilt = spoils && block.elements.contains { $0.operand.number == nil }
      guard !isSpoilt else { continue }
      for (offset, element) in block.elements.enumerated() {
        let row = block.rows.lowerBound + offset / block.columns.count
        let place = row * codec.columns + block.columns.lowerBound + offset % block.columns.count
        let projection = self.element.project(
          element.quotient, dialect: dialect, word: words.isEmpty ? 0 : words[place])
        let position = RoundingPosition(
          .datum(element.quotient), projection, smallestNormal: smallestNormal,
          hasBinades: hasBinades)
        body(element.code, position.index)
      }
    }
  }

  /// Why no element of a class is rounded so; `nil` where that is not known.
  func reason(_ row: Int, _ column: Int) -> String? {
    let position = RoundingPosition(index: column)
    if let reach, !reach.reaches(row, position) { return "rounding gives another element there" }
    if neverOverflows, position.event == .overflow || position == .outside {
      return "the rule of the scale keeps elements in the range"
    }
    if spoils, position == .nan || position == .infinite {
      return "what is not finite spoils its block"
    }
    return nil
  }
}
