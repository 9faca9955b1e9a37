// Every function takes a precision in bits and answers an enclosure of width at most
// 2^-precision (absolute), and answers at growing precisions lie inside one another.

extension Enclosure {
  /// `pi`, by Machin's formula `16 atan(1/5) - 4 atan(1/239)`.
  public static func pi(precision: Int) -> Enclosure {
    refined(precision: precision) { piAtBits($0) }
  }

  /// The natural logarithm of 2, as `18 atanh(1/26) - 2 atanh(1/4801) + 8 atanh(1/8749)`.
  ///
  /// With `atanh(1/n) = 1/2 ln((n+1)/(n-1))` the sum is
  /// `9 ln(27/25) - ln(4802/4800) + 4 ln(8750/8748)`; the primes 3, 5 and 7 cancel and one `ln 2`
  /// is left.
  public static func ln2(precision: Int) -> Enclosure {
    refined(precision: precision) { ln2AtBits($0) }
  }

  /// The square root of `x >= 0`; a negative `x` is a programmer error.
  ///
  /// A rational root is answered as a point, whatever the precision. Otherwise, with
  /// `s = floor(sqrt(floor(x * 4^b)))`, `s <= sqrt(x) * 2^b < s + 1`.
  public static func sqrt(_ x: Rational, precision: Int) -> Enclosure {
    precondition(x.signum >= 0, "the square root of the negative number \(x)")
    let n = x.numerator.integerSquareRoot()
    let d = x.denominator.integerSquareRoot()
    let root = n / d
    if root * root == x { return Enclosure(root) }
    return refined(precision: precision) { bits in
      let floor = x.scaled(byPowerOfTwo: 2 * bits).floor.integerSquareRoot()
      return Enclosure(lo: floor, hi: floor + .one).scaled(byPowerOfTwo: -bits)
    }
    .clipped(from: .zero)
  }

  /// `e^x`.
  ///
  /// `x = k ln 2 + r` with an integer `k` and `0 <= r < 1`; `e^r` is its Taylor series, whose terms
  /// have the ratio `r/(n+1)`, and `e^x = 2^k e^r`. Far below zero, `0 < e^x < 2^-precision` is the
  /// answer. `x` above `2^20` is a programmer error: the result has more than a million bits.
  public static func exp(_ x: Rational, precision: Int) -> Enclosure {
    if x.isZero { return Enclosure(.one) }
    if x <= Rational(-precision - 2) { return Enclosure(lo: .zero, hi: .powerOfTwo(-precision)) }
    precondition(x <= Rational(1 << 20), "exp(\(x)) has more than a million bits")
    // e^x < 2^(3x/2), and those bits stand in front of the point.
    let extra = x.signum > 0 ? Int((x * Rational(3, over: 2)).ceiling.asInt64 ?? 0) : 0
    return refined(precision: precision) { bits in
      let working = bits + extra
      // |k| < 2^22, so k ln 2 is known to `working` bits.
      let ln2 = ln2AtBits(working + 24)
      // One too high at most: ln2.lo is below ln 2.
      var k = (x / ln2.lo).floor
      var r = Enclosure(x) - Enclosure(k) * ln2
      if r.lo.signum < 0 {
        k -= .one
        r = Enclosure(x) - Enclosure(k) * ln2
      }
      let series = positiveSeries(
        first: Enclosure(.one), q: r.roundedOutward(bits: working), bits: working,
        ratio: { n in (1, n + 1) }, tailRatio: { n in (1, n + 1) })
      return series.scaled(byPowerOfTwo: Int(k.asInt64 ?? 0))
    }
    .clipped(from: .zero)
  }

  /// The natural logarithm of `x > 0`; any other `x` is a programmer error.
  ///
  /// `x = 2^k m` with `2/3 < m <= 4/3` and `ln m = 2 atanh((m-1)/(m+1))`, an argument within 1/5.
  public static func log(_ x: Rational, precision: Int) -> Enclosure {
    precondition(x.signum > 0, "the logarithm of \(x), which is not positive")
    if x == .one { return Enclosure(.zero) }
    return refined(precision: precision) { logAtBits(x, bits: $0) }
  }

  /// The logarithm to base 2 of `x > 0`; a point where `x` is a power of two.
  public static func log2(_ x: Rational, precision: Int) -> Enclosure {
    precondition(x.signum > 0, "the logarithm of \(x), which is not positive")
    let k = x.floorLog2
    if x == .powerOfTwo(k) { return Enclosure(Rational(k)) }
    return refined(precision: precision) { bits in
      // The integer part stays out of the division.
      let fraction = logAtBits(x.scaled(byPowerOfTwo: -k), bits: bits) / ln2AtBits(bits)
      return Enclosure(Rational(k)) + fraction.roundedOutward(bits: bits)
    }
  }

  /// The error function, `2/sqrt(pi)` times the integral of `e^(-t^2)` over `0...x`.
  ///
  /// `2/sqrt(pi) * e^(-x^2) * S(x, 2 x^2)` with the series of `gaussianSeries`, all of whose terms
  /// are positive. Far out, `1 - erf x <= e^(-x^2) < 2^-precision` is the answer.
  public static func erf(_ x: Rational, precision: Int) -> Enclosure {
    if x.isZero { return Enclosure(.zero) }
    if x.signum < 0 { return -erf(-x, precision: precision) }
    let square = x * x
    if square >= Rational(precision + 4) {
      return Enclosure(lo: .one - .powerOfTwo(-precision), hi: .one)
    }
    return refined(precision: precision) { bits in
      let working = bits + seriesBits(exponent: square)
      let z = Enclosure(x).roundedOutward(bits: working)
      let integral =
        exp(Enclosure(-square), precision: working)
        * gaussianSeries(z, (z * z).scaled(byPowerOfTwo: 1), bits: working)
      let rootOfPi = sqrt(piAtBits(bits), precision: bits)
      return (integral.scaled(byPowerOfTwo: 1) / rootOfPi).roundedOutward(bits: working)
    }
    .clipped(from: .zero, through: .one)
  }

