import ExactArithmetic
import Testing

@Suite struct EnclosureArithmeticTests {
  /// An interval between two drawn rationals.
  static func interval(using random: inout SplitMix64) -> Enclosure {
    func end() -> Rational {
      let n = Int(random.next() % 41) - 20
      return Rational(n, over: Int(random.next() % 9) + 1)
    }
    let (a, b) = (end(), end())
    return Enclosure(lo: min(a, b), hi: max(a, b))
  }

  /// Each operation holds the results of members and is no larger than the results of the ends.
  @Test func smallestIntervals() {
    var random = SplitMix64(state: 41)
    var found = Mismatches()
    for _ in 0..<2_000 {
      let a = Self.interval(using: &random)
      let b = Self.interval(using: &random)
      let operations: [(String, Enclosure, (Rational, Rational) -> Rational)] =
        [("+", a + b, { $0 + $1 }), ("-", a - b, { $0 - $1 }), ("*", a * b, { $0 * $1 })]
        + (b.contains(Rational.zero) ? [] : [("/", a / b, { $0 / $1 })])
      for (name, result, operation) in operations {
        var ends: [Rational] = []
        for x in [a.lo, a.midpoint, a.hi] {
          for y in [b.lo, b.midpoint, b.hi] {
            let member = operation(x, y)
            found.check(result.contains(member), "\(x) \(name) \(y) outside \(result)")
            ends.append(member)
          }
        }
        found.check(ends.min() == result.lo && ends.max() == result.hi, "\(a) \(name) \(b)")
      }
      found.check((-a).lo == -a.hi && (-a).hi == -a.lo, "-\(a)")
      let rounded = a.roundedOutward(bits: 3)
      found.check(
        rounded.contains(a) && a.width + Rational(1, over: 4) > rounded.width
          && rounded.lo.scaled(byPowerOfTwo: 3).isInteger
          && rounded.hi.scaled(byPowerOfTwo: 3).isInteger, "rounded \(a)")
    }
    found.expectNone(atLeast: 40_000)
  }

  @Test func questions() {
    let unit = Enclosure(lo: 0, hi: 1)
    #expect(unit.width == 1 && unit.midpoint == Rational(1, over: 2) && !unit.isPoint)
    #expect(
      unit.contains(Rational.zero) && unit.contains(Rational.one) && !unit.contains(Rational(2)))
    #expect(unit.overlaps(Enclosure(lo: 1, hi: 2)) && !unit.overlaps(Enclosure(lo: 2, hi: 3)))
    #expect(unit.order(to: 2) == .less && unit.order(to: -1) == .greater)
    #expect(unit.order(to: 1) == nil && Enclosure(1).order(to: 1) == .equal)
    #expect("\(Enclosure(Rational(1, over: 3)))" == "[1/3]" && "\(unit)" == "[0, 1]")
  }

  @Test func decisions() {
    let third = Rational(1, over: 3)
    #expect(
      Enclosure.decide(against: third) { .sqrt(Rational(1, over: 9), precision: $0) } == .equal)
    #expect(Enclosure.decide(against: 2) { .exp(1, precision: $0) } == .greater)
    #expect(Enclosure.decide(against: 3) { .exp(1, precision: $0) } == .less)
    // 355/113 is above pi by 2.7e-7: 64 bits are plenty and 8 are not.
    let close = Rational(355, over: 113)
    #expect(Enclosure.decide(against: close) { .pi(precision: $0) } == .less)
    #expect(
      Enclosure.decide(against: close, from: 4, upTo: 8) { .pi(precision: $0) }
        == .undecided(precision: 8))
    // An equality that no enclosure can prove.
    var asked: [Int] = []
    let decision = Enclosure.decide(from: 50, upTo: 300) { precision in
      asked.append(precision)
      return .log(8, precision: precision) - Enclosure(3) * .log(2, precision: precision)
    }
    #expect(decision == .undecided(precision: 300) && asked == [50, 100, 200, 300])
  }

  @Test func programmerErrorsStop() async {
    await #expect(processExitsWith: .failure) { _ = Enclosure(lo: 1, hi: 0) }
    await #expect(processExitsWith: .failure) { _ = Enclosure(1) / Enclosure(lo: -1, hi: 1) }
    await #expect(processExitsWith: .failure) { _ = Enclosure.log(0, precision: 8) }
    await #expect(processExitsWith: .failure) { _ = Enclosure.sqrt(-1, precision: 8) }
    await #expect(processExitsWith: .failure) { _ = Enclosure.exp(3_000_000, precision: 8) }
  }
}
