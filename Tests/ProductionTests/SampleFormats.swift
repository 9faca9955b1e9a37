import Descriptors

/// Formats written out by hand, so that these tests need no specification file.
enum Sample {
  static func float(
    _ name: String, bits: Int, signed: Bool = true, w: Int, t: Int, bias: Int,
    subnormals: FloatLayout.Subnormals = .gradual, zero: Bool = true, negativeZero: Bool = true,
    infinities: FloatLayout.Infinities = .none, nans: FloatLayout.NaNs = .none
  ) -> FormatDescriptor {
    FormatDescriptor(
      name: name, bits: bits,
      encoding: .float(
        FloatLayout(
          signed: signed, exponentBits: w, trailingBits: t, bias: bias, subnormals: subnormals,
          hasZero: zero, hasNegativeZero: negativeZero && signed, infinities: infinities,
          nans: nans)))
  }

  static func ieee(_ name: String, bits: Int, w: Int, t: Int) -> FormatDescriptor {
    float(
      name, bits: bits, w: w, t: t, bias: 1 << (w - 1) - 1, infinities: .ieee, nans: .ieee)
  }

  static func integer(_ name: String, bits: Int, signed: Bool, fraction: Int = 0)
    -> FormatDescriptor
  {
    FormatDescriptor(
      name: name, bits: bits,
      encoding: .fixedPoint(FixedPointLayout(signed: signed, fractionBits: fraction)))
  }

  /// IEEE P3109 `Binary{K}p{P}{s|u}{e|f}`.
  static func p3109(_ k: Int, _ p: Int, signed: Bool, extended: Bool) -> FormatDescriptor {
    let w = signed ? k - p : k - p + 1
    return float(
      "binary\(k)p\(p)\(signed ? "s" : "u")\(extended ? "e" : "f")", bits: k, signed: signed,
      w: w, t: p - 1, bias: 1 << (w - 1), negativeZero: false,
      infinities: extended ? .top : .none, nans: signed ? .negativeZero : .allOnes)
  }

  static let binary64 = ieee("float64", bits: 64, w: 11, t: 52)
  static let binary32 = ieee("float32", bits: 32, w: 8, t: 23)
  static let tf32 = ieee("tf32", bits: 19, w: 8, t: 10)
  static let bfloat16 = ieee("bfloat16", bits: 16, w: 8, t: 7)
  static let binary16 = ieee("float16", bits: 16, w: 5, t: 10)
  static let e5m2 = ieee("float8_e5m2", bits: 8, w: 5, t: 2)
  static let e4m3 = ieee("float8_e4m3", bits: 8, w: 4, t: 3)
  static let e3m4 = ieee("float8_e3m4", bits: 8, w: 3, t: 4)
  static let e4m3fn = float("float8_e4m3fn", bits: 8, w: 4, t: 3, bias: 7, nans: .allOnes)
  static let e4m3fnuz = float(
    "float8_e4m3fnuz", bits: 8, w: 4, t: 3, bias: 8, negativeZero: false, nans: .negativeZero)
  static let e4m3b11fnuz = float(
    "float8_e4m3b11fnuz", bits: 8, w: 4, t: 3, bias: 11, negativeZero: false, nans: .negativeZero)
  static let e5m2fnuz = float(
    "float8_e5m2fnuz", bits: 8, w: 5, t: 2, bias: 16, negativeZero: false, nans: .negativeZero)
  static let e8m0 = float(
    "float8_e8m0fnu", bits: 8, signed: false, w: 8, t: 0, bias: 127, subnormals: .none,
    zero: false, nans: .allOnes)
  static let e2m3 = float("float6_e2m3fn", bits: 6, w: 2, t: 3, bias: 1)
  static let e3m2 = float("float6_e3m2fn", bits: 6, w: 3, t: 2, bias: 3)
  static let e2m1 = float("float4_e2m1fn", bits: 4, w: 2, t: 1, bias: 1)
  static let e3m0 = float("float4_e3m0", bits: 4, w: 3, t: 0, bias: 3)
  static let ue4m3 = float(
    "ue4m3", bits: 7, signed: false, w: 4, t: 3, bias: 7, nans: .allOnes)
  static let ue5m3 = float(
    "float8_ue5m3fn", bits: 8, signed: false, w: 5, t: 3, bias: 15, nans: .allOnes)
  /// The 12-bit accumulator of LBA: no subnormals.
  static let m7e4 = float(
    "m7e4", bits: 12, w: 4, t: 7, bias: 10, subnormals: .none, negativeZero: false)
  static let dlfloat16 = float(
    "dlfloat16", bits: 16, w: 6, t: 9, bias: 31, subnormals: .none, negativeZero: false,
    nans: .allOnes)
  static let int8 = integer("int8", bits: 8, signed: true)
  static let int4 = integer("int4", bits: 4, signed: true)
  static let uint4 = integer("uint4", bits: 4, signed: false)
  static let s2f6 = integer("s2f6", bits: 8, signed: true, fraction: 6)
  static let posit8 = FormatDescriptor(
    name: "posit8", bits: 8, encoding: .posit(exponentBits: 2))
  static let posit16 = FormatDescriptor(
    name: "posit16", bits: 16, encoding: .posit(exponentBits: 2))
  static let hiFloat8 = FormatDescriptor(name: "hifloat8", bits: 8, encoding: .hiFloat8)

