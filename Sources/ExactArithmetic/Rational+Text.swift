extension Rational: CustomStringConvertible {
  /// `n` for integers, `n/d` in lowest terms otherwise; `-` in front of negative values.
  public var description: String { big.description }
}
