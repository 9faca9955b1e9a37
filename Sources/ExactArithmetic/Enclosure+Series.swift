extension Enclosure {
  /// The sum of a series of nonnegative terms with rational ratios.
  ///
  /// The series is `t0 + t1 + ...` with `t0 = first` and `t(n+1) = t(n) * q * ratio(n)`, where `q`
  /// and `first` are anywhere in their (nonnegative) enclosures and `ratio(n) > 0` is exact.
  /// `tailRatio(n)` is a number that no `ratio(m)` with `m >= n` exceeds.
  ///
  /// Proof that the result holds the sum, for every choice of `q` and `first`.
  /// Below: from the lower ends, each term is rounded down to a multiple of `2^-bits`, so by
  /// induction no computed term exceeds the true one; the terms left out are not negative.
  /// Above: from the upper ends, each term is rounded up, so no computed term is below the true
  /// one. The loop stops at an `n` with `rho = q * tailRatio(n) <= 1/2`; the terms after `t(n)` are
  /// then at most `t(n) * (rho + rho^2 + ...) = t(n) * rho / (1 - rho) <= t(n)`, so adding `t(n)`
  /// once more covers them. Terms and sums are kept as integers in units of `2^-bits`.
  package static func positiveSeries(
    first: Enclosure, q: Enclosure, bits: Int,
    ratio: (Int) -> (numerator: Int, denominator: Int),
    tailRatio: (Int) -> (numerator: Int, denominator: Int)
  ) -> Enclosure {
    func next(_ term: BigRational, _ q: BigRational, _ n: Int, up: Bool) -> BigRational {
      let (numerator, denominator) = ratio(n)
      return term.step(
        q, numerator: UInt64(numerator), denominator: UInt64(denominator), up: up)
    }

    var term = first.lo.scaled(byPowerOfTwo: bits).floor.big
    let lowestQ = q.lo.big
    var below = term
    var n = 0
    while term.signum != 0 {
      term = next(term, lowestQ, n, up: false)
      below = below + term
      n += 1
    }

    let unit = BigRational(1)
    let highestQ = q.hi.big
    term = first.hi.scaled(byPowerOfTwo: bits).ceiling.big
    var above = term
    n = 0
    while true {
      if term <= unit {
        let (numerator, denominator) = tailRatio(n)
        if q.hi * Rational(2 * numerator) <= Rational(denominator) { break }
      }
      term = next(term, highestQ, n, up: true)
      above = above + term
      n += 1
    }
    return Enclosure(lo: Rational(below), hi: Rational(above + term))
      .scaled(byPowerOfTwo: -bits)
  }

  /// `atanh z = z + z^3/3 + z^5/5 + ...` for `0 <= z <= 1/2`.
  ///
  /// Terms have the ratio `z^2 (2n+1)/(2n+3) < z^2 <= 1/4`.
  package static func atanhSeries(_ z: Enclosure, bits: Int) -> Enclosure {
    positiveSeries(
      first: z, q: (z * z).roundedOutward(bits: bits), bits: bits,
      ratio: { n in (2 * n + 1, 2 * n + 3) }, tailRatio: { _ in (1, 1) })
  }

  /// `atan(1/n) = 1/n - 1/(3 n^3) + 1/(5 n^5) - ...` for `n >= 2`.
  ///
  /// The true terms decrease and alternate in sign, so what is left out after a term is smaller
  /// than that term. Each is enclosed by rounding both ways to multiples of `2^-bits`.
  package static func atanOfReciprocal(_ n: Int, bits: Int) -> Enclosure {
    var power = Enclosure(Rational(1, over: n)).roundedOutward(bits: bits)
    let square = Enclosure(Rational(1, over: n * n))
    let unit = Rational.powerOfTwo(-bits)
    var sum = Enclosure(.zero)
    var odd = 1
    while true {
      let term = (power / Enclosure(Rational(odd))).roundedOutward(bits: bits)
      sum = odd & 2 == 0 ? sum + term : sum - term
      if term.hi <= unit {
        return sum + Enclosure(lo: -term.hi, hi: term.hi)
      }
      power = (power * square).roundedOutward(bits: bits)
      odd += 2
    }
  }

  /// The series `S(z, q) = z + z q/3 + z q^2/(3*5) + ...` that integrals of Gaussians take.
  ///
  /// For `z, q >= 0`:
  ///
  /// `integral of e^(-t^2) over 0...x   == e^(-x^2)   * S(x, 2 x^2)` and
  /// `integral of e^(-t^2/2) over 0...z == e^(-z^2/2) * S(z, z^2)`.
  ///
  /// Both sides of the second vanish at 0 and `y = S(z, z^2)` solves `y' = 1 + z y` term by term,
  /// which is what differentiating `y e^(-z^2/2)` asks for; the first follows by `z = x sqrt 2`.
  /// Terms have the ratio `q/(2n+3)`, which decreases in `n`.
  package static func gaussianSeries(_ z: Enclosure, _ q: Enclosure, bits: Int) -> Enclosure {
    positiveSeries(
      first: z, q: q, bits: bits,
      ratio: { n in (1, 2 * n + 3) }, tailRatio: { n in (1, 2 * n + 3) })
  }

  /// An enclosure no wider than `2^-precision` from computations at growing working precision.
  ///
  /// `compute(bits)` must hold the true value and shrink below every width as `bits` grows. The
  /// first one that is no wider than `2^-(precision+8)` is rounded outward to multiples of
  /// `u = 2^-(precision+4)` and widened by `2u` on each side.
  ///
  /// The widening makes the answers nest: with `v` the true value and `e` the computed width,
  /// `lo <= v - 2u`, and at a higher precision, where `u' <= u/2` and `e' <= u'/16`,
  /// `lo' >= v - e' - 3u' > v - 2u >= lo`; the same above. The width is at most `e + 6u < 2^-precision`.
  package static func refined(precision: Int, _ compute: (Int) -> Enclosure) -> Enclosure {
    precondition(precision >= 1, "a precision is at least one bit")
    let target = Rational.powerOfTwo(-precision - 8)
    var extra = 24
    while true {
      let found = compute(precision + extra)
      if found.width <= target {
        let margin = Rational.powerOfTwo(-precision - 3)
        let rounded = found.roundedOutward(bits: precision + 4)
        return Enclosure(lo: rounded.lo - margin, hi: rounded.hi + margin)
      }
      extra *= 2
    }
  }

  /// `self` without what lies outside `[lower, upper]`, both known to bound the true value.
  func clipped(from lower: Rational, through upper: Rational? = nil) -> Enclosure {
    Enclosure(lo: max(lo, lower), hi: upper.map { min(hi, $0) } ?? hi)
  }
}
