extension Operation {
  /// The functions of a few numbers whose one result is exact before it is rounded.
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
}

// What is the same for many functions: what they take, what they answer, whether they round.

extension Operation.Kind {
  /// What sort of function it is.
  public enum Family: Hashable, Sendable, CaseIterable {
    /// The value itself, in another format.
    case conversion
    /// A number computed from numbers, rounded once.
    case arithmetic
    /// The operand but for its sign.
    case sign
    /// One of the operands.
    case extremum
    /// A truth about two operands.
    case comparison
    /// A truth about one operand, or its class.
    case predicate
    /// The datum beside the operand.
    case neighbour
    /// A fact about the operand's format.
    case query
    /// Arithmetic on operands times scales, rounded once.
    case scaled
  }

  /// What sort of function it is.
  public var family: Family {
    switch self {
    case .cast: .conversion
    case .add, .sub, .mul, .div, .sqrt, .fma, .faa, .recip, .rsqrt, .hypot: .arithmetic
    case .negate, .abs, .copySign: .sign
    case .minimum, .maximum, .minimumNumber, .maximumNumber, .minimumMagnitude,
      .maximumMagnitude, .minimumMagnitudeNumber, .maximumMagnitudeNumber, .minimumFinite,
      .maximumFinite, .clamp:
      .extremum
    case .compareLess, .compareLessEqual, .compareEqual, .compareGreaterEqual, .compareGreater,
      .totalOrder:
      .comparison
    case .isZero, .isOne, .isNaN, .isSignMinus, .isFinite, .isInfinite, .isNormal, .isSubnormal,
      .classify:
      .predicate
    case .nextGreaterThan, .nextLessThan: .neighbour
    case .bitwidthOf, .precisionOf, .signednessOf, .domainOf, .trailingBitsOf, .exponentBitsOf,
      .exponentBiasOf, .maxFiniteOf, .minFiniteOf, .minPositiveOf, .maxSubnormalOf, .minNormalOf:
      .query
    case .scaledAdd, .scaledSubtract, .scaledMultiply: .scaled
    }
  }

  /// How many operands the function takes.
  public var operandCount: Int {
    switch self {
    case .fma, .faa, .clamp: return 3
    case .sqrt, .recip, .rsqrt, .negate, .abs: return 1
    default: break
    }
    return switch family {
    case .conversion, .predicate, .neighbour, .query: 1
    case .arithmetic, .sign, .extremum, .comparison: 2
    case .scaled: 4
    }
  }

  /// Whether the exact value is rounded into a format of the caller's choice.
  ///
  /// Comparisons, predicates, neighbours and queries answer in a format that follows from the
  /// function, in which their answer always is.
  public var rounds: Bool {
    switch family {
    case .conversion, .arithmetic, .sign, .extremum, .scaled: true
    case .comparison, .predicate, .neighbour, .query: false
    }
  }

  /// The one format in which the function answers, given the format of its operand; `nil` where
  /// the caller chooses.
  ///
  /// A truth is one bit, a class three, a number about a format a signed integer of 16 bits; a
  /// neighbour and a bound are data of the operand's own format.
  public func result(for operand: FormatDescriptor) -> FormatDescriptor? {
    if rounds { return nil }
    switch self {
    case .classify: return .integer("uint3", bits: 3, signed: false)
    case .signednessOf, .domainOf: return .integer("uint1", bits: 1, signed: false)
    case .bitwidthOf, .precisionOf, .trailingBitsOf, .exponentBitsOf, .exponentBiasOf:
      return .integer("int16", bits: 16, signed: true)
    default: break
    }
    switch family {
    case .comparison, .predicate: return .integer("uint1", bits: 1, signed: false)
    default: return operand
    }
  }

  /// The functions whose result is computed and rounded, which have laws of arithmetic.
  public static let arithmetic = allCases.filter { $0.family == .arithmetic }
}

extension Operation {
  /// An operation whose result format follows from its function.
  ///
  /// - Precondition: `!kind.rounds` and `operands.count == kind.operandCount`.
  public init(
    _ kind: Kind, of operands: [FormatDescriptor], dialect: Dialect = Dialect()
  ) {
    self.init(
      kind, operands: operands, result: kind.result(for: operands[0]) ?? operands[0],
      dialect: dialect)
  }
}

extension FormatDescriptor {
  /// An integer format under the name that naming rules give it.
  fileprivate static func integer(_ name: String, bits: Int, signed: Bool) -> FormatDescriptor {
    FormatDescriptor(
      name: name, bits: bits, encoding: .fixedPoint(FixedPointLayout(signed: signed)),
      source: signed ? "two's complement" : "plain binary")
  }
}

/// The eight kinds of data that `class` tells apart, in the order of their values, NaN first.
///
/// The raw value is the code of the answer. IEEE P3109 names the kinds and gives them no numbers;
/// -0 counts as zero, and a format without gradual underflow has no subnormals.
public enum DatumKind: UInt64, Hashable, Sendable, CaseIterable {
  case nan
  case negativeInfinity, negativeNormal, negativeSubnormal
  case zero
  case positiveSubnormal, positiveNormal, positiveInfinity

  /// The name in words.
  public var name: String {
    switch self {
    case .nan: "NaN"
    case .negativeInfinity: "negative infinity"
    case .negativeNormal: "negative normal"
    case .negativeSubnormal: "negative subnormal"
    case .zero: "zero"
    case .positiveSubnormal: "positive subnormal"
    case .positiveNormal: "positive normal"
    case .positiveInfinity: "positive infinity"
    }
  }
}
