import ExactArithmetic
import Testing

/// The inline form against GMP, operation by operation: equal values, and the form that the value
/// must have.
@Suite struct SpillTests {
  static func compareAll(_ a: Twin, _ b: Twin, _ found: inout Mismatches) {
    let (x, y) = (a.value, b.value)
    found.same(x + y, a.oracle + b.oracle, "\(x) + \(y)")
    found.same(x - y, a.oracle - b.oracle, "\(x) - \(y)")
    found.same(x * y, a.oracle * b.oracle, "\(x) * \(y)")
    if b.oracle.signum != 0 {
      found.same(x / y, a.oracle / b.oracle, "\(x) / \(y)")
    }
    found.check((x < y) == (a.oracle < b.oracle), "\(x) < \(y)")
    found.check((x == y) == (a.oracle == b.oracle), "\(x) == \(y)")
  }

  static func compareOne(_ a: Twin, _ found: inout Mismatches) {
    let x = a.value
    found.same(x, a.oracle, "\(x)")
    found.same(-x, -a.oracle, "-(\(x))")
    found.same(x.magnitude, a.oracle.magnitude, "magnitude of \(x)")
    found.same(x.floor, a.oracle.floor, "floor of \(x)")
    found.same(x.ceiling, a.oracle.ceiling, "ceiling of \(x)")
    found.same(x.numerator, a.oracle.numerator, "numerator of \(x)")
    found.same(x.denominator, a.oracle.denominator, "denominator of \(x)")
    found.check(x.signum == a.oracle.signum, "sign of \(x)")
    found.check(x.isZero == (a.oracle.signum == 0), "isZero of \(x)")
    found.check(x.isInteger == a.oracle.isInteger, "isInteger of \(x)")
    found.check(x.isOddInteger == a.oracle.isOddInteger, "isOddInteger of \(x)")
    found.check(x.isDyadic == a.oracle.isDyadic, "isDyadic of \(x)")
    if !x.isZero {
      found.check(x.floorLog2 == a.oracle.floorLog2, "floorLog2 of \(x)")
    }
    for e in [-200, -63, -1, 0, 1, 63, 64, 200] {
      found.same(x.scaled(byPowerOfTwo: e), a.oracle.scaled(byPowerOfTwo: e), "\(x) * 2^\(e)")
    }
    if x.isInteger {
      let text = "\(x)"
      found.check(x.asInt64 == Int64(text), "asInt64 of \(x)")
      found.check(x.asUInt64 == UInt64(text), "asUInt64 of \(x)")
    } else {
      found.check(x.asInt64 == nil && x.asUInt64 == nil, "\(x) is not an integer")
    }
  }

  @Test func everyPairOfStraddlingSignificands() {
    var found = Mismatches()
    for s in Samples.significands {
      for t in Samples.significands {
        for shift in [0, 1, 62, 63, 64] {
          Self.compareAll(Twin(s, exponent: shift), Twin(t, exponent: 0), &found)
        }
      }
    }
    found.expectNone(atLeast: 800_000)
  }

  @Test func everyStraddlingValueAlone() {
    var found = Mismatches()
    for s in Samples.significands {
      for e in Samples.exponents { Self.compareOne(Twin(s, exponent: e), &found) }
    }
    for n in [-7, -3, -1, 0, 1, 2, 5, Int.max, Int.min] {
      for d in [-9, -3, -1, 1, 3, 6, 96, Int.max, Int.min] {
        Self.compareOne(Twin(n, over: d), &found)
      }
    }
    found.expectNone(atLeast: 90_000)
  }

  @Test(arguments: [1, 2, 3, 4])
  func randomPairs(seed: UInt64) {
    var random = SplitMix64(state: seed)
    var found = Mismatches()
    for _ in 0..<5_000 {
      let a = Samples.twin(using: &random)
      let b = Samples.twin(using: &random)
      Self.compareAll(a, b, &found)
      if random.next() & 7 == 0 { Self.compareOne(a, &found) }
    }
    found.expectNone(atLeast: 30_000)
  }

  @Test func exponentsAtTheLimit() {
    let limit = Rational.exponentLimit
    var found = Mismatches()
    var inline = 0
    for significand: Int64 in [1, -3, .max] {
      for exponent in [limit - 1, limit, limit + 1, -limit + 1, -limit, -limit - 1] {
        let twin = Twin(significand, exponent: exponent)
        inline += twin.value.isInline ? 1 : 0
        found.same(twin.value, twin.oracle, "2^\(exponent)")
        found.same(-twin.value, -twin.oracle, "-2^\(exponent)")
        found.check(twin.value.floorLog2 == twin.oracle.floorLog2, "floorLog2 at \(exponent)")
        for step in [-2, -1, 1, 2] {
          let other = Twin(1, exponent: step)
          found.same(twin.value * other.value, twin.oracle * other.oracle, "times at \(exponent)")
          found.same(twin.value / other.value, twin.oracle / other.oracle, "over at \(exponent)")
          let scaled = twin.oracle.scaled(byPowerOfTwo: step)
          found.same(twin.value.scaled(byPowerOfTwo: step), scaled, "scaled at \(exponent)")
        }
        found.same(twin.value + twin.value, twin.oracle + twin.oracle, "sum at \(exponent)")
        let next = Twin(significand, exponent: exponent + 1)
        found.check(twin.value.magnitude < next.value.magnitude, "order at \(exponent)")
      }
    }
    #expect(inline == 12, "four of six exponents are within the limit")
    found.expectNone(atLeast: 18 * 16)
  }

  @Test func exponentsOfWideFormatsStayInline() {
    let tiny = Rational.powerOfTwo(-32768)
    let huge = Rational(Int64.max, exponent: 32768)
    #expect(tiny.isInline && huge.isInline && (tiny * tiny).isInline && (huge / tiny).isInline)
    #expect(tiny < huge && -huge < tiny && tiny.floorLog2 == -32768)
    #expect(!(tiny + huge).isInline && (tiny + huge) - huge == tiny)
    #expect(((tiny + huge) - huge).isInline)
  }

  @Test func sixteenBytes() {
    #expect(MemoryLayout<Rational>.stride == 16)
  }
}
