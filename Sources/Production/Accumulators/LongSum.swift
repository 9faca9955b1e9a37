import Descriptors

/// Exact sums of products whose range is beyond one machine number: digits of 32 bits.
struct LongSum: Sendable {
  private let values: OperandValues
  private let keepsNegativeZero: Bool

  /// The sums of an accumulator that rounds nothing; `nil` for others.
  init?(_ accumulator: Accumulator, _ coding: NumberCoding) {
    if case .aligned = accumulator.adder { return nil }
    guard accumulator.product == .exact, accumulator.sum == .exact,
      let values = OperandValues(coding, flushing: accumulator.flushesOperands)
    else { return nil }
    self.values = values
    keepsNegativeZero = accumulator.order == .pairwise
  }

  /// The sum of `count` products; `nil` where an operand is not finite or the sign of a zero is in
  /// question.
  func callAsFunction(
    _ x: CodeStream, _ xFirst: Int, _ w: CodeStream, _ wFirst: Int, count: Int
  ) -> Partial? {
    var sum = WideSum()
    for k in 0..<count {
      // Exact: both have at most 24 bits, and the product is in the normal range.
      let product = Double(values[x[xFirst + k]]) * Double(values[w[wFirst + k]])
      if product.isNaN { return nil }
      if product == 0 { continue }
      sum.add(
        product.significandBitPattern | 1 << 52,
        exponent: Int(truncatingIfNeeded: product.exponentBitPattern) - 1075,
        negative: product.sign == .minus)
    }
    if let total = sum.total { return .finite(total) }
    return keepsNegativeZero ? nil : .zero(negative: false)
  }
}
