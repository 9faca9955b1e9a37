import Descriptors

// Sums and products of scaled operands, and the functions of one operand that divide.

extension ExactFunction {
  private static var nan: ExactValue { .nan(negative: false, payload: 0) }

  /// The exact reciprocal.
  func reciprocal(_ x: Datum) -> ExactValue {
    quotient(.finite(Datum.Finite(negative: false, significand: 1, exponent: 0)), x)
  }

  /// The exact reciprocal of the square root.
  func reciprocalRoot(_ x: Datum) -> ExactValue {
    switch x {
    case .nan, .infinity(negative: true): return Self.nan
    case .infinity: return .zero(negative: false)
    case .zero(let negative): return zeroDivisorIsInvalid ? Self.nan : .infinity(negative: negative)
    case .finite(let value):
      if value.negative { return Self.nan }
      if !usesRatios, rootBits <= Magnitude.bitsOfStickyRoots {
        let inverse = Magnitude.quotient(1, value.significand, exponent: -value.exponent)
        return .finite(negative: false, inverse.squareRoot(bits: rootBits))
      }
      var ratio = ExactRatio(
        Natural(value.denominator), over: Natural(value.significand), exponent: -value.exponent)
      ratio.isRoot = true
      return .ratio(negative: false, ratio)
    }
  }

  /// The exact length of the hypotenuse.
  func hypotenuse(_ x: Datum, _ y: Datum) -> ExactValue {
    switch (x, y) {
    case (.nan, _), (_, .nan): return Self.nan
    case (.infinity, _), (_, .infinity): return .infinity(negative: false)
    case (.zero, .zero): return .zero(negative: false)
    case (.zero, _): return Self.value(y.with(negative: false), usesRatios)
    case (_, .zero): return Self.value(x.with(negative: false), usesRatios)
    case (.finite(let a), .finite(let b)):
      if !usesRatios, rootBits <= Magnitude.bitsOfStickyRoots {
        let (x, y) = (SignedMagnitude(a), SignedMagnitude(b))
        let sum = SignedMagnitude.sum(
          SignedMagnitude.product(x, x), SignedMagnitude.product(y, y))
        if let sum { return .finite(negative: false, sum.magnitude.squareRoot(bits: rootBits)) }
      }
      let squares = (ExactRatio(a) * ExactRatio(a), ExactRatio(b) * ExactRatio(b))
      guard var sum = ExactRatio.sum((false, squares.0), (false, squares.1))?.1 else {
        return .zero(negative: false)
      }
      sum.isRoot = true
      return .ratio(negative: false, sum)
    }
  }

  /// The exact result of arithmetic on `s * x` and `t * y`.
  func scaled(_ s: Datum, _ x: Datum, _ t: Datum, _ y: Datum) -> ExactValue {
    let first = product(s, x)
    var second = product(t, y)
    switch kind {
    case .scaledMultiply: return scaledProduct(first, second)
    case .scaledSubtract: second = second.negated
    default: break
    }
    return scaledSum(first, second)
  }

  private func scaledSum(_ x: ExactValue, _ y: ExactValue) -> ExactValue {
    switch (x, y) {
    case (.nan, _), (_, .nan): return Self.nan
    case (.infinity(let a), .infinity(let b)):
      return a == b ? .infinity(negative: a) : Self.nan
    case (.infinity(let a), _), (_, .infinity(let a)): return .infinity(negative: a)
    case (.zero(let a), .zero(let b)): return .zero(negative: a == b ? a : roundsDown)
    case (.zero, let other), (let other, .zero): return other
    case (.finite(let a, let first), .finite(let b, let second)):
      return finite(
        SignedMagnitude.sum(
          SignedMagnitude(negative: a, first), SignedMagnitude(negative: b, second)))
    case (.ratio(let a, let first), .ratio(let b, let second)):
      return ratio(ExactRatio.sum((a, first), (b, second)))
    default: return Self.nan
    }
  }

  private func scaledProduct(_ x: ExactValue, _ y: ExactValue) -> ExactValue {
    let negative = x.isNegative != y.isNegative
    switch (x, y) {
    case (.nan, _), (_, .nan), (.infinity, .zero), (.zero, .infinity): return Self.nan
    case (.infinity, _), (_, .infinity): return .infinity(negative: negative)
    case (.zero, _), (_, .zero): return .zero(negative: negative)
    case (.finite(_, let a), .finite(_, let b)):
      return .finite(
        negative: negative,
        Magnitude(a.significand &* b.significand, exponent: a.exponent + b.exponent))
    case (.ratio(_, let a), .ratio(_, let b)): return .ratio(negative: negative, a * b)
    default: return Self.nan
    }
  }
}

extension ExactValue {
  fileprivate var isNegative: Bool {
    switch self {
    case .nan(let negative, _), .infinity(let negative), .zero(let negative),
      .finite(let negative, _), .ratio(let negative, _):
      negative
    }
  }

  /// The value with the other sign.
  fileprivate var negated: ExactValue {
    switch self {
    case .nan: self
    case .infinity(let negative): .infinity(negative: !negative)
    case .zero(let negative): .zero(negative: !negative)
    case .finite(let negative, let magnitude): .finite(negative: !negative, magnitude)
    case .ratio(let negative, let value): .ratio(negative: !negative, value)
    }
  }
}
