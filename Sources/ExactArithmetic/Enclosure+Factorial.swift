extension Enclosure {
  /// The natural logarithm of `n!`, in an enclosure no wider than `2^-80`.
  ///
  /// Up to 512 of the product itself; above by Stirling's series
  /// `(n + 1/2) ln n - n + ln(2 pi)/2 + 1/(12 n) - 1/(360 n^3) + ...`, whose partial sums lie above
  /// and below the true value in turn (Robbins 1955 for the first two; Whittaker and Watson, A
  /// Course of Modern Analysis, section 12.33, for all). A negative `n` is a programmer error.
  public static func logFactorial(_ n: Int) -> Enclosure {
    precondition(n >= 0, "\(n)! is not defined")
    if n < 2 { return Enclosure(.zero) }
    if n <= 512 { return log(product(2...n), precision: 90) }
    let x = Rational(n)
    let half = Rational(1, over: 2)
    // (n + 1/2) times the width must stay small.
    let logarithm = log(x, precision: 96 + x.floorLog2)
    let rootOfTwoPi = log(pi(precision: 128).scaled(byPowerOfTwo: 1), precision: 100)
    var sums: [Rational] = []
    var sum = Rational.zero
    var power = x
    for (numerator, denominator) in stirling {
      sum += Rational(numerator, over: denominator) / power
      power = power * x * x
      sums.append(sum)
    }
    let series = Enclosure(lo: sums[5], hi: sums[4])
    let leading = Enclosure(x + half) * logarithm - Enclosure(x)
    return (leading + Enclosure(half) * rootOfTwoPi + series).roundedOutward(bits: 100)
  }

  /// `B_2m / (2m (2m - 1))` for m = 1...6; above 512 the sixth term is below `2^-107`.
  private static let stirling: [(Int, Int)] = [
    (1, 12), (-1, 360), (1, 1260), (-1, 1680), (1, 1188), (-691, 360360),
  ]

  /// The product of a range of integers, halves first: factors of equal length multiply fastest.
  private static func product(_ range: ClosedRange<Int>) -> Rational {
    if range.count == 1 { return Rational(range.lowerBound) }
    let middle = range.lowerBound + range.count / 2
    return product(range.lowerBound...middle - 1) * product(middle...range.upperBound)
  }

  /// `e^x` with an enclosure of relative width about `2^-64` however small it is, as the enclosure of
  /// `x` allows; below `2^-(2^22)` the lower end is 0.
  static func expRelative(_ x: Enclosure) -> Enclosure {
    let ln2 = ln2(precision: 128)
    let limit = Rational(1 << 22)
    func one(_ x: Rational) -> Enclosure {
      let k = (x / ln2.lo).floor
      guard k.magnitude < limit, let shift = k.asInt64 else {
        return Enclosure(lo: .zero, hi: .powerOfTwo(-(1 << 22)))
      }
      let rest = Enclosure(x) - Enclosure(k) * ln2
      return exp(rest, precision: 72).scaled(byPowerOfTwo: Int(shift))
    }
    return x.isPoint ? one(x.lo) : Enclosure(lo: one(x.lo).lo, hi: one(x.hi).hi)
  }
}
