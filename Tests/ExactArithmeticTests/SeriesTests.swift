import ExactArithmetic
import Testing

/// The series at working precisions so low that a wrong rounding or a missing remainder shows;
/// the margin that the public functions add would hide it.
@Suite struct SeriesTests {
  /// A long exact partial sum: below the sum by less than its last term.
  static func partial(_ first: Rational, _ ratio: (Int) -> Rational) -> Rational {
    var (term, sum) = (first, first)
    for n in 0..<60 {
      term *= ratio(n)
      sum += term
    }
    return sum
  }

  static let arguments = (1...24).map { Rational($0, over: 49) }

  @Test(arguments: Array(1...14))
  func boundsHoldAtFewBits(bits: Int) {
    var found = Mismatches()
    for z in Self.arguments {
      let square = z * z
      let point = Enclosure(z)
      func check(_ name: String, _ enclosure: Enclosure, _ sum: Rational) {
        found.check(
          enclosure.lo <= sum && sum < enclosure.hi, "\(name)(\(z)) at \(bits): \(enclosure)")
        // Loose by the count of terms, not by their size.
        found.check(
          enclosure.width <= Rational(30, exponent: -bits), "width of \(name)(\(z)) at \(bits)")
      }
      check(
        "exp",
        .positiveSeries(
          first: Enclosure(1), q: point, bits: bits,
          ratio: { n in (1, n + 1) }, tailRatio: { n in (1, n + 1) }),
        Self.partial(1) { n in z / Rational(n + 1) })
      check(
        "atanh", .atanhSeries(point, bits: bits),
        Self.partial(z) { n in square * Rational(2 * n + 1, over: 2 * n + 3) })
      check(
        "gaussian", .gaussianSeries(point, Enclosure(square), bits: bits),
        Self.partial(z) { n in square / Rational(2 * n + 3) })
      // Far terms that grow before they fall.
      let far = point + Enclosure(2)
      let grown = far.lo * far.lo
      let wide = Enclosure.gaussianSeries(far, Enclosure(grown), bits: bits)
      let sum = Self.partial(far.lo) { n in grown / Rational(2 * n + 3) }
      found.check(wide.lo <= sum && sum < wide.hi, "gaussian(\(far.lo)) at \(bits): \(wide)")
    }
    found.expectNone(atLeast: 24 * 7)
  }

  /// The first term is one unit, and the terms must be followed up before they fall.
  @Test func smallTermsThatGrow() {
    let first = Rational.powerOfTwo(-6)
    let sum = Self.partial(first) { n in Rational(6, over: n + 1) }
    let enclosure = Enclosure.positiveSeries(
      first: Enclosure(first), q: Enclosure(6), bits: 6,
      ratio: { n in (1, n + 1) }, tailRatio: { n in (1, n + 1) })
    #expect(enclosure.lo <= sum && sum < enclosure.hi)
  }

  /// Computations that are as loose as the loop lets pass and hug the truth from alternate sides.
  @Test func refinementNestsAndIsNarrow() {
    var found = Mismatches()
    for truth in [Rational.zero, 1, Rational(1, over: 3), Rational(-5, exponent: -20)] {
      // The first loss just passes at the first attempt, the others need two or more.
      for loss in [16, 17, 26, 27, 40] {
        var outer: Enclosure?
        for precision in 1...40 {
          let inner = Enclosure.refined(precision: precision) { bits in
            let width = Rational.powerOfTwo(loss - bits)
            return precision & 1 == 0
              ? Enclosure(lo: truth, hi: truth + width) : Enclosure(lo: truth - width, hi: truth)
          }
          found.check(inner.contains(truth), "\(truth) at \(precision), loss \(loss)")
          found.check(inner.width <= .powerOfTwo(-precision), "width at \(precision)")
          found.check(outer?.contains(inner) ?? true, "nesting at \(precision), loss \(loss)")
          outer = inner
        }
      }
    }
    found.expectNone(atLeast: 2_400)
  }

  @Test func arcTangentsOfReciprocals() {
    var found = Mismatches()
    for n in 2...30 {
      let truth = SecondFormulas.alternating { i in
        .one / (Rational(2 * i + 1) * Rational(n).power(2 * i + 1))
      }
      for bits in 1...16 {
        let arc = Enclosure.atanOfReciprocal(n, bits: bits)
        found.check(arc.contains(truth), "atan(1/\(n)) at \(bits): \(arc)")
        found.check(arc.width <= Rational(30, exponent: -bits), "width of atan(1/\(n))")
      }
    }
    found.expectNone(atLeast: 900)
  }
}
