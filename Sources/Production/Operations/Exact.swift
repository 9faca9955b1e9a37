import Descriptors

/// The exact functions, on what the operands denote (IEEE 754-2019 sections 6 and 7).
struct ExactFunction: Sendable {
  let kind: Operation.Kind
  /// Whether exact zero sums of unlike signs are -0: rounding toward negative infinity.
  let roundsDown: Bool
  /// Whether dividing by zero gives a NaN and not an infinity.
  let zeroDivisorIsInvalid: Bool
  /// How many leading bits of a square root, besides a sticky bit, decide the rounding.
  let rootBits: Int
  /// Whether values are handled as ratios: some operand is not dyadic, or the target needs it.
  let usesRatios: Bool

  private static let nan = ExactValue.nan(negative: false, payload: 0)

  /// The exact result of a function of one operand.
  func callAsFunction(_ x: Datum) -> ExactValue {
    switch kind {
    case .sqrt: root(x)
    case .recip: reciprocal(x)
    case .rsqrt: reciprocalRoot(x)
    default: Self.value(x, usesRatios)
    }
  }

  /// The exact result of a function of two operands.
  func callAsFunction(_ x: Datum, _ y: Datum) -> ExactValue {
    switch kind {
    case .sub: sum(x, Self.negated(y))
    case .mul: product(x, y)
    case .div: quotient(x, y)
    case .hypot: hypotenuse(x, y)
    default: sum(x, y)
    }
  }

  /// The exact result of a function of three operands.
  func callAsFunction(_ x: Datum, _ y: Datum, _ z: Datum) -> ExactValue {
    kind == .fma ? multiplyAdd(x, y, z) : sum(x, y, z)
  }

  static func value(_ x: Datum, _ usesRatios: Bool) -> ExactValue {
    switch x {
    case .nan(let negative, let payload): .nan(negative: negative, payload: payload)
    case .infinity(let negative): .infinity(negative: negative)
    case .zero(let negative): .zero(negative: negative)
    case .finite(let x) where usesRatios: .ratio(negative: x.negative, ExactRatio(x))
    case .finite(let x): .finite(negative: x.negative, x.magnitude)
    }
  }

  private static func negated(_ x: Datum) -> Datum {
    switch x {
    case .nan: return x
    case .infinity(let negative): return .infinity(negative: !negative)
    case .zero(let negative): return .zero(negative: !negative)
    case .finite(var value):
      value.negative.toggle()
      return .finite(value)
    }
  }

  // MARK: - Products, quotients, roots

  func product(_ x: Datum, _ y: Datum) -> ExactValue {
    switch (x, y) {
    case (.nan, _), (_, .nan): return Self.nan
    case (.infinity, .zero), (.zero, .infinity): return Self.nan
    case (.infinity, _), (_, .infinity): return .infinity(negative: Self.signsDiffer(x, y))
    case (.zero, _), (_, .zero): return .zero(negative: Self.signsDiffer(x, y))
    case (.finite(let a), .finite(let b)):
      if usesRatios {
        return .ratio(negative: a.negative != b.negative, ExactRatio(a) * ExactRatio(b))
      }
      let exact = SignedMagnitude.product(SignedMagnitude(a), SignedMagnitude(b))
      return .finite(negative: exact.negative, exact.magnitude)
    }
  }

  func quotient(_ x: Datum, _ y: Datum) -> ExactValue {
    switch (x, y) {
    case (.nan, _), (_, .nan), (.infinity, .infinity), (.zero, .zero): return Self.nan
    case (_, .zero) where zeroDivisorIsInvalid: return Self.nan
    case (.infinity, _), (_, .zero): return .infinity(negative: Self.signsDiffer(x, y))
    case (.zero, _), (_, .infinity): return .zero(negative: Self.signsDiffer(x, y))
    case (.finite(let a), .finite(let b)):
      if usesRatios {
        return .ratio(negative: a.negative != b.negative, ExactRatio(a) / ExactRatio(b))
      }
      let exact = SignedMagnitude.quotient(SignedMagnitude(a), SignedMagnitude(b))
      return .finite(negative: exact.negative, exact.magnitude)
    }
  }

  private func root(_ x: Datum) -> ExactValue {
    switch x {
    case .nan, .infinity(negative: true): return Self.nan
    case .infinity: return .infinity(negative: false)
    case .zero(let negative): return .zero(negative: negative)
    case .finite(let value):
      if value.negative { return Self.nan }
      if usesRatios {
        var ratio = ExactRatio(value)
        ratio.isRoot = true
        return .ratio(negative: false, ratio)
      }
      let exact = Magnitude(UInt128(value.significand), exponent: value.exponent)
      return .finite(negative: false, exact.squareRoot(bits: rootBits))
    }
  }

