public import Descriptors

/// A mask rule made ready for matrices of one size and format: the reference's answer to which
/// elements are kept.
public struct MaskEvaluator: Sendable {
  /// The operation.
  public let operation: Operation
  /// The format of the elements.
  public let format: NumberFormat
  /// The rule.
  public let rule: MaskRule
  /// The number of rows of a matrix.
  public let rows: Int
  /// The number of columns of a matrix.
  public let columns: Int
  /// The threshold, decoded; `nil` for other rules.
  private let threshold: Magnitude?

  /// Prepares a mask operation; the dialect and the result format play no part.
  ///
  /// - Throws: `MaskError` where the operation makes no mask, or its rule none of matrices of its
  ///   size and format.
  public init(_ operation: Operation) throws(MaskError) {
    guard case .mask(let rule, let rows, let columns, let ragged) = operation.function else {
      throw .noMask
    }
    guard rows > 0, columns > 0 else { throw .size(rows: rows, columns: columns) }
    self.operation = operation
    format = NumberFormat(operation.format)
    self.rule = rule
    self.rows = rows
    self.columns = columns
    var threshold: Magnitude?
    switch rule {
    case .magnitude(let pattern, let axis), .sequential(let pattern, let axis):
      if ragged == .refuse {
        let side: MaskError.Side = axis == .rows ? .columns : .rows
        try Self.check(side == .rows ? rows : columns, side, isMultipleOf: pattern.of)
      }
    case .transposable(let pattern, _):
      guard pattern.of <= MaskRule.largestTile else {
        throw .tile(pattern.of, largest: MaskRule.largestTile)
      }
      if ragged == .refuse {
        try Self.check(rows, .rows, isMultipleOf: pattern.of)
        try Self.check(columns, .columns, isMultipleOf: pattern.of)
      }
    case .top(let count):
      guard 0 <= count, count <= rows * columns else {
        throw .count(count, elements: rows * columns)
      }
    case .threshold(let code):
      guard code <= format.lastCode else {
        throw .thresholdBits(code: code, format: format.name)
      }
      let datum = format.decode(code)
      if datum.isNaN { throw .thresholdNaN(code: code) }
      if datum.isNegative, !datum.isZero {
        throw .thresholdNegative(code: code, value: "\(datum)")
      }
      threshold = Magnitude(datum)
    }
    self.threshold = threshold
  }

  private static func check(
    _ length: Int, _ side: MaskError.Side, isMultipleOf block: Int
  ) throws(MaskError) {
    if !length.isMultiple(of: block) { throw .ragged(side: side, length: length, block: block) }
  }

  /// The mask of a matrix of codes, row by row: 1 for an element that is kept.
  ///
  /// - Precondition: there are `rows * columns` codes of the format.
  public func callAsFunction(_ codes: [UInt64]) -> (results: [UInt64], flags: AnswerFlags) {
    let magnitudes = magnitudes(codes)
    let flags: AnswerFlags = magnitudes.elements.allSatisfy(\.isFinite) ? [] : .nonFinite
    return (mask(of: magnitudes).kept.map { $0 ? 1 : 0 }, flags)
  }

  /// The magnitudes of the elements.
  public func magnitudes(_ codes: [UInt64]) -> Matrix<Magnitude> {
    Matrix(rows: rows, columns: columns, codes.map { Magnitude(format.decode($0)) })
  }

  /// The mask of a matrix of magnitudes.
  public func mask(of matrix: Matrix<Magnitude>) -> Mask {
    switch rule {
    case .magnitude(let pattern, let axis):
      MagnitudeMask.blocks(of: matrix, pattern, along: axis)
    case .sequential(let pattern, let axis):
      SequentialMask.blocks(of: matrix, pattern, along: axis)
    case .transposable(let pattern, .optimal): Transposable.optimal(matrix, pattern)
    case .transposable(let pattern, .pruneGreedy): PruneGreedy.mask(of: matrix, pattern)
    case .transposable(let pattern, .keepGreedy): KeepGreedy.mask(of: matrix, pattern)
    case .top(let count): MagnitudeMask.top(count, of: matrix)
    case .threshold: MagnitudeMask.threshold(threshold ?? .nan, of: matrix)
    }
  }
}
