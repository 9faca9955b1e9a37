/// An exact function of data followed by one rounding into a format.
public struct Operation: Hashable, Sendable {
  /// Which function.
  public var kind: Kind
  /// The format of each operand, `kind.operandCount` of them.
  public var operands: [FormatDescriptor]
  /// The format of the result.
  public var result: FormatDescriptor
  /// Every choice made when the exact value enters the result format.
  public var dialect: Dialect

  /// The exact functions.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The value itself.
    case cast
    case add, sub, mul, div, sqrt
    /// `x * y + z`.
    case fma
    /// `x + y + z`.
    case faa
    /// `1 / x`.
    case recip
    /// `1 / sqrt(x)`.
    case rsqrt
    /// `sqrt(x * x + y * y)`.
    case hypot

    /// The value with its sign turned, cleared or taken from `y`.
    case negate, abs
    case copySign = "copy-sign"

    /// The smaller or the larger of two values; a NaN wins.
    case minimum, maximum
    /// The same; a NaN loses.
    case minimumNumber = "minimum-number"
    case maximumNumber = "maximum-number"
    /// The value of smaller or larger magnitude; a NaN wins.
    case minimumMagnitude = "minimum-magnitude"
    case maximumMagnitude = "maximum-magnitude"
    /// The same; a NaN loses.
    case minimumMagnitudeNumber = "minimum-magnitude-number"
    case maximumMagnitudeNumber = "maximum-magnitude-number"
    /// The smaller or the larger of two values; NaNs lose, and infinities lose to numbers.
    case minimumFinite = "minimum-finite"
    case maximumFinite = "maximum-finite"
    /// `x`, but no less than `y` and no more than `z`.
    case clamp

    /// Comparisons: 1 for true, 0 for false and wherever an operand is a NaN.
    case compareLess = "compare-less"
    case compareLessEqual = "compare-less-equal"
    case compareEqual = "compare-equal"
    case compareGreaterEqual = "compare-greater-equal"
    case compareGreater = "compare-greater"
    /// Whether `x` comes before `y` or stands with it; NaNs come first.
    case totalOrder = "total-order"

    /// Predicates: 1 for true, 0 for false.
    case isZero = "is-zero"
    case isOne = "is-one"
    case isNaN = "is-nan"
    case isSignMinus = "is-sign-minus"
    case isFinite = "is-finite"
    case isInfinite = "is-infinite"
    case isNormal = "is-normal"
    case isSubnormal = "is-subnormal"
    /// Which of eight kinds of datum it is, a `DatumKind`.
    case classify = "class"

    /// The next datum of the operand's format.
    case nextGreaterThan = "next-greater-than"
    case nextLessThan = "next-less-than"

    /// Facts about the operand's format, whatever the operand.
    case bitwidthOf = "bitwidth-of"
    case precisionOf = "precision-of"
    case signednessOf = "signedness-of"
    case domainOf = "domain-of"
    case trailingBitsOf = "trailing-bits-of"
    case exponentBitsOf = "exponent-bits-of"
    case exponentBiasOf = "exponent-bias-of"
    case maxFiniteOf = "max-finite-of"
    case minFiniteOf = "min-finite-of"
    case minPositiveOf = "min-positive-of"
    case maxSubnormalOf = "max-subnormal-of"
    case minNormalOf = "min-normal-of"

    /// Operations on `s * x` and `t * y`, the operands being `s, x, t, y` in this order.
    case scaledAdd = "scaled-add"
    case scaledSubtract = "scaled-subtract"
    case scaledMultiply = "scaled-multiply"
  }

  /// Creates an operation.
  ///
  /// A function that does not round (`Kind.rounds`) keeps of its dialect only what has a meaning
  /// for it: how operands are read and what a NaN becomes.
  ///
  /// - Precondition: `operands.count == kind.operandCount`.
  public init(
    _ kind: Kind, operands: [FormatDescriptor], result: FormatDescriptor, dialect: Dialect
  ) {
    precondition(operands.count == kind.operandCount, "\(kind) takes \(kind.operandCount) operands")
    self.kind = kind
    self.operands = operands
    self.result = result
    self.dialect = kind.rounds ? dialect : dialect.withoutRounding
  }

  /// A conversion.
  public static func cast(
    from source: FormatDescriptor, to target: FormatDescriptor, dialect: Dialect = Dialect()
  ) -> Operation {
    Operation(.cast, operands: [source], result: target, dialect: dialect)
  }

  /// Whether each case carries a random word.
  public var takesRandomWord: Bool { dialect.rounding.takesRandomWord }
}
