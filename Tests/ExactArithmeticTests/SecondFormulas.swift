import ExactArithmetic

/// The same numbers by other formulas than the module's, in plain rationals: partial sums and
/// convergents that bracket the value, with nothing rounded on the way.
enum SecondFormulas {
  static let tolerance = Rational.powerOfTwo(-230)

  /// A positive series whose terms at least halve from some place on.
  static func positive(_ term: (Int) -> Rational) -> Enclosure {
    var sum = Rational.zero
    var n = 0
    while true {
      let t = term(n)
      sum += t
      if t < tolerance { return Enclosure(lo: sum, hi: sum + t) }
      n += 1
    }
  }

  /// An alternating series, the first term positive; terms decrease once they are small.
  static func alternating(_ term: (Int) -> Rational) -> Enclosure {
    var sum = Rational.zero
    var n = 0
    while true {
      let t = term(n)
      if t < tolerance && n > 60 { return Enclosure(lo: sum - t, hi: sum + t) }
      sum += n & 1 == 0 ? t : -t
      n += 1
    }
  }

  static func factorial(_ n: Int) -> Rational {
    n < 2 ? .one : (2...n).reduce(into: .one) { $0 *= Rational($1) }
  }

  static let e = positive { .one / factorial($0) }

  /// Eight times the exponent of an eighth, where the module reduces by `ln 2`.
  static func exp(_ x: Rational) -> Enclosure {
    let eighth = x.scaled(byPowerOfTwo: -3)
    var result = positive { eighth.power($0) / factorial($0) }
    for _ in 0..<3 { result = result * result }
    return result
  }

  /// Stoermer: `44 atan(1/57) + 7 atan(1/239) - 12 atan(1/682) + 24 atan(1/12943) = pi/4`.
  static let pi: Enclosure = {
    func atan(_ d: Int) -> Enclosure {
      alternating { n in
        .one / (Rational(2 * n + 1) * Rational(d).power(2 * n + 1))
      }
    }
    let quarter =
      Enclosure(44) * atan(57) + Enclosure(7) * atan(239) - Enclosure(12) * atan(682)
      + Enclosure(24) * atan(12943)
    return quarter.scaled(byPowerOfTwo: 2)
  }()

  /// `-ln(1 - 1/d)`.
  private static func logOfGap(_ d: Int) -> Enclosure {
    positive { n in .one / (Rational(n + 1) * Rational(d).power(n + 1)) }
  }

  static let ln2 = logOfGap(2)
  /// `3 = 2 / (1 - 1/3)`.
  static let ln3 = ln2 + logOfGap(3)
  /// `10 = 8 / (1 - 1/5)`.
  static let ln10 = Enclosure(3) * ln2 + logOfGap(5)

  /// Heron's mean and what it divides `x` into are on both sides of the root.
  static func sqrt(_ x: Rational) -> Enclosure {
    var above = x.floorLog2 >= 0 ? Rational.powerOfTwo(x.floorLog2 / 2 + 1) : .one
    while above - x / above > tolerance {
      above = ((above + x / above).scaled(byPowerOfTwo: -1)).roundedUp(toMultipleOfPowerOfTwo: -300)
    }
    return Enclosure(lo: x / above, hi: above)
  }

  static func sqrt(_ x: Enclosure) -> Enclosure {
    Enclosure(lo: sqrt(x.lo).lo, hi: sqrt(x.hi).hi)
  }

  /// The alternating Maclaurin series; the module sums positive terms.
  static func erf(_ x: Rational) -> Enclosure {
    let sum = alternating { n in x.power(2 * n + 1) / (factorial(n) * Rational(2 * n + 1)) }
    return sum.scaled(byPowerOfTwo: 1) / sqrt(pi)
  }

  static func normalCDF(_ z: Rational) -> Enclosure {
    let sum = alternating { n in
      z.magnitude.power(2 * n + 1) / (factorial(n) * Rational(2 * n + 1) * Rational(2).power(n))
    }
    let upper = sum / sqrt(pi.scaled(byPowerOfTwo: 1))
    let half = Enclosure(Rational(1, over: 2))
    return z.signum < 0 ? half - upper : half + upper
  }
}
