import Descriptors
import ExactArithmetic
import Reference
import Testing

@Suite("values at boundaries")
struct BoundaryTests {
  private func encode(
    _ text: String, _ name: String, _ dialect: Dialect = Dialect()
  ) throws -> Datum {
    let target = try format(name)
    return target.decode(target.encode(.finite(exact(text)), dialect: dialect))
  }

  @Test("the overflow threshold is the largest value plus half a step")
  func thresholds() throws {
    let whisker = Rational.powerOfTwo(-60)
    for (name, threshold, atThreshold) in [
      // The tie goes to the even code: down where the largest code is even.
      ("float8_e4m3fn", "464", "448"), ("float8_e5m2", "61440", "inf"),
      ("float8_e4m3fnuz", "248", "nan"), ("float8_e5m2fnuz", "61440", "nan"),
      ("float16", "65520", "inf"), ("float8_e4m3", "248", "inf"),
      ("float8_e4m3b11fnuz", "31", "nan"), ("bfloat16", "511*2^119", "inf"),
    ] {
      let target = try format(name)
      let tie = exact(threshold)
      let largest = Datum.finite(target.positive.largest)
      let below = target.decode(target.encode(.finite(tie - whisker)))
      let above = target.decode(target.encode(.finite(tie + whisker)))
      #expect(below == largest, "\(name)")
      #expect(above.number == nil, "\(name)")
      #expect(try encode(threshold, name).description == atThreshold, "\(name)")
      let saturated = Dialect(overflow: .satFinite)
      #expect(target.decode(target.encode(.finite(tie + whisker), dialect: saturated)) == largest)
    }
  }

  @Test("ties of float4_e2m1fn go to even codes")
  func smallTies() throws {
    for (tie, result) in [
      ("1/4", "0"), ("3/4", "1"), ("5/4", "1"), ("7/4", "2"), ("5/2", "2"), ("7/2", "4"),
      ("5", "4"),
    ] {
      #expect(try encode(tie, "float4_e2m1fn").description == result, "\(tie)")
    }
  }

  @Test("rounding tables of the rules hold on the integers")
  func ruleTable() throws {
    let columns = ["-5/2", "-3/2", "1/2", "5/4", "3/2", "5/2", "11/4"]
    let rows: [(RoundingRule, [Int])] = [
      (.toNearestOrEven, [-2, -2, 0, 1, 2, 2, 3]), (.toNearestOrAway, [-3, -2, 1, 1, 2, 3, 3]),
      (.toNearestOrZero, [-2, -1, 0, 1, 1, 2, 3]), (.towardZero, [-2, -1, 0, 1, 1, 2, 2]),
      (.up, [-2, -1, 1, 2, 2, 3, 3]), (.down, [-3, -2, 0, 1, 1, 2, 2]),
      (.toOdd, [-3, -1, 1, 1, 1, 3, 3]),
    ]
    for (rule, results) in rows {
      for (value, result) in zip(columns, results) {
        let got = try encode(value, "int8", Dialect(rounding: rule))
        #expect(got == .finite(Rational(result)), "\(rule.name) of \(value)")
      }
    }
  }

  @Test("one rounding from binary64 is not two")
  func doubleRounding() throws {
    // Just below the tie of 416 and 448; rounded to binary32 first, it becomes the tie.
    let value = try exact(431.99999999999994)
    let direct = try format("float8_e4m3fn")
    #expect(direct.decode(direct.encode(value)) == .finite(416))
    let single = try format("float32")
    let twice = direct.encode(single.decode(single.encode(value)))
    #expect(direct.decode(twice) == .finite(448))
  }

  @Test("ties of E8M0 by code and by significand")
  func powersOfTwo() throws {
    let bySignificand = Dialect(tieParity: .significand)
    // 2 has the even code 128, 4 the odd one.
    #expect(try encode("3", "float8_e8m0fnu").description == "2")
    #expect(try encode("3", "float8_e8m0fnu", bySignificand).description == "4")
    #expect(try encode("6", "float8_e8m0fnu").description == "8")
    #expect(try encode("6", "float8_e8m0fnu", bySignificand).description == "8")
    #expect(try encode("2^-140", "float8_e8m0fnu") == .finite(.powerOfTwo(-127)))
  }

  @Test("to-odd speaks of codes whatever ties go by")
  func oddCodes() throws {
    for parity in Dialect.TieParity.allCases {
      let dialect = Dialect(rounding: .toOdd, tieParity: parity)
      #expect(try encode("5/2", "float8_e8m0fnu", dialect).description == "4")
      #expect(try encode("5", "float8_e8m0fnu", dialect).description == "4")
    }
  }

  @Test("posits tie where their longer bit string ends")
  func positTies() throws {
    // Between 2^20 and 2^24 the bit that falls off is one of the exponent: the tie is 2^22.
    let posit = try format("posit8")
    let whisker = Rational.powerOfTwo(-10)
    #expect(posit.encode(.finite(.powerOfTwo(22) - whisker)) == 0x7E)
    #expect(posit.encode(.finite(.powerOfTwo(22) + whisker)) == 0x7F)
    // The tie itself goes to the even code.
    #expect(posit.encode(.finite(.powerOfTwo(22))) == 0x7E)
    #expect(posit.encode(.finite(.powerOfTwo(100))) == 0x7F)
    #expect(posit.encode(.finite(.powerOfTwo(-100))) == 0x01)
    #expect(posit.encode(.finite(-.powerOfTwo(-100))) == 0xFF)
  }

  @Test("integers wrap where the dialect says so")
  func wrapping() throws {
    let dialect = Dialect(rounding: .towardZero, wraps: true)
    let nibble = try format("int4")
    for (value, result) in [("97/10", -7), ("-97/10", 7), ("159/10", -1), ("16", 0), ("7", 7)] {
      let got = nibble.decode(nibble.encode(.finite(exact(value)), dialect: dialect))
      #expect(got == .finite(Rational(result)), "\(value)")
    }
    #expect(nibble.encode(.infinity(negative: false), dialect: dialect) == 0)
    #expect(nibble.encode(.nan, dialect: dialect) == 0)
  }
}