  static func literal(_ numerator: Int64, _ denominator: Int64 = 1, _ exponent: Int = 0)
    -> ValueTable.Entry
  {
    .finite(ExactLiteral(numerator: numerator, denominator: denominator, exponent: exponent))
  }

  /// Asymmetric, in no order, thirds among the values.
  static let thirds = FormatDescriptor(
    name: "thirds", bits: 3,
    encoding: .table(
      ValueTable(entries: [
        literal(1), literal(-1, 3), literal(0), literal(1, 3), literal(-5, 3), .nan,
        literal(7, 3, 1), .infinity(negative: false),
      ])))

  /// Sixteen dyadic values, no zero, as lookup tables of 4-bit weights have.
  static let lookup4 = FormatDescriptor(
    name: "lookup4", bits: 4,
    encoding: .table(
      ValueTable(
        entries: [-177, -139, -105, -73, -43, -21, -9, -3, 3, 11, 25, 49, 79, 113, 151, 219].map {
          literal($0, 1, -8)
        })))

  /// Signed float layouts of at most 8 bits.
  static let signedFloats = [
    e5m2, e4m3, e3m4, e4m3fn, e4m3fnuz, e4m3b11fnuz, e5m2fnuz, e2m3, e3m2, e2m1, e3m0,
    p3109(8, 3, signed: true, extended: true), p3109(8, 4, signed: true, extended: true),
    p3109(8, 1, signed: true, extended: true), p3109(6, 3, signed: true, extended: false),
    p3109(4, 1, signed: true, extended: false), p3109(8, 7, signed: true, extended: true),
  ]

  /// Unsigned float layouts of at most 8 bits.
  static let unsignedFloats = [
    e8m0, ue4m3, ue5m3, p3109(8, 1, signed: false, extended: false),
    p3109(8, 3, signed: false, extended: true), p3109(8, 8, signed: false, extended: false),
    p3109(5, 2, signed: false, extended: true),
  ]

  /// Float layouts of 9...16 bits.
  static let wideFloats = [
    binary16, bfloat16, m7e4, dlfloat16, p3109(16, 8, signed: true, extended: true),
    p3109(16, 1, signed: false, extended: false), p3109(12, 1, signed: false, extended: true),
    p3109(12, 5, signed: true, extended: false),
  ]

  static let irregular = [int8, int4, uint4, s2f6, posit8, posit16, hiFloat8, thirds, lookup4]

  static let all = signedFloats + unsignedFloats + wideFloats + irregular
}
