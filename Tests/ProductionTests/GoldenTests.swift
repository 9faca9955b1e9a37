import Descriptors
import Production
import Testing

/// Values that published definitions state.
@Suite struct GoldenTests {
  @Test func overflowThresholds() throws {
    #expect(try cast(464, to: Sample.e4m3fn) == 0x7E)
    #expect(try cast(465, to: Sample.e4m3fn) == 0x7F)
    #expect(try cast(465, to: Sample.e4m3fn, Dialect(overflow: .satFinite)) == 0x7E)
    #expect(try cast(61439, to: Sample.e5m2) == 0x7B)
    #expect(try cast(61440, to: Sample.e5m2) == 0x7C)
    #expect(try cast(-61440, to: Sample.e5m2, Dialect(rounding: .towardZero)) == 0xFB)
    #expect(try cast(247.9, to: Sample.e4m3fnuz) == 0x7F)
    #expect(try cast(248, to: Sample.e4m3fnuz) == 0x80)
    #expect(try cast(449, to: Sample.e4m3fn, Dialect(rangeTest: .beforeRounding)) == 0x7F)
    #expect(try cast(65520, to: Sample.binary16) == 0x7C00)
    #expect(try cast(65519, to: Sample.binary16) == 0x7BFF)
  }

  @Test func fourBitMidpoints() throws {
    let cases: [(Double, UInt64)] = [
      (0.25, 0), (0.75, 2), (1.25, 2), (1.75, 4), (2.5, 4), (3.5, 6), (5, 6), (-0.25, 8),
      (-5, 14), (100, 7), (-100, 15),
    ]
    for (value, code) in cases {
      let dialect = Dialect(overflow: .satFinite)
      #expect(try cast(value, to: Sample.e2m1, dialect) == code, "\(value)")
    }
  }

  @Test func binary64IsRoundedOnce() throws {
    #expect(try cast(431.99999999999994, to: Sample.e4m3fn) == 0x7D)
    #expect(try cast(432, to: Sample.e4m3fn) == 0x7E)
  }

  @Test func exponentOnlyFormat() throws {
    let even = Dialect(overflow: .satFinite)
    let up = Dialect(overflow: .satFinite, tieParity: .significand)
    // 3 lies between 2 (code 80) and 4 (code 81).
    #expect(try cast(3, to: Sample.e8m0, even) == 0x80)
    #expect(try cast(3, to: Sample.e8m0, up) == 0x81)
    #expect(try cast(0, to: Sample.e8m0, even) == 0xFF)
    #expect(try cast(-0.0, to: Sample.e8m0, Dialect(withoutZero: .smallest)) == 0)
    #expect(try cast(0x1p-200, to: Sample.e8m0, Dialect(rounding: .towardZero)) == 0)
    #expect(try cast(-8, to: Sample.e8m0, Dialect(negative: .magnitude)) == 0x82)
    #expect(try cast(-8, to: Sample.e8m0, Dialect(negative: .nan)) == 0xFF)
    #expect(try cast(-8, to: Sample.e8m0, Dialect(overflow: .satFinite)) == 0)
    #expect(try cast(0x1p127, to: Sample.e8m0, even) == 0xFE)
    #expect(try cast(.infinity, to: Sample.e8m0) == 0xFF)
  }

  @Test("a range tested before rounding has two ends")
  func bothEndsOfARange() throws {
    let before = Dialect(rangeTest: .beforeRounding, negative: .magnitude)
    let cases: [(Double, UInt64)] = [
      (0x1p-1000, 0xFF), (0x1p-140, 0xFF), (0x1.fffffffffffffp-128, 0xFF), (0x1p-127, 0),
      (0x1.4p-127, 0), (1, 0x7F), (-1, 0x7F), (-0x1p-140, 0xFF), (0x1p127, 0xFE),
      (0x1.0000000000001p127, 0xFF), (0x1p1000, 0xFF), (0, 0xFF),
    ]
    for (value, code) in cases {
      #expect(try cast(value, to: Sample.e8m0, before) == code, "\(value)")
      let narrow = Float(value)
      guard Double(narrow) == value else { continue }
      let operation = Operation.cast(from: Sample.binary32, to: Sample.e8m0, dialect: before)
      let codes = try PreparedOperation(operation).codes([[UInt64(narrow.bitPattern)]])
      #expect(codes == [code], "\(value)")
    }
    // With the smallest value in place of 0 only the upper end is left.
    let clamped = Dialect(rangeTest: .beforeRounding, withoutZero: .smallest)
    #expect(try cast(0x1p-140, to: Sample.e8m0, clamped) == 0)
    #expect(try cast(0x1.4p127, to: Sample.e8m0, clamped) == 0xFF)
  }

