public import ExactArithmetic

/// A non-negative real number of which only one thing is asked: how it compares to a rational.
///
/// That is all that rounding ever asks, so roots need no approximation.
public protocol ExactMagnitude: Sendable {
  /// Negative, zero or positive as the number is below, equal to or above `other`.
  func compare(to other: Rational) -> Int
  /// The number itself where it is given as a rational; only a search may begin with it.
  var given: Rational? { get }
}

extension ExactMagnitude {
  /// Nothing: most numbers can only be compared.
  public var given: Rational? { nil }
}

extension Rational: ExactMagnitude {
  /// Negative, zero or positive as the number is below, equal to or above `other`.
  public func compare(to other: Rational) -> Int {
    self == other ? 0 : self < other ? -1 : 1
  }

  /// The number.
  public var given: Rational? { self }
}

/// The square root of a non-negative rational, decided by comparing squares.
public struct SquareRoot: ExactMagnitude, Hashable {
  /// The number under the root.
  public let radicand: Rational

  /// Creates the root of a non-negative number.
  public init(of radicand: Rational) {
    precondition(radicand.signum >= 0, "the radicand is negative")
    self.radicand = radicand
  }

  /// Negative, zero or positive as the root is below, equal to or above `other`.
  public func compare(to other: Rational) -> Int {
    other.signum < 0 ? 1 : radicand.compare(to: other * other)
  }

  /// The root itself where it is rational.
  public var rational: Rational? {
    let top = radicand.numerator.integerSquareRoot()
    let bottom = radicand.denominator.integerSquareRoot()
    let root = top / bottom
    return root * root == radicand ? root : nil
  }
}
