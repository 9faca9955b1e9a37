public import ExactArithmetic

/// The magnitude by which a mask ranks an element: numbers, above them infinity, above it NaN.
///
/// Signs, the payload of a NaN, and the sign of a zero do not matter.
public enum Magnitude: Hashable, Sendable {
  /// A number of at least 0.
  case finite(Rational)
  /// An infinity of either sign.
  case infinity
  /// Any NaN.
  case nan

  /// The magnitude of a datum.
  public init(_ datum: Datum) {
    switch datum {
    case .finite(let value): self = .finite(value.magnitude)
    case .negativeZero: self = .finite(.zero)
    case .infinity: self = .infinity
    case .nan: self = .nan
    }
  }

  /// The magnitude of a number.
  public init(_ value: Rational) { self = .finite(value.magnitude) }

  /// Whether the element is a number.
  public var isFinite: Bool { number != nil }

  /// The number, `nil` for infinity and NaN.
  public var number: Rational? {
    if case .finite(let value) = self { value } else { nil }
  }
}

extension Magnitude: ExpressibleByIntegerLiteral {
  /// The magnitude of an integer as written in source code.
  public init(integerLiteral value: Int) { self.init(Rational(value)) }
}

extension Magnitude: Comparable {
  /// Whether `a` ranks below `b`.
  public static func < (a: Magnitude, b: Magnitude) -> Bool {
    switch (a, b) {
    case (.finite(let x), .finite(let y)): x < y
    case (.finite, _): true
    case (.infinity, .nan): true
    default: false
    }
  }
}

extension Magnitude: CustomStringConvertible {
  /// `n`, `n/d`, `inf` or `nan`.
  public var description: String {
    switch self {
    case .finite(let value): value.description
    case .infinity: "inf"
    case .nan: "nan"
    }
  }
}

/// A sum of magnitudes.
///
/// One NaN outweighs any infinities, one infinity any numbers: sums are compared by the count of
/// NaNs, then by that of infinities, then by the sum of the numbers.
public struct MagnitudeSum: Hashable, Sendable {
  /// How many NaNs were added.
  public private(set) var nans = 0
  /// How many infinities were added.
  public private(set) var infinities = 0
  /// The sum of the numbers that were added.
  public private(set) var finite = Rational.zero

  /// The empty sum.
  public init() {}

  /// The sum of magnitudes.
  public init(_ magnitudes: some Sequence<Magnitude>) {
    for magnitude in magnitudes { add(magnitude) }
  }

  /// Adds one magnitude.
  public mutating func add(_ magnitude: Magnitude) {
    switch magnitude {
    case .finite(let value): finite += value
    case .infinity: infinities += 1
    case .nan: nans += 1
    }
  }

  /// The sum of two sums.
  public static func + (a: MagnitudeSum, b: MagnitudeSum) -> MagnitudeSum {
    var sum = a
    sum.nans += b.nans
    sum.infinities += b.infinities
    sum.finite += b.finite
    return sum
  }
}

extension MagnitudeSum: Comparable {
  /// Whether `a` is the lesser sum.
  public static func < (a: MagnitudeSum, b: MagnitudeSum) -> Bool {
    if a.nans != b.nans { return a.nans < b.nans }
    if a.infinities != b.infinities { return a.infinities < b.infinities }
    return a.finite < b.finite
  }
}

extension MagnitudeSum: CustomStringConvertible {
  /// The sum of the numbers, before it what outweighs them: `2 nan + 1 inf + 7/2`.
  public var description: String {
    let parts = [(nans, "nan"), (infinities, "inf")].filter { $0.0 > 0 }
      .map { "\($0.0) \($0.1) + " }
    return parts.joined() + finite.description
  }
}
