public import Descriptors
import ExactArithmetic

/// A block format made ready for matrices of one size: the reference's answer to what encoding and
/// decoding give.
///
/// `BlockFormat` and `TwoLevelScale` say what is computed. Where the edge of a matrix cuts a block
/// off, its scale looks at the elements that are there.
public struct BlockCodec: Sendable {
  /// The operation.
  public let operation: Operation
  /// The block format.
  public let format: BlockFormat
  /// The number of rows of a matrix.
  public let rows: Int
  /// The number of columns of a matrix.
  public let columns: Int
  /// The formats of the elements and of the block scales.
  public let element, scale: NumberFormat
  /// The format of the scale of the matrix, where there is one.
  public let matrixScale: NumberFormat?

  let isEncoding: Bool
  let operand, result: NumberFormat
  let range: ElementRange
  /// The ranges of a dual scheme.
  let dualRange: DualRange?
  /// The powers of two of the scale of the matrix, for a dual scheme.
  let matrixExponents: ClosedRange<Int>?
  /// The powers of two of the scale format, for rules that give powers of two.
  let exponents: ClosedRange<Int>?
  /// The scale of a block of zeros.
  let emptyCode: UInt64
  let operandFormats: [(format: NumberFormat, count: Int)]

  /// Prepares an operation that encodes or decodes blocks.
  ///
  /// - Throws: `BlockFormatError` where the operation does neither, the matrix has no elements or
  ///   must be cut although blocks are to be whole, or the block format contradicts itself.
  public init(_ operation: Operation) throws(BlockFormatError) {
    let ragged: MaskRule.RaggedRule
    switch operation.function {
    case .encodeBlock(let format, let rows, let columns, let rule):
      (self.format, self.rows, self.columns, ragged, isEncoding) =
        (format, rows, columns, rule, true)
    case .decodeBlock(let format, let rows, let columns, let rule):
      (self.format, self.rows, self.columns, ragged, isEncoding) =
        (format, rows, columns, rule, false)
    case .mask, .prune, .pruneBelow, .dot: throw .noBlocks
    }
    guard rows > 0, columns > 0 else { throw .size(rows: rows, columns: columns) }
    guard format.shape.rows > 0, format.shape.columns > 0 else {
      throw .field(
        .shape, what: "a block of \(format.shape.rows) x \(format.shape.columns) has no elements",
        remedy: "give at least 1 row and 1 column")
    }
    if ragged == .refuse {
      if !rows.isMultiple(of: format.shape.rows) {
        throw .ragged(side: .rows, length: rows, block: format.shape.rows)
      }
      if !columns.isMultiple(of: format.shape.columns) {
        throw .ragged(side: .columns, length: columns, block: format.shape.columns)
      }
    }
    self.operation = operation
    element = NumberFormat(format.element)
    scale = NumberFormat(format.scale)
    matrixScale = format.matrixScale.map { NumberFormat($0) }
    operand = NumberFormat(operation.format)
    result = NumberFormat(operation.result)
    range = ElementRange(element)
    if case .dual(let dual) = format.scheme {
      dualRange = DualRange(dual, largestCode: range.max)
      matrixExponents = matrixScale?.exponentRange
    } else {
      (dualRange, matrixExponents) = (nil, nil)
    }
    let checks = BlockChecks(format, element, scale, matrixScale)
    try checks.fields()
    exponents = checks.exponents
    emptyCode = try checks.emptyCode()
    operandFormats = operation.operandRuns.compactMap { run in
      run.format.map { (NumberFormat($0), run.count) }
    }
  }

  /// The results of a case, and what its reader must know.
  ///
  /// The flag `overflowed` says that an element, a scale or, in decoding, a value was beyond the
  /// largest value of its format; the clamps that integer schemes demand are no overflow.
  ///
  /// - Parameters:
  ///   - codes: as `operandRuns` says.
  ///   - words: the random word of a decoding that rounds stochastically, of which one serves all
  ///     values; those of an encoding that does, one for each element, row by row.
  /// - Precondition: `check(codes)` does not throw.
  public func callAsFunction(
    _ codes: [UInt64], words: [UInt32] = []
  ) -> (results: [UInt64], flags: AnswerFlags) {
    isEncoding ? encode(codes, words) : decode(codes, word: words.first ?? 0)
  }

  /// Tells codes that are too many, too few, or wider than their format.
  public func check(_ codes: [UInt64]) throws(BlockFormatError) {
    guard codes.count == operation.operandCount else {
      throw .count(got: codes.count, expected: operation.operandCount)
    }
    var index = 0
    for (format, count) in operandFormats {
      for place in index..<index + count where codes[place] > format.lastCode {
        throw .code(index: place, code: codes[place], format: format.name)
      }
      index += count
    }
  }

  private func encode(
    _ codes: [UInt64], _ words: [UInt32]
  ) -> (results: [UInt64], flags: AnswerFlags) {
    let data = codes.map { operand.decode($0) }
    let trace = trace(data, words: words)
    var flags: AnswerFlags = data.allSatisfy { $0.number != nil } ? [] : .nonFinite
    if trace.overflowed { flags.insert(.overflowed) }
    return (results(of: trace), flags)
  }

  /// The codes of an encoded matrix, in the order of `resultRuns`.
  public func results(of trace: BlockTrace) -> [UInt64] {
    var elements = [UInt64](repeating: 0, count: rows * columns)
    for block in trace.blocks {
      for (offset, element) in block.elements.enumerated() {
        let row = block.rows.lowerBound + offset / block.columns.count
        let column = block.columns.lowerBound + offset % block.columns.count
        elements[row * columns + column] = element.code
      }
    }
    return elements + trace.blocks.compactMap(\.zeroPoint) + trace.blocks.map(\.scale.code)
      + (trace.matrixScale.map { [$0.code] } ?? [])
  }

  /// The parts of the matrix that blocks cover, in the order of their scales.
  var parts: [(rows: Range<Int>, columns: Range<Int>)] {
    stride(from: 0, to: rows, by: format.shape.rows).flatMap { row in
      stride(from: 0, to: columns, by: format.shape.columns).map { column in
        (
          row..<min(row + format.shape.rows, rows),
          column..<min(column + format.shape.columns, columns)
        )
      }
    }
  }
}

extension BlockTrace {
  /// Whether an element or a scale left the range of its format.
  public var overflowed: Bool {
    matrixScale?.overflowed == true
      || blocks.contains { $0.scale.overflowed || $0.elements.contains(where: \.overflowed) }
  }
}
