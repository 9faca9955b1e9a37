import Descriptors
import Drift
import ExactArithmetic
import Specs
import Tensors
import Testing

@Suite("Survey against brute force")
struct BruteForceTests {
  private func check(
    _ element: ElementType, _ codes: [UInt64], to format: String, _ dialect: Dialect
  ) async throws {
    let catalog = try Catalog.builtIn()
    let target = try catalog.format(named: format)
    let source = try catalog.format(named: #require(element.formatName))
    let brute = BruteForce(codes, .cast(from: source, to: target, dialect: dialect))
    let figures = try await figures(tensor(element, codes), to: format, dialect: dialect)
    #expect(
      brute.differences(from: figures) == [], "\(element) to \(format), \(dialect.rounding.name)")
  }

  /// Values around 1, over the whole range and at its ends, NaNs and infinities among them.
  private func binary32(_ count: Int, seed: UInt64) -> [UInt64] {
    var words = Words(seed: seed)
    return (0..<count).map { index in
      let word = words.next()
      switch index % 8 {
      case 0: return word & 0xFFFF_FFFF
      case 1: return [0, 0x8000_0000, 0x7F80_0000, 0xFF80_0000, 0x7FC0_0001][Int(word % 5)]
      case 2: return word & 0x807F_FFFF
      case 3: return (word & 0x8000_0000) | (0x43E0_0000 + (word >> 32) % 0x10_0000)
      default: return (word & 0x807F_FFFF) | (0x3800_0000 + ((word >> 40) & 0xF) << 23)
      }
    }
  }

  @Test(
    "Binary32 into every family",
    arguments: [
      "float8_e4m3fn", "float8_e5m2", "float8_e3m4", "float8_e4m3fnuz", "float6_e2m3fn",
      "float4_e2m1fn", "float8_e8m0fnu", "int8", "uint4", "s2f6", "posit8", "hifloat8", "nf4",
      "Binary8p3sf",
    ])
  func families(format: String) async throws {
    try await check(.float32, binary32(600, seed: 1), to: format, Dialect())
    try await check(.float32, binary32(600, seed: 2), to: format, Dialect(overflow: .satFinite))
  }

  @Test("Binary32 into 16 bits", arguments: ["bfloat16", "float16"])
  func sixteenBits(format: String) async throws {
    try await check(.float32, binary32(80, seed: 3), to: format, Dialect())
  }

  @Test("Every deterministic rounding", arguments: RoundingRule.deterministic)
  func roundings(rule: RoundingRule) async throws {
    let dialect = Dialect(rounding: rule, overflow: .satPropagate)
    try await check(.float32, binary32(600, seed: 4), to: "float8_e4m3fn", dialect)
    try await check(.float32, binary32(300, seed: 5), to: "int4", dialect)
  }

  @Test("Dialects that flush, wrap or drop signs")
  func dialects() async throws {
    let inputs = binary32(600, seed: 6)
    try await check(.float32, inputs, to: "float8_e5m2", Dialect(flushResults: true))
    try await check(.float32, inputs, to: "float8_e5m2", Dialect(flushOperands: true))
    try await check(.float32, inputs, to: "uint8", Dialect(negative: .magnitude))
    try await check(
      .float32, inputs.filter { $0 & 0x7F80_0000 < 0x4780_0000 }, to: "int8",
      Dialect(rounding: .towardZero, wraps: true))
    try await check(.float32, inputs, to: "float8_e8m0fnu", Dialect(withoutZero: .smallest))
    try await check(.float32, inputs, to: "float4_e2m1fn", Dialect(withoutNaN: .largest))
  }

  @Test("Wide and narrow sources")
  func sources() async throws {
    var words = Words(seed: 7)
    let wide = (0..<400).map { index -> UInt64 in
      let word = words.next()
      let near = (word & 0x800F_FFFF_FFFF_FFFF) | (0x3F8 + (word >> 52) % 16) << 52
      return index % 4 == 0 ? word : near
    }
    try await check(.float64, wide, to: "float8_e4m3fn", Dialect())
    try await check(.float64, wide, to: "float6_e3m2fn", Dialect(rounding: .up))
    let all16 = (0..<700).map { _ in words.next() & 0xFFFF }
    for element in [ElementType.float16, .bfloat16, .int16, .uint16] {
      try await check(element, all16, to: "float8_e5m2", Dialect())
    }
    for element in [
      ElementType.float8E4M3FN, .float8E5M2, .float8E4M3FNUZ, .float8E8M0FNU, .int8, .uint8,
    ] {
      try await check(element, Array(0...255), to: "float4_e2m1fn", Dialect())
      try await check(element, Array(0...255), to: "float8_e3m4", Dialect())
    }
    try await check(.float4E2M1FN, Array(0...15), to: "float8_e4m3fn", Dialect())
    try await check(.float6E2M3FN, Array(0...63), to: "int4", Dialect())
  }
}
