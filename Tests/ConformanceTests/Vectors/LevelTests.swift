import Descriptors
import Reference
import Specs
import Testing

@testable import Conformance

@Suite("what levels of vectors contain")
struct LevelTests {
  private func vectors(
    _ kind: Operation.Kind, _ format: String, to: String? = nil, _ effort: CheckEffort = .quick
  ) throws -> CaseVectors {
    let catalog = try Catalog.builtIn()
    let operand = try catalog.format(named: format)
    let operation = Operation(
      kind, operands: Array(repeating: operand, count: kind.operandCount),
      result: try catalog.format(named: to ?? format), dialect: Dialect())
    return CaseVectors(VectorTask(operation, preset: "standard"), effort: effort, seed: 1)
  }

  /// The exponents and significands, written out for binary32 and bfloat16 (bias 127).
  private func codes(trailing: UInt64, exponents: [UInt64]) -> [UInt64] {
    let ones: UInt64 = 1 << trailing - 1
    return exponents.flatMap { exponent in
      [0, 1, ones - 1, ones].flatMap { field -> [UInt64] in
        let magnitude = exponent << trailing | field
        return [magnitude, magnitude | 1 << (trailing + 8)]
      }
    }
  }

  private static let turning: [UInt64] =
    [0, 1, 2, 31, 253, 254, 255] + Array(123...131)

  @Test("level 1 has all pairs of turning exponents and simple significands, of either sign")
  func pairs() throws {
    let vectors = try vectors(.add, "float32")
    let codes = codes(trailing: 23, exponents: Self.turning + Array(102...106) + Array(148...152))
    let asked = Set((0..<vectors.count).map { vectors[$0] })
    #expect(asked.count == Int(vectors.count))
    for x in codes {
      let found = codes.allSatisfy { asked.contains(Case(codes: [x, $0])) }
      #expect(found, "\(String(x, radix: 16)) lacks a partner")
    }
  }

  @Test("level 1 has each of these codes at each place of three operands")
  func triples() throws {
    let vectors = try vectors(.fma, "bfloat16")
    let codes = Set(codes(trailing: 7, exponents: Self.turning + Array(118...136)))
    for place in 0..<3 {
      let met = Set((0..<vectors.count).map { vectors[$0].codes[place] })
      #expect(codes.isSubset(of: met))
    }
  }

  @Test("level 2 adds walking ones and zeros and runs from either end")
  func walking() throws {
    let format = NumberFormat(try Catalog.builtIn().format(named: "float32"))
    let met = Set(format.levelCodes(2))
    let one: UInt64 = 127 << 23
    let ones: UInt64 = 1 << 23 - 1
    for bit in 0..<23 as Range<UInt64> {
      for field in [1 << bit, ones ^ 1 << bit, ones >> bit, ones - ones >> bit] {
        #expect(met.contains(one | field) && met.contains(1 << 31 | one | field))
      }
    }
    #expect(Set(format.levelCodes(1)).isSubset(of: met))
  }

  @Test("a conversion has every value, every midpoint and their neighbours")
  func landmarks() throws {
    let vectors = try vectors(.cast, "float32", to: "float8_e4m3fn")
    let asked = Set((0..<vectors.count).map { vectors[$0].codes[0] })
    for code in 1...0x7E as ClosedRange<UInt64> {
      // binary32 has all of these exactly: e4m3 with one bit more, and 20 zeros.
      let scaled = { (half: UInt64) -> UInt64 in
        let value =
          half < 16 ? Float(half) / 1024 : Float(16 + half % 16) / 16 * power(Int(half / 16) - 7)
        return UInt64(value.bitPattern)
      }
      for half in [2 * code - 1, 2 * code] {
        let point = scaled(half)
        for near in [point - 1, point, point + 1] {
          #expect(asked.contains(near) && asked.contains(near | 1 << 31))
        }
      }
    }
  }

  private func power(_ exponent: Int) -> Float {
    exponent < 0 ? 1 / Float(1 << -exponent) : Float(1 << exponent)
  }

  @Test("what is finite and small is complete")
  func everything() throws {
    #expect(try vectors(.mul, "float8_e4m3fn").extent == .everything)
    #expect(try vectors(.mul, "float8_e4m3fn").count == 65536)
    #expect(try vectors(.cast, "float16", to: "float8_e5m2").count == 65536)
    #expect(try vectors(.fma, "float6_e2m3fn", .standard).count == 262_144)
  }

  @Test("words of stochastic rounding have both ends for every code of one operand")
  func words() throws {
    let catalog = try Catalog.builtIn()
    let operation = Operation.cast(
      from: try catalog.format(named: "float32"), to: try catalog.format(named: "bfloat16"),
      dialect: Dialect(rounding: .stochastic(bits: 8, variant: .c)))
    let vectors = CaseVectors(
      VectorTask(operation, preset: "standard"), effort: .quick, seed: 1)
    let asked = Set((0..<vectors.count).map { vectors[$0] })
    #expect(asked.count == Int(vectors.count))
    for code in [0, 1, 0x3F80_0001, 0x7F7F_FFFF, 0x807F_FFFE] as [UInt64] {
      for word in [0, 255] as [UInt32] {
        #expect(asked.contains(Case(codes: [code], words: [word])))
      }
    }
  }
}
