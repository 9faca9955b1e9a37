/// An interval `[lo, hi]` of rationals that holds a real number known no better than that.
///
/// Arithmetic on enclosures is exact on the ends: the result is the smallest interval that holds
/// every result of members. Ends grow in length; `roundedOutward(bits:)` cuts them back to dyadics.
/// The functions in this module (`exp`, `log`, ...) answer dyadic ends.
public struct Enclosure: Hashable, Sendable {
  /// The lower end, part of the interval.
  public let lo: Rational
  /// The upper end, part of the interval.
  public let hi: Rational

  /// The interval from `lo` to `hi`; `lo > hi` is a programmer error.
  public init(lo: Rational, hi: Rational) {
    precondition(lo <= hi, "an enclosure needs lo <= hi, got \(lo) and \(hi)")
    self.lo = lo
    self.hi = hi
  }

  /// The interval that holds `value` alone.
  public init(_ value: Rational) {
    lo = value
    hi = value
  }

  /// `hi - lo`.
  public var width: Rational { hi - lo }

  /// Whether the interval is a single number, which is then known exactly.
  public var isPoint: Bool { lo == hi }

  /// The mean of the ends.
  public var midpoint: Rational { (lo + hi).scaled(byPowerOfTwo: -1) }

  /// Whether the number lies in the interval, ends included.
  public func contains(_ value: Rational) -> Bool { lo <= value && value <= hi }

  /// Whether all of the other interval lies in this one.
  public func contains(_ other: Enclosure) -> Bool { lo <= other.lo && other.hi <= hi }

  /// Whether the intervals share a number; those of one real number always do.
  public func overlaps(_ other: Enclosure) -> Bool { lo <= other.hi && other.lo <= hi }

  /// The smallest interval around `self` whose ends are multiples of `2^-bits`.
  public func roundedOutward(bits: Int) -> Enclosure {
    Enclosure(
      lo: lo.roundedDown(toMultipleOfPowerOfTwo: -bits),
      hi: hi.roundedUp(toMultipleOfPowerOfTwo: -bits))
  }

  /// `self * 2^e`.
  public func scaled(byPowerOfTwo e: Int) -> Enclosure {
    Enclosure(lo: lo.scaled(byPowerOfTwo: e), hi: hi.scaled(byPowerOfTwo: e))
  }
}

// MARK: - Arithmetic

extension Enclosure {
  /// The sums of members.
  public static func + (a: Enclosure, b: Enclosure) -> Enclosure {
    Enclosure(lo: a.lo + b.lo, hi: a.hi + b.hi)
  }

  /// The differences of members, drawn independently: `a - a` is a point only if `a` is.
  public static func - (a: Enclosure, b: Enclosure) -> Enclosure {
    Enclosure(lo: a.lo - b.hi, hi: a.hi - b.lo)
  }

  /// The members negated.
  public static prefix func - (a: Enclosure) -> Enclosure { Enclosure(lo: -a.hi, hi: -a.lo) }

  /// The products of members.
  public static func * (a: Enclosure, b: Enclosure) -> Enclosure {
    if a.lo.signum >= 0 && b.lo.signum >= 0 {
      return Enclosure(lo: a.lo * b.lo, hi: a.hi * b.hi)
    }
    // A bilinear function takes its extremes at the corners.
    let corners = [a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi]
    return corners.dropFirst().reduce(Enclosure(corners[0])) { hull, corner in
      Enclosure(lo: min(hull.lo, corner), hi: max(hull.hi, corner))
    }
  }

  /// The quotients of members; a divisor that contains zero is a programmer error.
  public static func / (a: Enclosure, b: Enclosure) -> Enclosure {
    precondition(!b.contains(Rational.zero), "division by an enclosure that contains zero")
    return a * Enclosure(lo: .one / b.hi, hi: .one / b.lo)
  }
}

extension Enclosure: CustomStringConvertible {
  /// Both ends in decimal, 20 digits each: for people, not for reading back.
  public var description: String {
    isPoint
      ? "[\(lo)]"
      : "[\(lo.decimal(significantDigits: 20)), \(hi.decimal(significantDigits: 20))]"
  }
}
