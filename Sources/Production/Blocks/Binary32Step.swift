import Descriptors

/// Steps of float32 arithmetic on numbers that need not be float32: exact, then rounded once to
/// nearest even.
struct Binary32Step: Sendable {
  let target: Target

  init() throws(ProductionError) {
    let format = FormatDescriptor(
      name: "float32", bits: 32,
      encoding: .float(
        FloatLayout(
          signed: true, exponentBits: 8, trailingBits: 23, bias: 127, hasNegativeZero: true,
          infinities: .ieee, nans: .ieee)))
    target = try Target(format, dialect: Dialect())
  }

  static let largest = Float.greatestFiniteMagnitude

  /// `x / y`, rounded; both finite and not 0.
  func quotient(_ x: Datum.Finite, _ y: Datum.Finite) -> Float {
    float(ExactQuotient.value([x], over: [y], asRatio: false))
  }

  /// `x * y` by the rules of IEEE 754.
  func product(_ x: Datum, _ y: Float) -> Float {
    if let value = x.finite, let factor = datum(y).finite {
      return float(ExactQuotient.value([value, factor], asRatio: false))
    }
    return approach(x) * y
  }

  /// `x / y` by the rules of IEEE 754.
  func quotient(_ x: Datum, _ y: Float) -> Float {
    if let value = x.finite, let divisor = datum(y).finite { return quotient(value, divisor) }
    return approach(x) / y
  }

  /// What a float32 denotes.
  func datum(_ x: Float) -> Datum { target.coding.decode(UInt64(x.bitPattern)) }

  /// A float32 that behaves like the number where the other operand is a zero or no number.
  private func approach(_ x: Datum) -> Float {
    switch x {
    case .nan: .nan
    case .infinity(let negative): negative ? -.infinity : .infinity
    case .zero(let negative): negative ? -0.0 : 0
    case .finite(let value): value.negative ? -1 : 1
    }
  }

  private func float(_ value: ExactValue) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: target.encode(value, word: 0)))
  }
}