  @Test func nansAndZeros() throws {
    let signed = Dialect(nan: .signed)
    #expect(try cast(-.nan, to: Sample.e4m3fn) == 0x7F)
    #expect(try cast(-.nan, to: Sample.e4m3fn, signed) == 0xFF)
    #expect(try cast(-.nan, to: Sample.e5m2, signed) == 0xFE)
    #expect(try cast(.nan, to: Sample.e2m1, Dialect(withoutNaN: .oppositeZero)) == 8)
    #expect(try cast(-.nan, to: Sample.e2m1, Dialect(withoutNaN: .oppositeZero)) == 0)
    #expect(try cast(-0.0, to: Sample.e4m3fn) == 0x80)
    #expect(try cast(-0.0, to: Sample.e4m3fnuz) == 0)
    #expect(try cast(-0x1p-60, to: Sample.e4m3fn) == 0x80)
    #expect(try cast(-0x1p-60, to: Sample.e4m3fnuz) == 0)
    let quiet = Double(bitPattern: 0xFFF4_4000_0000_0000)
    #expect(try cast(quiet, to: Sample.binary16, Dialect(nan: .payload)) == 0xFF10)
  }

  @Test func posits() throws {
    #expect(try cast(1, to: Sample.posit8) == 0x40)
    #expect(try cast(0x1p24, to: Sample.posit8) == 0x7F)
    #expect(try cast(1e30, to: Sample.posit8) == 0x7F)
    #expect(try cast(-1e30, to: Sample.posit8) == 0x81)
    #expect(try cast(1e-30, to: Sample.posit8) == 1)
    #expect(try cast(.infinity, to: Sample.posit8) == 0x80)
    // Between 2^20 (7E) and 2^24 (7F) the bit string ties at 2^22.
    #expect(try cast(0x1p22, to: Sample.posit8) == 0x7E)
    #expect(try cast(0x1.01p22, to: Sample.posit8) == 0x7F)
  }

  @Test func hiFloat8() throws {
    #expect(try cast(32768, to: Sample.hiFloat8) == 0x6E)
    #expect(try cast(40959, to: Sample.hiFloat8) == 0x6E)
    #expect(try cast(49152, to: Sample.hiFloat8) == 0x6F)
    #expect(try cast(0x1p-22, to: Sample.hiFloat8) == 0x01)
    #expect(try cast(1, to: Sample.hiFloat8) == 0x08)
    #expect(try cast(-.infinity, to: Sample.hiFloat8) == 0xEF)
  }

  @Test func integers() throws {
    #expect(try cast(2.5, to: Sample.int4) == 2)
    #expect(try cast(-128, to: Sample.int8) == 0x80)
    #expect(try cast(-129, to: Sample.int8) == 0x80)
    let wraps = Dialect(rounding: .towardZero, wraps: true)
    #expect(try cast(9.7, to: Sample.int4, wraps) == 9)
    #expect(try cast(-9.7, to: Sample.int4, wraps) == 7)
    #expect(try cast(16, to: Sample.uint4, wraps) == 0)
    #expect(try cast(.infinity, to: Sample.int4, wraps) == 0)
    #expect(try cast(1.9999, to: Sample.s2f6) == 0x7F)
  }

  @Test func tables() throws {
    #expect(try cast(0.5, to: Sample.thirds) == 3)
    #expect(try cast(0x1.5555555555555p-3, to: Sample.thirds) == 2)
    #expect(try cast(0x1.5555555555556p-3, to: Sample.thirds) == 3)
    #expect(try cast(-1, to: Sample.thirds) == 4)
    #expect(try cast(-0.99, to: Sample.thirds) == 1)
    #expect(try cast(6, to: Sample.thirds) == 6)
    #expect(try cast(100, to: Sample.thirds) == 7)
    #expect(try cast(0, to: Sample.lookup4) == 8)
    #expect(try cast(-0.001, to: Sample.lookup4) == 7)
  }
}
