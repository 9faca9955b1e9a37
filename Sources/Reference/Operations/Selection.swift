import Descriptors
import ExactArithmetic

// Functions that hand on an operand (IEEE P3109 v4.0 sections 4.11 and 4.12, and IEEE 754-2019
// sections 5.5.1 and 9.6 for formats with -0). `Specs/pages/p3109.md` says where the two differ.

extension Operation.Kind {
  /// The operand with its sign turned, cleared, or taken from another.
  ///
  /// A NaN is handed on with the sign so changed, and the dialect says what becomes of that; the
  /// sign of a NaN is no sign to take.
  func withSign(_ operands: [Datum]) -> Datum {
    let x = operands[0]
    switch self {
    case .negate: return x.negated
    case .abs: return x.isNegative ? x.negated : x
    default:
      if x.isNaN || operands[1].isNaN { return .nan }
      return x.isNegative == operands[1].isNegative ? x : x.negated
    }
  }

  /// The operand that is the extremum, or a NaN.
  func extremum(_ operands: [Datum]) -> Datum {
    let (x, y) = (operands[0], operands[1])
    switch self {
    case .minimum: return x.isNaN || y.isNaN ? .nan : smaller(x, y)
    case .maximum: return x.isNaN || y.isNaN ? .nan : larger(x, y)
    case .minimumNumber: return number(x, y, smaller)
    case .maximumNumber: return number(x, y, larger)
    case .minimumMagnitude: return x.isNaN || y.isNaN ? .nan : nearer(x, y)
    case .maximumMagnitude: return x.isNaN || y.isNaN ? .nan : farther(x, y)
    case .minimumMagnitudeNumber: return number(x, y, nearer)
    case .maximumMagnitudeNumber: return number(x, y, farther)
    case .minimumFinite: return number(x, y) { finite($0, $1, smaller) }
    case .maximumFinite: return number(x, y) { finite($0, $1, larger) }
    default: return clamped(x, from: y, to: operands[2])
    }
  }
}

/// The choice between two data of which a NaN loses.
private func number(_ x: Datum, _ y: Datum, _ choice: (Datum, Datum) -> Datum) -> Datum {
  if x.isNaN { return y.isNaN ? .nan : y }
  return y.isNaN ? x : choice(x, y)
}

/// The choice between two data of which an infinity loses to a number.
private func finite(_ x: Datum, _ y: Datum, _ choice: (Datum, Datum) -> Datum) -> Datum {
  switch (x.number, y.number) {
  case (nil, _?): y
  case (_?, nil): x
  default: choice(x, y)
  }
}

/// The smaller datum; of two zeros the negative one.
private func smaller(_ x: Datum, _ y: Datum) -> Datum {
  switch x.order(y) {
  case 0: x.isNegative ? x : y
  case let order: order < 0 ? x : y
  }
}

/// The larger datum; of two zeros the positive one.
private func larger(_ x: Datum, _ y: Datum) -> Datum {
  switch x.order(y) {
  case 0: x.isNegative ? y : x
  case let order: order < 0 ? y : x
  }
}

/// The datum nearer to zero; of two as near, the smaller.
private func nearer(_ x: Datum, _ y: Datum) -> Datum {
  switch x.absolute.order(y.absolute) {
  case 0: smaller(x, y)
  case let order: order < 0 ? x : y
  }
}

/// The datum farther from zero; of two as far, the larger.
private func farther(_ x: Datum, _ y: Datum) -> Datum {
  switch x.absolute.order(y.absolute) {
  case 0: larger(x, y)
  case let order: order < 0 ? y : x
  }
}

/// A datum held between two bounds; a NaN where there is nothing between them.
private func clamped(_ x: Datum, from low: Datum, to high: Datum) -> Datum {
  if x.isNaN || low.isNaN || high.isNaN || low.order(high) > 0 { return .nan }
  if x.order(low) <= 0 { return low }
  return x.order(high) >= 0 ? high : x
}

extension Datum {
  /// Without its sign.
  var absolute: Datum { isNegative ? negated : self }

  /// Negative, zero or positive as the value is below, at or above another; zeros are equal.
  ///
  /// - Precondition: neither is a NaN.
  func order(_ other: Datum) -> Int {
    switch (self, other) {
    case (.infinity(let a), .infinity(let b)): return a == b ? 0 : a ? -1 : 1
    case (.infinity(let negative), _): return negative ? -1 : 1
    case (_, .infinity(let negative)): return negative ? 1 : -1
    default:
      let (a, b) = (number ?? .zero, other.number ?? .zero)
      return a < b ? -1 : a == b ? 0 : 1
    }
  }

  /// 1 for true, 0 for false.
  static func truth(_ value: Bool) -> Datum { .finite(value ? .one : .zero) }
}
