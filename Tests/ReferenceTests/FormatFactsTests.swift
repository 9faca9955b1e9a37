import Descriptors
import ExactArithmetic
import Reference
import Specs
import Testing

/// What a document states about a format; values as `exact(_:)` reads them, codes as hexadecimal,
/// `-` for none.
struct FactRow: Sendable, CustomTestStringConvertible {
  let name, largest, smallestNormal, smallestPositive, infinity, nan, negativeZero: String
  let nanCodes: UInt64

  var testDescription: String { name }

  init(
    _ name: String, _ largest: String, _ normal: String, _ positive: String,
    inf infinity: String, nan: String, count nanCodes: UInt64, zero negativeZero: String
  ) {
    self.name = name
    self.largest = largest
    smallestNormal = normal
    smallestPositive = positive
    self.infinity = infinity
    self.nan = nan
    self.nanCodes = nanCodes
    self.negativeZero = negativeZero
  }
}

@Suite("facts about formats")
struct FormatFactsTests {
  /// IEEE 754-2019 table 3.5, OCP 8-bit floating point 1.0 table 2, OCP MX 1.0 section 5.3, and the
  /// documents that the entries cite.
  static let documents: [FactRow] = [
    FactRow(
      "float64", "9007199254740991*2^971", "2^-1022", "2^-1074", inf: "7FF0000000000000",
      nan: "7FF8000000000000", count: (1 << 53) - 2, zero: "8000000000000000"),
    FactRow(
      "float32", "16777215*2^104", "2^-126", "2^-149", inf: "7F800000", nan: "7FC00000",
      count: (1 << 24) - 2, zero: "80000000"),
    FactRow(
      "tf32", "2047*2^117", "2^-126", "2^-136", inf: "3FC00", nan: "3FE00", count: 2046,
      zero: "40000"),
    FactRow(
      "bfloat16", "255*2^120", "2^-126", "2^-133", inf: "7F80", nan: "7FC0", count: 254,
      zero: "8000"),
    FactRow(
      "float16", "65504", "2^-14", "2^-24", inf: "7C00", nan: "7E00", count: 2046, zero: "8000"),
    FactRow(
      "float8_e5m2", "57344", "2^-14", "2^-16", inf: "7C", nan: "7E", count: 6, zero: "80"),
    FactRow("float8_e4m3", "240", "2^-6", "2^-9", inf: "78", nan: "7C", count: 14, zero: "80"),
    FactRow("float8_e3m4", "31/2", "2^-2", "2^-6", inf: "70", nan: "78", count: 30, zero: "80"),
    FactRow("float8_e4m3fn", "448", "2^-6", "2^-9", inf: "-", nan: "7F", count: 2, zero: "80"),
    FactRow("float8_e4m3fnuz", "240", "2^-7", "2^-10", inf: "-", nan: "80", count: 1, zero: "-"),
    FactRow(
      "float8_e4m3b11fnuz", "30", "2^-10", "2^-13", inf: "-", nan: "80", count: 1, zero: "-"),
    FactRow(
      "float8_e5m2fnuz", "57344", "2^-15", "2^-17", inf: "-", nan: "80", count: 1, zero: "-"),
    FactRow("float8_e8m0fnu", "2^127", "-", "2^-127", inf: "-", nan: "FF", count: 1, zero: "-"),
    FactRow("float6_e2m3fn", "15/2", "1", "2^-3", inf: "-", nan: "-", count: 0, zero: "20"),
    FactRow("float6_e3m2fn", "28", "2^-2", "2^-4", inf: "-", nan: "-", count: 0, zero: "20"),
    FactRow("float4_e2m1fn", "6", "1", "1/2", inf: "-", nan: "-", count: 0, zero: "8"),
    FactRow("float8_ue4m3", "448", "2^-6", "2^-9", inf: "-", nan: "7F", count: 1, zero: "-"),
    FactRow("float8_ue5m3", "114688", "2^-14", "2^-17", inf: "-", nan: "FF", count: 1, zero: "-"),
    // 2^32 * (1 + 510/512): the codes of all ones are set aside.
    FactRow(
      "dlfloat16", "1022*2^23", "-", "513*2^-40", inf: "-", nan: "7FFF", count: 2, zero: "8000"),
  ]

  /// IEEE P3109 v4.0: bias 2^(K-P-1) where signed, 2^(K-P) where not, one zero, one NaN.
  static let p3109: [FactRow] = [
    p3109("Binary3p2sf", "3/2", "1", "1/2", "4"),
    p3109("Binary4p1sf", "8", "2^-3", "2^-3", "8"),
    p3109("Binary4p2sf", "3", "1/2", "1/4", "8"),
    p3109("Binary4p2se", "2", "1/2", "1/4", "8", "7"),
    p3109("Binary4p3sf", "7/4", "1", "1/4", "8"),
    p3109("Binary6p2sf", "192", "2^-7", "2^-8", "20"),
    p3109("Binary6p3sf", "14", "2^-3", "2^-5", "20"),
    p3109("Binary6p4sf", "15/4", "1/2", "2^-4", "20"),
    p3109("Binary8p1uf", "2^126", "2^-127", "2^-127", "FF"),
    p3109("Binary8p1se", "2^62", "2^-63", "2^-63", "80", "7F"),
    p3109("Binary8p2se", "2^31", "2^-31", "2^-32", "80", "7F"),
    p3109("Binary8p3se", "49152", "2^-15", "2^-17", "80", "7F"),
    p3109("Binary8p3sf", "57344", "2^-15", "2^-17", "80"),
    p3109("Binary8p4se", "224", "2^-7", "2^-10", "80", "7F"),
    p3109("Binary8p4sf", "240", "2^-7", "2^-10", "80"),
    p3109("Binary8p5se", "15", "2^-3", "2^-7", "80", "7F"),
    p3109("Binary8p5sf", "31/2", "2^-3", "2^-7", "80"),
    p3109("Binary8p6se", "31/8", "1/2", "2^-6", "80", "7F"),
    p3109("Binary8p7se", "63/32", "1", "2^-6", "80", "7F"),
    p3109("Binary8p7sf", "127/64", "1", "2^-6", "80"),
    p3109("Binary8p3ue", "5*2^29", "2^-31", "2^-33", "FF", "FE"),
    p3109("Binary8p4uf", "57344", "2^-15", "2^-18", "FF"),
    p3109("Binary8p4ue", "53248", "2^-15", "2^-18", "FF", "FE"),
    p3109("Binary8p8uf", "127/64", "1", "2^-7", "FF"),
    p3109("Binary16p8se", "127*2^121", "2^-127", "2^-134", "8000", "7FFF"),
    p3109("Binary16p11se", "65472", "2^-15", "2^-25", "8000", "7FFF"),
    // Beyond binary64.
    p3109("Binary16p1ue", "2^32765", "2^-32767", "2^-32767", "FFFF", "FFFE"),
  ]

