import ExactArithmetic
import Testing

@Suite struct TextTests {
  @Test(arguments: [
    ("0", 0, 1), ("-0", 0, 1), ("+7", 7, 1), ("-12", -12, 1), ("17/2", 17, 2), ("-3/9", -1, 3),
    ("0.1", 1, 10), (".5", 1, 2), ("5.", 5, 1), ("1.5e-3", 3, 2000), ("-2.50E+2", -250, 1),
    ("1e0", 1, 1), ("0x1F", 31, 1), ("0X1.8P-3", 3, 16), ("0x0.4p-8", 1, 1024), ("-0x.8", -1, 2),
    ("0xap2", 40, 1), ("0x1e5", 485, 1), ("0/5", 0, 1),
  ])
  func reads(text: String, numerator: Int, denominator: Int) throws {
    #expect(try Rational(parsing: text) == Rational(numerator, over: denominator))
  }

  @Test(arguments: [
    ("", 1), ("-", 2), ("+-1", 2), ("1/0", 3), ("1/", 3), ("1/-2", 3), ("1/2/3", 4), ("1.2/3", 4),
    ("abc", 1), ("1 ", 2), (" 1", 1), ("1_000", 2), ("1,5", 2), (".", 2), ("e5", 1), ("1e", 3),
    ("1e+", 4), ("1e1000001", 3), ("1e-99999999999999999999", 3), ("0x", 3), ("0x.p1", 4),
    ("0x1p", 5), ("0x1p0x1", 6), ("0x1p1000001", 5), ("inf", 1), ("nan", 1), ("1e5.5", 4),
    ("½", 1), ("é1", 1), ("1é", 2), ("٣", 1), ("0b1", 2), ("1p3", 2), ("--1", 2), ("1\0", 2),
    ("1\n", 2),
    ("0x1.8.1", 6), ("1..2", 3),
  ])
  func refuses(text: String, position: Int) {
    #expect(Rational(text) == nil)
    let error = #expect(throws: NumberSyntaxError.self) { try Rational(parsing: text) }
    #expect(error?.position == position, "\(error?.description ?? "")")
    #expect(error?.text == text && error?.description.contains("\n") == false)
  }

