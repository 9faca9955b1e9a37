public import ExactArithmetic

/// What a code denotes, or what an operation yields before it is rounded into a format.
public enum Datum: Hashable, Sendable {
  /// A number; +0 is `finite(0)`.
  case finite(Rational)
  /// The zero with its sign set.
  case negativeZero
  /// An infinity.
  case infinity(negative: Bool)
  /// Not a number.
  case nan(NaN)

  /// A quiet NaN without sign or payload, the result of every invalid operation.
  public static let nan = Datum.nan(NaN())

  /// Whether the datum is +0 or -0.
  public var isZero: Bool {
    switch self {
    case .finite(let value): value.isZero
    case .negativeZero: true
    case .infinity, .nan: false
    }
  }

  /// Whether the datum is any NaN.
  public var isNaN: Bool {
    if case .nan = self { true } else { false }
  }

  /// Whether the sign is set; a NaN answers with its sign bit.
  public var isNegative: Bool {
    switch self {
    case .finite(let value): value.signum < 0
    case .negativeZero: true
    case .infinity(let negative): negative
    case .nan(let nan): nan.negative
    }
  }

  /// The number, 0 for -0, `nil` for infinities and NaNs.
  public var number: Rational? {
    switch self {
    case .finite(let value): value
    case .negativeZero: .zero
    case .infinity, .nan: nil
    }
  }
}

/// The sign and payload of a NaN.
public struct NaN: Hashable, Sendable {
  /// Whether the sign bit is set.
  public var negative: Bool
  /// The trailing significand field, left-aligned: bit 63 is its first bit, which IEEE 754-2019
  /// section 6.2.1 makes the quiet bit.
  ///
  /// 0 where a format's NaN carries no payload.
  public var payload: UInt64

  /// Creates a NaN; without arguments the one that arithmetic produces.
  public init(negative: Bool = false, payload: UInt64 = 0) {
    self.negative = negative
    self.payload = payload
  }
}

extension Datum: CustomStringConvertible {
  /// `n`, `n/d`, `-0`, `inf`, `-inf` or `nan`.
  public var description: String {
    switch self {
    case .finite(let value): value.description
    case .negativeZero: "-0"
    case .infinity(let negative): negative ? "-inf" : "inf"
    case .nan: "nan"
    }
  }
}
