import ExactArithmetic

/// A ratio of powers in decibels, `10 log10(ratio)`, as decimal text.
enum Decibels {
  /// The level of a positive ratio, correctly rounded to a number of decimal places.
  static func text(_ ratio: Rational, places: Int) -> String {
    precondition(ratio.signum > 0, "only a positive ratio has a level")
    let scale = power(of: 10, places)
    var precision = 64
    while true {
      let level =
        Enclosure.log(ratio, precision: precision) / Enclosure.log(10, precision: precision)
        * Enclosure(10 * scale)
      let low = level.lo.roundedToEven
      // A level that is a tie is a rational power of ten and falls on the grid or not at all near
      // it; so the loop ends, and a limit keeps that from resting on the argument alone.
      if low == level.hi.roundedToEven || precision > 4096 { return fixed(low, places) }
      precision *= 2
    }
  }

  /// An integer as a decimal with its last `places` digits behind the point.
  private static func fixed(_ value: Rational, _ places: Int) -> String {
    var digits = value.magnitude.description
    while digits.count <= places { digits = "0" + digits }
    let sign = value.signum < 0 ? "-" : ""
    return "\(sign)\(digits.dropLast(places)).\(digits.suffix(places))"
  }

  private static func power(of base: Rational, _ exponent: Int) -> Rational {
    (0..<exponent).reduce(.one) { product, _ in product * base }
  }
}

extension ErrorFigures {
  /// The signal-to-quantisation-noise ratio in decibels, rounded to `places` decimals.
  ///
  /// `inf` without noise, `-inf` with noise and no signal, `nil` with neither.
  public func signalToNoise(places: Int) -> String? {
    if noise.isZero { return signal.isZero ? nil : "inf" }
    if signal.isZero { return "-inf" }
    return Decibels.text(signal / noise, places: places)
  }

  /// The mean relative error with the decimal digits that its bounds agree on, 9 at most; `nil`
  /// where every measured input is 0.
  public var meanRelativeText: String? {
    guard let mean = meanRelative else { return nil }
    for digits in stride(from: 9, to: 0, by: -1) {
      let text = mean.lo.decimal(significantDigits: digits)
      if text == mean.hi.decimal(significantDigits: digits) { return text }
    }
    return mean.hi.decimal(significantDigits: 1)
  }
}
