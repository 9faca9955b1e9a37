extension Rational {
  /// The rational of least denominator in a closed interval of numbers from 0 on; of several the least.
  ///
  /// By continued fractions: the whole part that both ends share is split off and the rest turned over.
  /// `low > high` and numbers below 0 are programmer errors.
  public static func shortest(from low: Rational, to high: Rational) -> Rational {
    precondition(low.signum >= 0 && low <= high, "an interval from 0 on")
    let whole = low.ceiling
    if whole <= high { return whole }
    let floor = low.floor
    return floor + .one / shortest(from: .one / (high - floor), to: .one / (low - floor))
  }
}
