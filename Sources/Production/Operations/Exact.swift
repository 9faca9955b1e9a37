import Descriptors

/// The exact functions, on what the operands denote (IEEE 754-2019 sections 6 and 7).
struct ExactFunction {
  let kind: Operation.Kind
  /// Whether exact zero sums of unlike signs are -0: rounding toward negative infinity.
  let roundsDown: Bool
  /// Whether values are handled as ratios: some operand is not dyadic, or the target needs it.
  let usesRatios: Bool

  private static let nan = ExactValue.nan(negative: false, payload: 0)

  /// The exact result for one, two or three operands; unused ones are ignored.
  func callAsFunction(_ x: Datum, _ y: Datum, _ z: Datum) -> ExactValue {
    switch kind {
    case .cast: Self.value(x, usesRatios)
    case .add: sum([x, y])
    case .sub: sum([x, Self.negated(y)])
    case .faa: sum([x, y, z])
    case .mul: product(x, y)
    case .div: quotient(x, y)
    case .sqrt: root(x)
    case .fma: multiplyAdd(x, y, z)
    }
  }

  private static func value(_ x: Datum, _ usesRatios: Bool) -> ExactValue {
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

  private func product(_ x: Datum, _ y: Datum) -> ExactValue {
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

  private func quotient(_ x: Datum, _ y: Datum) -> ExactValue {
    switch (x, y) {
    case (.nan, _), (_, .nan), (.infinity, .infinity), (.zero, .zero): return Self.nan
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
      return .finite(negative: false, exact.squareRoot)
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

  /// A sum of one to three terms; zeros of one sign keep it, other zero sums are +0 or, rounding
  /// down, -0.
  private func sum(_ terms: [Datum]) -> ExactValue {
    var infinity: Bool?
    var clash = false
    for term in terms {
      switch term {
      case .nan: return Self.nan
      case .infinity(let negative):
        if let infinity, infinity != negative { clash = true }
        infinity = negative
      case .zero, .finite: break
      }
    }
    if clash { return Self.nan }
    if let infinity { return .infinity(negative: infinity) }
    return finiteSum(terms)
  }

  private func finiteSum(_ terms: [Datum]) -> ExactValue {
    var finite: [Datum.Finite] = []
    for case .finite(let value) in terms { finite.append(value) }
    if finite.isEmpty {
      let signs = terms.map(Self.isNegative)
      let alike = signs.allSatisfy { $0 == signs[0] }
      return .zero(negative: alike ? signs[0] : roundsDown)
    }
    if usesRatios {
      var total: (negative: Bool, ExactRatio)?
      for value in finite {
        let term = (negative: value.negative, ExactRatio(value))
        if let partial = total {
          total = ExactRatio.sum(partial, term)
        } else {
          total = term
        }
      }
      guard let total else { return .zero(negative: roundsDown) }
      return .ratio(negative: total.negative, total.1)
    }
    let parts = finite.map { SignedMagnitude($0) }
    let total =
      switch parts.count {
      case 1: Optional(parts[0])
      case 2: SignedMagnitude.sum(parts[0], parts[1])
      default: SignedMagnitude.sum(parts[0], parts[1], parts[2])
      }
    guard let total else { return .zero(negative: roundsDown) }
    return .finite(negative: total.negative, total.magnitude)
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
      let total = SignedMagnitude.sum(
        SignedMagnitude(negative: negative, magnitude), SignedMagnitude(addend))
      guard let total else { return .zero(negative: roundsDown) }
      return .finite(negative: total.negative, total.magnitude)
    case (.ratio(let negative, let ratio), .finite(let addend)):
      let total = ExactRatio.sum((negative, ratio), (addend.negative, ExactRatio(addend)))
      guard let total else { return .zero(negative: roundsDown) }
      return .ratio(negative: total.negative, total.1)
    }
  }
}
