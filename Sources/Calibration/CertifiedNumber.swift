public import ExactArithmetic

/// A number of an answer: exact, or enclosed between two rationals that are proved.
///
/// In JSON an exact number is a string such as `"13/10"`, an enclosed one `["lo","hi"]`.
public enum CertifiedNumber: Hashable, Sendable, Encodable {
  /// The number itself.
  case exact(Rational)
  /// Both ends are proved; the number may be either.
  case enclosed(Enclosure)

  /// The narrowest statement: exact where the ends are equal.
  public init(_ enclosure: Enclosure) {
    self = enclosure.lo == enclosure.hi ? .exact(enclosure.lo) : .enclosed(enclosure)
  }

  /// Both ends, equal where the number is exact.
  public var enclosure: Enclosure {
    switch self {
    case .exact(let value): Enclosure(value)
    case .enclosed(let enclosure): enclosure
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .exact(let value):
      var container = encoder.singleValueContainer()
      try container.encode(value.description)
    case .enclosed(let enclosure):
      var container = encoder.unkeyedContainer()
      try container.encode(enclosure.lo.description)
      try container.encode(enclosure.hi.description)
    }
  }
}

extension CertifiedNumber {
  /// As many digits as are certain, at most `digits`, with `~` before a number that is not exact.
  public func text(digits: Int = 8) -> String {
    switch self {
    case .exact(let value):
      let short = value.description
      return short.utf8.count <= 12 ? short : "~" + value.decimal(significantDigits: digits)
    case .enclosed(let enclosure):
      let middle = (enclosure.lo + enclosure.hi) * Rational(1, over: 2)
      return "~" + middle.decimal(significantDigits: digits)
    }
  }
}
