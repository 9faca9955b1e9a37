import Descriptors
import ExactArithmetic

// Truths about data (IEEE P3109 v4.0 sections 4.12.1 and 4.13, and IEEE 754-2019 sections 5.7.2 and
// 5.11 for formats with -0 and several NaNs).

extension Operation.Kind {
  /// Whether a comparison holds; false wherever a NaN takes part, but in the total order.
  func holds(_ x: Datum, _ y: Datum) -> Bool {
    if self == .totalOrder {
      if x.isNaN || y.isNaN { return x.isNaN }
      let order = x.order(y)
      // -0 comes before +0, so that two codes stand together only where both denote one datum.
      return order < 0 || order == 0 && (x.isNegative || !y.isNegative)
    }
    if x.isNaN || y.isNaN { return false }
    let order = x.order(y)
    return switch self {
    case .compareLess: order < 0
    case .compareLessEqual: order <= 0
    case .compareEqual: order == 0
    case .compareGreaterEqual: order >= 0
    default: order > 0
    }
  }

  /// Whether a predicate about a datum holds; those about its format are not known here.
  func holds(_ x: Datum) -> Bool {
    switch self {
    case .isZero: x.isZero
    case .isOne: x == .finite(.one)
    case .isNaN: x.isNaN
    case .isSignMinus: x.isNegative
    case .isFinite: x.number != nil
    case .isInfinite: x.number == nil && !x.isNaN
    default: false
    }
  }
}
