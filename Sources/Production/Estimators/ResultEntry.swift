import Descriptors

/// How an exact value enters the result format, with a word on whether it overflowed.
struct ResultEntry: Sendable {
  let target: Target
  /// Whether an own value is a result already.
  let keepsCodes: Bool

  init(_ operation: Operation, operands: NumberCoding) throws(ProductionError) {
    let dialect = operation.dialect
    target = try Target(operation.result, dialect: dialect)
    // Formats of one encoding and other widths, as two posits, have other codes.
    keepsCodes = operation.format == operation.result
    if dialect.flushOperands || dialect.flushResults {
      throw .unsupported("pruning: dialects that flush subnormals would bias it")
    }
    if dialect.wraps { throw .unsupported("pruning: the result does not wrap around") }
    switch target.coding.kind {
    case .float, .fixedPoint, .posit: break
    case .hiFloat8, .table:
      throw .unsupported("pruning into \(operation.result.name): no float, fixed point or posit")
    }
    if operands.hasNegatives, !target.coding.hasNegatives {
      throw .unsupported("pruning into \(operation.result.name): it has no values below 0")
    }
    if target.coding.zeroCode(negative: false) == nil {
      throw .unsupported("pruning into \(operation.result.name): it has no zero")
    }
  }

  /// The code of what is pruned.
  var zero: UInt64 { target.zero(negative: false) }

  /// The code of an element that is kept as it is.
  func own(_ code: UInt64, _ datum: Datum, word: UInt32) -> (code: UInt64, overflowed: Bool) {
    if keepsCodes { return (code & target.coding.codeMask, false) }
    switch datum {
    case .nan(let negative, let payload):
      return (withoutSign(target.nan(negative: negative, payload: payload)), false)
    case .infinity(let negative):
      return (withoutSign(target.infinity(negative: negative)), false)
    case .zero: return (zero, false)
    case .finite(let value):
      let exact = Magnitude(UInt128(value.significand), exponent: value.exponent)
      return finite(value.negative, exact, word: word)
    }
  }

  /// The code of a computed value.
  func finite(
    _ negative: Bool, _ magnitude: Magnitude, word: UInt32
  ) -> (code: UInt64, overflowed: Bool) {
    (
      withoutSign(target.encode(.finite(negative: negative, magnitude), word: word)),
      isBeyond(magnitude, negative, word)
    )
  }

  /// What became 0 has no sign, as what is pruned has none.
  private func withoutSign(_ code: UInt64) -> UInt64 {
    target.coding.hasNegativeZero && code == target.coding.zeroCode(negative: true) ? zero : code
  }

  /// Whether a value is outside the finite range, by the dialect's reading of that.
  private func isBeyond(_ magnitude: Magnitude, _ negative: Bool, _ word: UInt32) -> Bool {
    let dialect = target.dialect
    let decision = Decision(rule: dialect.rounding, word: word, negative: negative)
    let rounded: Rounded
    switch target.coding.kind {
    case .float(let format):
      if dialect.rangeTest == .beforeRounding { return format.exceedsLargest(magnitude) }
      rounded = format.round(magnitude, decision, tieParity: dialect.tieParity)
    case .fixedPoint(let format):
      if dialect.rangeTest == .beforeRounding {
        let bound = format.bound(negative: negative)
        return magnitude > Magnitude(UInt128(bound), exponent: -format.fractionBits)
      }
      rounded = format.round(magnitude, decision, wraps: false)
    case .posit:
      // Nothing rounds beyond a posit, which stays at its largest value.
      guard
        case .finite(let largest) = target.coding.decode(
          target.coding.boundCode(negative: negative))
      else { return false }
      return magnitude > Magnitude(UInt128(largest.significand), exponent: largest.exponent)
    case .hiFloat8, .table: return false
    }
    if case .outside = rounded { return true }
    return false
  }
}
