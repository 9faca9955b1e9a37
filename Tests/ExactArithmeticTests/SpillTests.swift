import ExactArithmetic
import Testing

/// The inline form against GMP, operation by operation: equal values, and the form that the value
/// must have.
@Suite struct SpillTests {
  /// Counts the cases that differ and keeps the first.
  struct Mismatches {
    var cases = 0
    var count = 0
    var first = "none"

    mutating func check(_ ok: Bool, _ text: @autoclosure () -> String) {
      cases += 1
      if !ok {
        if count == 0 { first = text() }
        count += 1
      }
    }

    mutating func same(_ value: Rational, _ oracle: BigRational, _ text: @autoclosure () -> String)
    {
      let canonical = Rational(oracle)
      check(
        value.big == oracle && value == canonical && value.isInline == canonical.isInline
          && value.hashValue == canonical.hashValue,
        "\(text()) gave \(value), not \(oracle)")
    }
  }

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

  static func expectNone(_ found: Mismatches) {
    #expect(
      found.count == 0, "\(found.count) of \(found.cases) cases differ; the first: \(found.first)")
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
    Self.expectNone(found)
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
    Self.expectNone(found)
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
    Self.expectNone(found)
  }

  @Test func sixteenBytes() {
    #expect(MemoryLayout<Rational>.stride == 16)
  }
}