  /// The distribution function of the standard normal law, `Phi(z)`.
  ///
  /// `1/2 + e^(-z^2/2) / sqrt(2 pi) * S(z, z^2)` for `z > 0` and `1 - Phi(-z)` below zero. Far out,
  /// `1 - Phi(z) <= e^(-z^2/2) < 2^-precision` is the answer. The width is absolute: for a tail to
  /// so many digits of its own, ask for more precision by the tail's own exponent.
  public static func normalCDF(_ z: Rational, precision: Int) -> Enclosure {
    let half = Rational(1, over: 2)
    if z.isZero { return Enclosure(half) }
    if z.signum < 0 { return Enclosure(.one) - normalCDF(-z, precision: precision) }
    let halfSquare = z * z * half
    if halfSquare >= Rational(precision + 4) {
      return Enclosure(lo: .one - .powerOfTwo(-precision), hi: .one)
    }
    return refined(precision: precision) { bits in
      let working = bits + seriesBits(exponent: halfSquare)
      let end = Enclosure(z).roundedOutward(bits: working)
      let integral =
        exp(Enclosure(-halfSquare), precision: working)
        * gaussianSeries(end, end * end, bits: working)
      let rootOfTwoPi = sqrt(piAtBits(bits).scaled(byPowerOfTwo: 1), precision: bits)
      return Enclosure(half) + (integral / rootOfTwoPi).roundedOutward(bits: working)
    }
    .clipped(from: half, through: .one)
  }
}

// MARK: - Of enclosures

extension Enclosure {
  // Each function increases, so the image of an interval lies between the images of its ends.

  /// `e^x` for all `x` of the interval; wider than `2^-precision` by what the interval itself spans.
  public static func exp(_ x: Enclosure, precision: Int) -> Enclosure {
    monotone(x) { exp($0, precision: precision) }
  }

  /// The natural logarithm of an interval above zero.
  public static func log(_ x: Enclosure, precision: Int) -> Enclosure {
    monotone(x) { log($0, precision: precision) }
  }

  /// The logarithm to base 2 of an interval above zero.
  public static func log2(_ x: Enclosure, precision: Int) -> Enclosure {
    monotone(x) { log2($0, precision: precision) }
  }

  /// The square root of an interval from zero on.
  public static func sqrt(_ x: Enclosure, precision: Int) -> Enclosure {
    monotone(x) { sqrt($0, precision: precision) }
  }

  /// The error function of an interval.
  public static func erf(_ x: Enclosure, precision: Int) -> Enclosure {
    monotone(x) { erf($0, precision: precision) }
  }

  /// `Phi` of an interval.
  public static func normalCDF(_ z: Enclosure, precision: Int) -> Enclosure {
    monotone(z) { normalCDF($0, precision: precision) }
  }

  private static func monotone(_ x: Enclosure, _ f: (Rational) -> Enclosure) -> Enclosure {
    let low = f(x.lo)
    return x.isPoint ? low : Enclosure(lo: low.lo, hi: f(x.hi).hi)
  }
}

// MARK: - At a working precision

extension Enclosure {
  private static let storedBits = 1536
  private static let storedPi = machin(bits: storedBits)
  private static let storedLn2 = threeLogarithms(bits: storedBits)

  private static func piAtBits(_ bits: Int) -> Enclosure {
    bits + 8 <= storedBits ? storedPi.roundedOutward(bits: bits) : machin(bits: bits)
  }

  private static func ln2AtBits(_ bits: Int) -> Enclosure {
    bits + 8 <= storedBits ? storedLn2.roundedOutward(bits: bits) : threeLogarithms(bits: bits)
  }

  private static func machin(bits: Int) -> Enclosure {
    atanOfReciprocal(5, bits: bits).scaled(byPowerOfTwo: 4)
      - atanOfReciprocal(239, bits: bits).scaled(byPowerOfTwo: 2)
  }

  private static func threeLogarithms(bits: Int) -> Enclosure {
    func times(_ factor: Int, _ n: Int) -> Enclosure {
      Enclosure(Rational(factor)) * atanhSeries(Enclosure(Rational(1, over: n)), bits: bits)
    }
    return times(18, 26) - times(2, 4801) + times(8, 8749)
  }

  private static func logAtBits(_ x: Rational, bits: Int) -> Enclosure {
    var k = x.floorLog2
    var m = x.scaled(byPowerOfTwo: -k)
    if m > Rational(4, over: 3) {
      m = m.scaled(byPowerOfTwo: -1)
      k += 1
    }
    let z = Enclosure((m - .one).magnitude / (m + .one)).roundedOutward(bits: bits)
    let series = atanhSeries(z, bits: bits).scaled(byPowerOfTwo: 1)
    // |k| < 2^35, so k ln 2 is known to `bits` bits.
    let whole = Enclosure(Rational(k)) * ln2AtBits(bits + 36)
    return m < .one ? whole - series : whole + series
  }

  /// Bits before the point of a series of size `e^exponent`, with room for rounding its terms.
  private static func seriesBits(exponent: Rational) -> Int {
    Int((exponent * Rational(3, over: 2)).ceiling.asInt64 ?? 0) + 8
  }
}
