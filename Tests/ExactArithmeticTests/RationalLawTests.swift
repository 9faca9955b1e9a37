import ExactArithmetic
import Testing

/// The laws of an ordered field and of its integers, on values of both forms.
@Suite struct RationalLawTests {
  @Test(arguments: [21, 22])
  func fieldAndOrder(seed: UInt64) {
    var random = SplitMix64(state: seed)
    var found = Mismatches()
    for _ in 0..<3_000 {
      let a = Samples.twin(using: &random).value
      let b = Samples.twin(using: &random).value
      let c = Samples.twin(using: &random).value
      found.check(a + b == b + a && a * b == b * a, "commutes: \(a), \(b)")
      found.check((a + b) + c == a + (b + c), "sum associates: \(a), \(b), \(c)")
      found.check((a * b) * c == a * (b * c), "product associates: \(a), \(b), \(c)")
      found.check(a * (b + c) == a * b + a * c, "distributes: \(a), \(b), \(c)")
      found.check(a + .zero == a && a * .one == a && (a - a).isZero, "neutral: \(a)")
      if !b.isZero { found.check(a / b * b == a && (b / b) == .one, "inverse: \(a), \(b)") }
      found.check([a < b, a == b, b < a].count { $0 } == 1, "trichotomy: \(a), \(b)")
      found.check(!(a < b && b < c) || a < c, "transitive: \(a), \(b), \(c)")
      found.check((a < b) == (a + c < b + c), "shift: \(a), \(b), \(c)")
      found.check((a < b) == ((a - b).signum < 0), "sign: \(a), \(b)")
      var d = a
      d += b
      d *= c
      d -= b
      found.check(d == (a + b) * c - b, "in place: \(a), \(b), \(c)")
      found.check(a != b || a.hashValue == b.hashValue, "hash: \(a), \(b)")
    }
    found.expectNone(atLeast: 30_000)
  }

  @Test func integersAndParts() {
    var random = SplitMix64(state: 23)
    var found = Mismatches()
    for _ in 0..<5_000 {
      let a = Samples.twin(using: &random).value
      found.check(a.numerator / a.denominator == a, "parts: \(a)")
      found.check(a.denominator >= 1 && a.denominator.isInteger, "denominator: \(a)")
      found.check(a.floor <= a && a < a.floor + 1 && a.floor.isInteger, "floor: \(a)")
      found.check(a.ceiling >= a && a > a.ceiling - 1, "ceiling: \(a)")
      let even = a.roundedToEven
      let distance = (even - a).magnitude
      let half = Rational(1, over: 2)
      found.check(even.isInteger && distance <= half, "nearest: \(a)")
      found.check(distance < half || !even.isOddInteger, "tie: \(a)")
      if !a.isZero {
        let power = Rational.powerOfTwo(a.floorLog2)
        found.check(power <= a.magnitude && a.magnitude < power + power, "binade: \(a)")
      }
      let root = a.floor.magnitude.integerSquareRoot()
      found.check(
        root * root <= a.floor.magnitude && a.floor.magnitude < (root + 1) * (root + 1),
        "root: \(a)")
      for e in [-70, -3, 0, 40] {
        let down = a.roundedDown(toMultipleOfPowerOfTwo: e)
        let unit = Rational.powerOfTwo(e)
        found.check(down <= a && a < down + unit && (down / unit).isInteger, "down \(e): \(a)")
        let up = a.roundedUp(toMultipleOfPowerOfTwo: e)
        found.check(up >= a && a > up - unit && (up / unit).isInteger, "up \(e): \(a)")
      }
    }
    found.expectNone(atLeast: 60_000)
  }

  @Test func edgesOfMachineIntegers() {
    #expect(Rational(Int.min).asInt64 == .min && Rational(Int.max).asInt64 == .max)
    #expect((Rational(Int.max) + 1).asInt64 == nil && (Rational(Int.min) - 1).asInt64 == nil)
    #expect((Rational(Int.max) + 1).asUInt64 == 1 << 63)
    #expect(Rational(unsigned: .max, exponent: 0).asUInt64 == .max)
    #expect((Rational(unsigned: .max, exponent: 0) + 1).asUInt64 == nil)
    #expect(Rational(-1).asUInt64 == nil && Rational(1, over: 2).asInt64 == nil)
    #expect(Rational(unsigned: .max, exponent: 0) == Rational(1, exponent: 64) - 1)
    #expect(Rational(Int.min, over: -1) == Rational(1, exponent: 63))
    #expect(Rational(Int.min, over: Int.min) == .one)
    #expect(Rational(1, over: Int.min) == -Rational.powerOfTwo(-63))
    #expect(Rational(0, over: -5).isZero && Rational(6, over: -4) == Rational(-3, exponent: -1))
    #expect(Rational(0, exponent: 999_999_999_999).isZero)
  }

  @Test func programmerErrorsStop() async {
    await #expect(processExitsWith: .failure) { _ = Rational.one / Rational.zero }
    await #expect(processExitsWith: .failure) { _ = Rational(1, over: 0) }
    await #expect(processExitsWith: .failure) { _ = Rational.powerOfTwo(1 << 40) }
    await #expect(processExitsWith: .failure) { _ = Rational.zero.floorLog2 }
    await #expect(processExitsWith: .failure) { _ = Rational(-1).integerSquareRoot() }
  }
}
