import Descriptors
import Specs
import Testing

/// One row of facts about a listed format, transcribed from the defining documents.
private struct Row {
  let name: String
  let bits: Int
  let signed: Bool
  let w: Int
  let t: Int
  let bias: Int
  let infinities: FloatLayout.Infinities
  let nans: FloatLayout.NaNs
  let negativeZero: Bool

  init(
    _ name: String, _ bits: Int, _ signed: Bool, _ w: Int, _ t: Int, _ bias: Int,
    _ infinities: FloatLayout.Infinities, _ nans: FloatLayout.NaNs, _ negativeZero: Bool
  ) {
    self.name = name
    self.bits = bits
    self.signed = signed
    self.w = w
    self.t = t
    self.bias = bias
    self.infinities = infinities
    self.nans = nans
    self.negativeZero = negativeZero
  }
}

private let rows: [Row] = [
  Row("float64", 64, true, 11, 52, 1023, .ieee, .ieee, true),
  Row("float32", 32, true, 8, 23, 127, .ieee, .ieee, true),
  Row("float16", 16, true, 5, 10, 15, .ieee, .ieee, true),
  Row("bfloat16", 16, true, 8, 7, 127, .ieee, .ieee, true),
  Row("tf32", 19, true, 8, 10, 127, .ieee, .ieee, true),
  Row("dlfloat16", 16, true, 6, 9, 31, .none, .allOnes, true),
  Row("float8_e5m2", 8, true, 5, 2, 15, .ieee, .ieee, true),
  Row("float8_e4m3", 8, true, 4, 3, 7, .ieee, .ieee, true),
  Row("float8_e3m4", 8, true, 3, 4, 3, .ieee, .ieee, true),
  Row("float8_e4m3fn", 8, true, 4, 3, 7, .none, .allOnes, true),
  Row("float8_e4m3fnuz", 8, true, 4, 3, 8, .none, .negativeZero, false),
  Row("float8_e4m3b11fnuz", 8, true, 4, 3, 11, .none, .negativeZero, false),
  Row("float8_e5m2fnuz", 8, true, 5, 2, 16, .none, .negativeZero, false),
  Row("float8_e8m0fnu", 8, false, 8, 0, 127, .none, .allOnes, false),
  Row("float8_ue4m3", 7, false, 4, 3, 7, .none, .allOnes, false),
  Row("float8_ue5m3", 8, false, 5, 3, 15, .none, .allOnes, false),
  Row("float6_e2m3fn", 6, true, 2, 3, 1, .none, .none, true),
  Row("float6_e3m2fn", 6, true, 3, 2, 3, .none, .none, true),
  Row("float4_e2m1fn", 4, true, 2, 1, 1, .none, .none, true),
]

@Suite struct FormatEntryTests {
  @Test func listedFloatsAreAsTheirDocumentsSay() throws {
    let catalog = try Catalog.builtIn()
    for row in rows {
      let format = try catalog.format(named: row.name)
      guard case .float(let layout) = format.encoding else {
        Issue.record("\(row.name) is no float")
        continue
      }
      let setAside = ["dlfloat16", "float8_e8m0fnu"].contains(row.name)
      #expect(format.name == row.name)
      #expect(format.bits == row.bits, "\(row.name)")
      let expected = FloatLayout(
        signed: row.signed, exponentBits: row.w, trailingBits: row.t, bias: row.bias,
        subnormals: setAside ? .none : .gradual, hasZero: row.name != "float8_e8m0fnu",
        hasNegativeZero: row.negativeZero, infinities: row.infinities, nans: row.nans)
      #expect(layout == expected, "\(row.name)")
    }
    let floats = catalog.formats.filter { if case .float = $0.encoding { true } else { false } }
    #expect(floats.map(\.name).sorted() == rows.map(\.name).sorted())
  }

  @Test func otherFamilies() throws {
    let catalog = try Catalog.builtIn()
    for (name, bits, signed, fraction) in [
      ("int1", 1, true, 0), ("int2", 2, true, 0), ("int4", 4, true, 0), ("int8", 8, true, 0),
      ("uint1", 1, false, 0), ("uint2", 2, false, 0), ("uint4", 4, false, 0),
      ("uint8", 8, false, 0), ("s2f6", 8, true, 6),
    ] {
      let format = try catalog.format(named: name)
      #expect(format.bits == bits)
      #expect(
        format.encoding == .fixedPoint(FixedPointLayout(signed: signed, fractionBits: fraction)))
    }
    #expect(try catalog.format(named: "posit8").encoding == .posit(exponentBits: 2))
    #expect(try catalog.format(named: "posit16").bits == 16)
    #expect(try catalog.format(named: "hifloat8").encoding == .hiFloat8)
    #expect(try catalog.format(named: "hifloat8").bits == 8)
  }

  @Test func containers() throws {
    let catalog = try Catalog.builtIn()
    let wider = catalog.formats.filter { $0.container != $0.bits }
    #expect(wider.map(\.name) == ["tf32", "float8_ue4m3"])
    #expect(wider.map(\.container) == [32, 8])
  }

  @Test func everyEntryCitesASource() throws {
    for format in try Catalog.builtIn().formats {
      #expect(!format.source.isEmpty, "\(format.name)")
    }
  }

  /// The levels as printed in the paper; each is a binary32 value.
  @Test func normalFloat4() throws {
    let levels: [Float] = [
      -1, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635,
      -0.18477343022823334, -0.09105003625154495, 0, 0.07958029955625534, 0.16093020141124725,
      0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941,
      0.7229568362236023, 1,
    ]
    let format = try Catalog.builtIn().format(named: "NF4")
    guard case .table(let table) = format.encoding else {
      Issue.record("nf4 is no table")
      return
    }
    let values = table.entries.map { entry -> Float in
      guard case .finite(let literal) = entry, literal.denominator == 1 else { return .nan }
      return Float(sign: .plus, exponent: literal.exponent, significand: Float(literal.numerator))
    }
    #expect(values == levels)
    #expect(!table.mayRepeat)
  }
}
