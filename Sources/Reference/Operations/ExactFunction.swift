public import Descriptors
import ExactArithmetic

/// The exact result of an operation, before it is rounded into a format.
public enum ExactResult: Sendable, Hashable {
  /// A datum, known exactly.
  case datum(Datum)
  /// A square root that is no rational number.
  case root(SquareRoot)
}

extension Operation.Kind {
  /// The exact value of the function at the given operands.
  ///
  /// Invalid operations give a NaN without sign or payload, and so does a NaN operand except in
  /// `cast`, which passes it on (IEEE 754-2019 sections 6.1-6.3 and 7.2; division of a finite
  /// number by zero is an exact infinity unless the dialect says otherwise). An exact zero sum of operands that are not zeros of one
  /// sign is +0, or -0 when rounding down.
  ///
  /// What asks about the operand's format is answered by `NumberFormat.answer`, not here, where
  /// it is a NaN.
  ///
  /// - Parameters:
  ///   - operands: `operandCount` data.
  ///   - dialect: of which two things count: whether the result is going to be rounded toward
  ///     negative infinity, and what division by zero is.
  public func exact(_ operands: [Datum], _ dialect: Dialect = Dialect()) -> ExactResult {
    let down = dialect.rounding == .down
    switch family {
    case .conversion: return .datum(operands[0])
    case .sign: return .datum(withSign(operands))
    case .extremum: return .datum(extremum(operands))
    case .comparison: return .datum(.truth(holds(operands[0], operands[1])))
    case .predicate: return .datum(.truth(holds(operands[0])))
    case .neighbour, .query: return .datum(.nan)
    case .arithmetic, .scaled: break
    }
    if operands.contains(where: \.isNaN) { return .datum(.nan) }
    switch self {
    case .add: return .datum(sum([operands[0], operands[1]], roundingDown: down))
    case .sub: return .datum(sum([operands[0], operands[1].negated], roundingDown: down))
    case .faa: return .datum(sum(operands, roundingDown: down))
    case .mul: return .datum(product(operands[0], operands[1]))
    case .div:
      if operands[1].isZero, dialect.divisionByZero == .nan { return .datum(.nan) }
      return .datum(quotient(operands[0], operands[1]))
    case .sqrt: return squareRoot(operands[0])
    case .fma:
      let product = product(operands[0], operands[1])
      return .datum(product.isNaN ? .nan : sum([product, operands[2]], roundingDown: down))
    case .recip:
      if operands[0].isZero, dialect.divisionByZero == .nan { return .datum(.nan) }
      return .datum(quotient(.finite(.one), operands[0]))
    case .rsqrt:
      if operands[0].isZero, dialect.divisionByZero == .nan { return .datum(.nan) }
      return reciprocalRoot(operands[0])
    case .hypot: return hypotenuse(operands[0], operands[1])
    case .scaledAdd, .scaledSubtract, .scaledMultiply:
      let x = product(operands[0], operands[1])
      let y = product(operands[2], operands[3])
      if x.isNaN || y.isNaN { return .datum(.nan) }
      if self == .scaledMultiply { return .datum(product(x, y)) }
      return .datum(sum([x, self == .scaledSubtract ? y.negated : y], roundingDown: down))
    default: return .datum(.nan)
    }
  }
}

extension Datum {
  /// The datum with the other sign.
  ///
  /// There is one exact zero, so 0 and -0 trade places.
  var negated: Datum {
    switch self {
    case .finite(let value): value.isZero ? .negativeZero : .finite(-value)
    case .negativeZero: .finite(.zero)
    case .infinity(let negative): .infinity(negative: !negative)
    case .nan(let nan): .nan(NaN(negative: !nan.negative, payload: nan.payload))
    }
  }
}

/// The exact sum of data of which none is a NaN.
private func sum(_ terms: [Datum], roundingDown down: Bool) -> Datum {
  var infinity: Bool?
  var total = Rational.zero
  for term in terms {
    if case .infinity(let negative) = term {
      if let infinity, infinity != negative { return .nan }
      infinity = negative
    } else if let value = term.number {
      total += value
    }
  }
  if let infinity { return .infinity(negative: infinity) }
  if !total.isZero { return .finite(total) }
  if terms.allSatisfy({ $0 == .negativeZero }) { return .negativeZero }
  if terms.allSatisfy({ $0.isZero && !$0.isNegative }) { return .finite(.zero) }
  return down ? .negativeZero : .finite(.zero)
}

/// The exact product of two data of which none is a NaN.
private func product(_ x: Datum, _ y: Datum) -> Datum {
  let negative = x.isNegative != y.isNegative
  guard let a = x.number, let b = y.number else {
    return x.isZero || y.isZero ? .nan : .infinity(negative: negative)
  }
  return signed(a * b, zeroIsNegative: negative)
}

/// The exact quotient of two data of which none is a NaN.
private func quotient(_ x: Datum, _ y: Datum) -> Datum {
  let negative = x.isNegative != y.isNegative
  switch (x.number, y.number) {
  case (nil, nil): return .nan
  case (nil, _): return .infinity(negative: negative)
  case (_, nil): return negative ? .negativeZero : .finite(.zero)
  case (let a?, let b?):
    if b.isZero { return a.isZero ? .nan : .infinity(negative: negative) }
    return signed(a / b, zeroIsNegative: negative)
  }
}

private func signed(_ value: Rational, zeroIsNegative: Bool) -> Datum {
  value.isZero && zeroIsNegative ? .negativeZero : .finite(value)
}

/// The exact root of a datum that is no NaN; the root of -0 is -0.
private func squareRoot(_ x: Datum) -> ExactResult {
  guard let value = x.number else { return .datum(x.isNegative ? .nan : x) }
  if value.isZero { return .datum(x) }
  if value.signum < 0 { return .datum(.nan) }
  return .root(of: value)
}

/// The exact reciprocal of the root of a datum that is no NaN.
private func reciprocalRoot(_ x: Datum) -> ExactResult {
  guard let value = x.number else { return .datum(x.isNegative ? .nan : .finite(.zero)) }
  if value.isZero { return .datum(.infinity(negative: x.isNegative)) }
  return value.signum < 0 ? .datum(.nan) : .root(of: .one / value)
}

/// The exact length of the hypotenuse; neither side is a NaN.
private func hypotenuse(_ x: Datum, _ y: Datum) -> ExactResult {
  guard let a = x.number, let b = y.number else { return .datum(.infinity(negative: false)) }
  let square = a * a + b * b
  return square.isZero ? .datum(.finite(.zero)) : .root(of: square)
}

extension ExactResult {
  /// The root of a positive number, as a number where it is rational.
  fileprivate static func root(of value: Rational) -> ExactResult {
    let root = SquareRoot(of: value)
    return root.rational.map { .datum(.finite($0)) } ?? .root(root)
  }
}