  private static func isNegative(_ x: Datum) -> Bool {
    switch x {
    case .nan(let negative, _), .infinity(let negative), .zero(let negative): negative
    case .finite(let value): value.negative
    }
  }

  private static func signsDiffer(_ x: Datum, _ y: Datum) -> Bool {
    isNegative(x) != isNegative(y)
  }

  // MARK: - Sums

  /// A sum of two terms; zeros of one sign keep it, other zero sums are +0 or, rounding down, -0.
  private func sum(_ x: Datum, _ y: Datum) -> ExactValue {
    switch (x, y) {
    case (.nan, _), (_, .nan): return Self.nan
    case (.infinity(let a), .infinity(let b)):
      return a == b ? .infinity(negative: a) : Self.nan
    case (.infinity(let a), _), (_, .infinity(let a)): return .infinity(negative: a)
    case (.zero(let a), .zero(let b)): return .zero(negative: a == b ? a : roundsDown)
    case (.zero, .finite): return Self.value(y, usesRatios)
    case (.finite, .zero): return Self.value(x, usesRatios)
    case (.finite(let a), .finite(let b)):
      if usesRatios {
        return ratio(
          ExactRatio.sum((a.negative, ExactRatio(a)), (b.negative, ExactRatio(b))))
      }
      return finite(SignedMagnitude.sum(SignedMagnitude(a), SignedMagnitude(b)))
    }
  }

  /// A sum of three terms, exact before its one rounding.
  private func sum(_ x: Datum, _ y: Datum, _ z: Datum) -> ExactValue {
    if case .finite(let a) = x, case .finite(let b) = y, case .finite(let c) = z {
      if !usesRatios {
        return finite(
          SignedMagnitude.sum(SignedMagnitude(a), SignedMagnitude(b), SignedMagnitude(c)))
      }
      let pair = ExactRatio.sum((a.negative, ExactRatio(a)), (b.negative, ExactRatio(b)))
      let last = (negative: c.negative, ExactRatio(c))
      return ratio(pair.map { ExactRatio.sum($0, last) } ?? last)
    }
    // At most two terms are finite and not 0; an infinity meets every other infinity.
    let pair = sum(x, y)
    switch (pair, z) {
    case (.nan, _), (_, .nan): return Self.nan
    case (.infinity(let a), .infinity(let b)):
      return a == b ? .infinity(negative: a) : Self.nan
    case (.infinity(let a), _), (_, .infinity(let a)): return .infinity(negative: a)
    case (.zero(let a), .zero(let b)):
      let zeros = [x, y].allSatisfy { if case .zero = $0 { true } else { false } }
      // A pair that cancels is a zero of no sign of its own.
      return .zero(negative: zeros && a == b ? a : roundsDown)
    case (.zero, .finite): return Self.value(z, usesRatios)
    case (_, .zero): return pair
    case (.finite(let negative, let magnitude), .finite(let c)):
      return finite(
        SignedMagnitude.sum(
          SignedMagnitude(negative: negative, magnitude), SignedMagnitude(c)))
    case (.ratio(let negative, let value), .finite(let c)):
      return ratio(ExactRatio.sum((negative, value), (c.negative, ExactRatio(c))))
    }
  }

  func finite(_ total: SignedMagnitude?) -> ExactValue {
    guard let total else { return .zero(negative: roundsDown) }
    return .finite(negative: total.negative, total.magnitude)
  }

  func ratio(_ total: (negative: Bool, ExactRatio)?) -> ExactValue {
    guard let total else { return .zero(negative: roundsDown) }
    return .ratio(negative: total.negative, total.1)
  }

  private func multiplyAdd(_ x: Datum, _ y: Datum, _ z: Datum) -> ExactValue {
    let exact = product(x, y)
    switch (exact, z) {
    case (.nan, _), (_, .nan): return Self.nan
    case (.infinity(let a), .infinity(let b)):
      return a == b ? .infinity(negative: a) : Self.nan
    case (.infinity(let a), _): return .infinity(negative: a)
    case (_, .infinity(let b)): return .infinity(negative: b)
    case (.zero(let a), .zero(let b)): return .zero(negative: a == b ? a : roundsDown)
    case (.zero, .finite): return Self.value(z, usesRatios)
    case (_, .zero): return exact
    case (.finite(let negative, let magnitude), .finite(let addend)):
      return finite(
        SignedMagnitude.sum(
          SignedMagnitude(negative: negative, magnitude), SignedMagnitude(addend)))
    case (.ratio(let negative, let value), .finite(let addend)):
      return ratio(ExactRatio.sum((negative, value), (addend.negative, ExactRatio(addend))))
    }
  }
}