  private static func p3109(
    _ name: String, _ largest: String, _ normal: String, _ positive: String, _ nan: String,
    _ infinity: String = "-"
  ) -> FactRow {
    FactRow(name, largest, normal, positive, inf: infinity, nan: nan, count: 1, zero: "-")
  }

  @Test("follow from the definition as documents print them", arguments: documents + p3109)
  func row(_ row: FactRow) throws {
    let format = try format(row.name)
    let facts = FormatFacts(format)
    let specials = format.specials
    #expect(facts.largest == exact(row.largest))
    #expect(facts.smallestNormal == (row.smallestNormal == "-" ? nil : exact(row.smallestNormal)))
    #expect(facts.smallestPositive == exact(row.smallestPositive))
    #expect(hex(specials.infinity) == row.infinity)
    #expect(hex(specials.nan) == row.nan)
    #expect(hex(specials.negativeZero) == row.negativeZero)
    #expect(facts.nanCodes == row.nanCodes)
    #expect(facts.infinityCodes == (row.infinity == "-" ? 0 : format.negative == nil ? 1 : 2))
    #expect(facts.isMonotone)
    let all = facts.finiteCodes &+ facts.infinityCodes &+ facts.nanCodes
    #expect(all == format.lastCode &+ 1)
  }

  @Test("1 has the code in the middle of every P3109 format")
  func one() throws {
    for bits in 3...8 {
      for descriptor in ParametricFormats.p3109(bits: bits) {
        guard case .float(let layout) = descriptor.encoding else { continue }
        let code = UInt64(1) << UInt64(bits - (layout.signed ? 2 : 1))
        #expect(NumberFormat(descriptor).decode(code) == .finite(.one), "\(descriptor.name)")
      }
    }
  }

  @Test("two P3109 formats are two FNUZ formats, code by code")
  func twins() throws {
    for (name, twin) in [
      ("Binary8p4sf", "float8_e4m3fnuz"), ("Binary8p3sf", "float8_e5m2fnuz"),
    ] {
      let (first, second) = (try format(name), try format(twin))
      let different = (0...UInt64(255)).filter { first.decode($0) != second.decode($0) }
      #expect(different == [], "\(name)")
    }
  }

  @Test("integers")
  func integers() throws {
    for (name, smallest, largest) in [
      ("int1", "-1", "0"), ("int2", "-2", "1"), ("int4", "-8", "7"), ("int8", "-128", "127"),
      ("uint1", "0", "1"), ("uint8", "0", "255"), ("s2f6", "-2", "127/64"),
    ] {
      let facts = FormatFacts(try format(name))
      #expect(facts.smallest == exact(smallest), "\(name)")
      #expect(facts.largest == exact(largest), "\(name)")
      #expect(facts.nanCodes == 0 && facts.zeroCodes == 1)
    }
  }

  @Test("posits reach 2^(4(n-2)) and its inverse")
  func posits() throws {
    for (name, reach) in [("posit8", 24), ("posit16", 56)] {
      let format = try format(name)
      let facts = FormatFacts(format)
      #expect(facts.largest == .powerOfTwo(reach))
      #expect(facts.smallestPositive == .powerOfTwo(-reach))
      #expect(facts.smallest == -.powerOfTwo(reach))
      #expect(format.specials.nan == 1 << UInt64(format.bits - 1))
      #expect(facts.nanCodes == 1 && facts.zeroCodes == 1 && facts.infinityCodes == 0)
      #expect(facts.isMonotone && facts.isSymmetric)
    }
  }

  @Test("HiFloat8 has 253 finite values, all distinct")
  func hiFloat8() throws {
    let format = try format("hifloat8")
    let values = (0...UInt64(255)).compactMap { format.decode($0).number }
    #expect(values.count == 253)
    #expect(Set(values).count == 253)
    let facts = FormatFacts(format)
    #expect(facts.largest == 32768)
    #expect(facts.smallestPositive == .powerOfTwo(-22))
    #expect(!facts.isMonotone)
    #expect(format.decode(0x80).isNaN)
    #expect(format.decode(0x6F) == .infinity(negative: false))
    #expect(format.decode(0xEF) == .infinity(negative: true))
    #expect(format.decode(0x7E) == .finite(.powerOfTwo(-15)))
  }
}
