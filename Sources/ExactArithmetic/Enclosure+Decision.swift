/// How a real number that can only be enclosed stands to a rational.
public enum Decision: Hashable, Sendable {
  case less
  /// Proved: the enclosure is that one point.
  case equal
  case greater
  /// The enclosure of this many bits still holds the rational: equal or very close, nobody knows.
  case undecided(precision: Int)
}

extension Enclosure {
  /// How this enclosure stands to `value`; `nil` where it holds `value` and more.
  public func order(to value: Rational) -> Decision? {
    if hi < value { return .less }
    if lo > value { return .greater }
    return isPoint ? .equal : nil
  }

  /// Compares the number that `enclose` encloses with `value`.
  ///
  /// `enclose(precision)` is asked at `initial` bits and then at twice as many until the enclosure
  /// separates from `value`, last at `limit` bits; if it doesn't there, the answer is
  /// `.undecided(precision: limit)`, never a guess. To compare two such numbers, enclose their
  /// difference and compare it with zero.
  public static func decide(
    against value: Rational = .zero, from initial: Int = 64, upTo limit: Int = 1024,
    _ enclose: (_ precision: Int) -> Enclosure
  ) -> Decision {
    precondition(1 <= initial && initial <= limit, "a decision needs 1 <= initial <= limit bits")
    var precision = initial
    while true {
      if let decision = enclose(precision).order(to: value) { return decision }
      if precision == limit { return .undecided(precision: limit) }
      precision = min(2 * precision, limit)
    }
  }
}