  @Test func errorsSayWhatAndWhere() {
    let error = #expect(throws: NumberSyntaxError.self) { try Rational(parsing: "1/0") }
    #expect(
      error?.description
        == "'1/0', character 3: the denominator is zero; write n/d with d other than zero")
    let long = #expect(throws: NumberSyntaxError.self) {
      try Rational(parsing: "7\n" + String(repeating: "1", count: 60))
    }
    #expect(
      long?.description.hasPrefix("'7\\u{a}\(String(repeating: "1", count: 38))…', character 2: ")
        == true)
  }

  @Test func hugeExponentsAreRead() throws {
    #expect(try Rational(parsing: "0x1p-1000000") == .powerOfTwo(-1_000_000))
    let tower = try Rational(parsing: "1e1000000")
    #expect(
      tower / Rational.powerOfTwo(1_000_000) == (try Rational(parsing: "\(5)e0")).power(1_000_000))
  }

  @Test func everyTextReadsBack() {
    var random = SplitMix64(state: 31)
    var found = Mismatches()
    for _ in 0..<3_000 {
      let a = Samples.twin(using: &random).value
      found.check(Rational(a.description) == a, "description of \(a)")
      if let hex = a.hexFloat {
        found.check(Rational(hex) == a, "\(hex) of \(a)")
        found.check(hex.contains("0x1") || hex == "0x0p0", "form of \(hex)")
      } else {
        found.check(!a.isDyadic, "no hex float of \(a)")
      }
      if let decimal = a.decimalExact { found.check(Rational(decimal) == a, "\(decimal) of \(a)") }
    }
    found.expectNone(atLeast: 9_000)
  }

  @Test func hexFloats() {
    #expect(Rational(3, over: 16).hexFloat == "0x1.8p-3")
    #expect(Rational(-448).hexFloat == "-0x1.cp8" && Rational.one.hexFloat == "0x1p0")
    #expect(Rational(unsigned: .max, exponent: 4).hexFloat == "0x1.fffffffffffffffep67")
    #expect(Rational(1, over: 3).hexFloat == nil && Rational.zero.hexFloat == "0x0p0")
  }

  @Test func decimals() {
    func text(_ n: Int, _ d: Int, _ digits: Int) -> String {
      Rational(n, over: d).decimal(significantDigits: digits)
    }
    #expect(text(1, 3, 4) == "0.3333" && text(2, 3, 4) == "0.6667" && text(-1, 3, 1) == "-0.3")
    #expect(
      text(1, 2, 3) == "0.5" && text(12345, 1, 3) == "1.23e4" && text(12355, 1, 4) == "1.236e4")
    #expect(text(12345, 1, 4) == "1.234e4", "a tie goes to the even digit")
    #expect(text(9996, 1, 3) == "1.00e4" && text(9995, 10, 3) == "1.00e3")
    #expect(text(99951, 100, 3) == "1.00e3" && text(999, 1, 3) == "999")
    #expect(text(1, 1_000_000, 3) == "1e-6" && text(1, 3_000_000, 3) == "3.33e-7")
    #expect(text(1, 30_000, 3) == "0.0000333" && text(100, 1, 1) == "100" && text(0, 1, 5) == "0")
    #expect(
      Rational(-5, over: 8).decimalExact == "-0.625" && Rational(1, over: 3).decimalExact == nil)
    #expect(Rational(1200).decimalExact == "1200" && Rational(7, over: 50).decimalExact == "0.14")
    #expect(Rational.powerOfTwo(-16).decimalExact == "0.0000152587890625")
    #expect(Rational.powerOfTwo(-61).decimalExact == nil && Rational.zero.decimalExact == "0")
  }

  @Test func decimalsAreNearest() {
    var random = SplitMix64(state: 32)
    var found = Mismatches()
    for _ in 0..<2_000 {
      let a = Samples.twin(using: &random).value
      let digits = Int(random.next() % 25) + 1
      let text = a.decimal(significantDigits: digits)
      guard let read = Rational(text), !a.isZero else { continue }
      // Half a unit of the last digit is at most 10^-(digits-1)/2 of the value.
      let unit = a.magnitude / Rational(10).power(digits - 1)
      found.check((read - a).magnitude * 2 <= unit, "\(text) of \(a)")
    }
    found.expectNone(atLeast: 1_500)
  }

  @Test func doubles() {
    var random = SplitMix64(state: 33)
    var found = Mismatches()
    func exact(_ double: Double) -> Rational {
      let field = Int(double.exponentBitPattern)
      let bits = Int64(double.significandBitPattern) + (field == 0 ? 0 : 1 << 52)
      let value = Rational(bits, exponent: max(field, 1) - 1075)
      return double.sign == .minus ? -value : value
    }
    for i in 0..<4_000 {
      let double = Double(bitPattern: random.next())
      guard double.isFinite else { continue }
      let a = exact(double)
      found.check(a.approximateDouble == double, "\(double)")
      // Next to a tie with the neighbour above, on both sides and on it.
      let next = double.nextUp
      guard next.isFinite else { continue }
      let middle = (a + exact(next)).scaled(byPowerOfTwo: -1)
      let nudge = Rational.powerOfTwo(-1200 - i % 7)
      found.check((middle - nudge).approximateDouble == double, "below the tie over \(double)")
      found.check((middle + nudge).approximateDouble == next, "above the tie over \(double)")
      let even = double.significandBitPattern & 1 == 0 ? double : next
      found.check(middle.approximateDouble == even, "the tie over \(double)")
    }
    found.expectNone(atLeast: 15_000)
    let overflow = Rational.powerOfTwo(1024) - .powerOfTwo(970)
    #expect(overflow.approximateDouble == .infinity)
    #expect((overflow - .powerOfTwo(-9)).approximateDouble == .greatestFiniteMagnitude)
    #expect((-Rational.powerOfTwo(40_000)).approximateDouble == -.infinity)
    #expect(Rational.powerOfTwo(-1075).approximateDouble == 0)
    #expect(
      (Rational.powerOfTwo(-1075) * Rational(3)).approximateDouble == 2 * .leastNonzeroMagnitude)
  }
}

extension Rational {
  /// `self` to the power `n >= 0`, by squaring.
  func power(_ n: Int) -> Rational {
    var (result, base, n) = (Rational.one, self, n)
    while n > 0 {
      if n & 1 == 1 { result *= base }
      base *= base
      n >>= 1
    }
    return result
  }
}
