import Descriptors
import ExactArithmetic

/// By how much one rounding of an accumulator changes a value at most, and how many a product meets.
struct RoundingUnit: Sendable {
  /// The largest relative change, of all stages.
  let unit: Rational
  private let accumulator: Accumulator

  /// The unit of an accumulator of floats with a serial adder; `nil` for others.
  init?(_ accumulator: Accumulator) {
    guard accumulator.adder == .serial, !accumulator.flushesOperands else { return nil }
    var largest = Rational.zero
    for stage in [accumulator.product, accumulator.sum] + [accumulator.chunk?.outer ?? .exact] {
      let bits: Int
      switch stage {
      case .exact: continue
      case .grid(let grid): bits = grid.significandBits
      case .format(let format, let dialect):
        guard case .float(let layout) = format.encoding, !dialect.flushResults else { return nil }
        bits = layout.trailingBits
      }
      let isNearest =
        switch stage.rounding {
        case .toNearestOrEven, .toNearestOrAway, .toNearestOrZero: true
        default: false
        }
      largest = max(largest, .powerOfTwo(isNearest ? -bits - 1 : -bits))
    }
    (unit, self.accumulator) = (largest, accumulator)
  }

  /// The most roundings between a product of a sum of so many and the result.
  func roundings(_ length: Int) -> Int {
    let chunk = accumulator.chunk?.length ?? max(1, length)
    // What is added to +0 is in the stage already unless it is an exact product.
    let product = accumulator.product == .exact ? 0 : 1
    let outer = accumulator.chunk == nil ? 0 : (length + chunk - 1) / chunk
    let lanes = if case .lanes(let count, _) = accumulator.order { count - 1 } else { 0 }
    return product + min(chunk, length) + lanes + outer
  }
}
