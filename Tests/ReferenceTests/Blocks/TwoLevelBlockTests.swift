import Descriptors
import ExactArithmetic
import Reference
import Testing

@Suite("blocks under a scale of the matrix, and blocks of integers")
struct TwoLevelBlockTests {
  /// Two blocks of 16, the first with 6 in it, the second with what is given.
  private func pair(_ second: Rational...) -> [Datum] {
    data(6) + Array(repeating: .finite(0), count: 15) + second.map { .finite($0) }
      + Array(repeating: .finite(0), count: 16 - second.count)
  }

  @Test(
    "NVFP4: 3 beside 5 and 6 lies at the tie of 3 and 4, and each order of roundings has its own",
    arguments: [("nvfp4", 6), ("nvfp4-division", 5), ("nvfp4-exact", 5)])
  func parting(_ name: String, code: UInt64) throws {
    let encoded = try Blocks(name, columns: 32).encode(pair(5, 3))
    // E is 2688 / 6 = 448, t the binary32 neighbour 0x3B124925 of 1/448, above it; the scales are
    // 448, and 5 * 448 / 6 = 373 1/3 rounded to 384. 3 / (384 / 448) is 3.5.
    #expect(encoded.matrix == 0x3B12_4925)
    #expect(encoded.scales == [0x7E, 0x7C])
    #expect(encoded.elements[16...17] == [7, code])
    #expect(encoded.elements[0] == 7)
  }

  @Test("NVFP4: a matrix of zeros, a block of zeros, a NaN")
  func corners() throws {
    for name in ["nvfp4", "nvfp4-division", "nvfp4-exact"] {
      let blocks = try Blocks(name, columns: 32)
      let zeros = blocks.encode(Array(repeating: .finite(0), count: 32))
      #expect(zeros.matrix == 0x3F80_0000)
      #expect(zeros.scales == [0, 0])
      #expect(zeros.elements == Array(repeating: 0, count: 32))
      var spoilt = pair(5, 3)
      spoilt[20] = .infinity(negative: false)
      let encoded = blocks.encode(spoilt)
      #expect(encoded.scales == [0x7E, 0x7F])
      #expect(encoded.elements.suffix(16).allSatisfy { $0 == 0 })
      #expect(encoded.flags == .nonFinite)
    }
    // A scale that underflows: times FLT_MAX the first value saturates, and decodes to zero.
    let lost = pair(.powerOfTwo(-40), -.powerOfTwo(-140))
    #expect(try Blocks("nvfp4", columns: 32).encode(lost).elements[16...18] == [7, 8, 0])
    #expect(try Blocks("nvfp4-exact", columns: 32).encode(lost).elements[16...18] == [0, 0, 0])
    // By division: an infinity, and zero by zero, which E2M1 without NaN makes zero.
    #expect(
      try Blocks("nvfp4-division", columns: 32).encode(lost).elements[16...18] == [7, 0xF, 0])
  }

  @Test("NVFP4: the smallest matrices take E to FLT_MAX")
  func smallest() throws {
    let blocks = try Blocks("nvfp4", columns: 16)
    let encoded = blocks.encode(data(.powerOfTwo(-149)) + Array(repeating: .finite(0), count: 15))
    // fl(1 / FLT_MAX) is the subnormal 2^-128.
    #expect(encoded.matrix == 0x0020_0000)
    // FLT_MAX / 6 * 2^-149 is 2^-23.6: no E4M3 value but 0 is near.
    #expect(encoded.scales == [0])
  }

  @Test("zero points: rounded before they are added, zeros of their own scale")
  func zeroPoints() throws {
    let blocks = try Blocks("uint4-g4-bfloat16", columns: 4)
    // S = 3.75 / 15; 0.625 / S = 2.5 becomes 2, and then 7; 7.5 would become 8.
    let numbers = data(
      Rational(-5, over: 4), Rational(5, over: 8), Rational(5, over: 2), 0)
    #expect(
      blocks.encode(numbers)
        == Encoded(elements: [0, 7, 15, 5], zeroPoints: [5], scales: [0x3E80]))
    #expect(blocks.roundTrip(data(0, 0, 1, 2)) == data(0, 0, s(7), s(15)))
    // lo = -1, hi = 1: S is 2/15 rounded to 137/1024, 1 / S = 7.47.
    #expect(
      blocks.encode(data(0, 0, 0, 0))
        == Encoded(elements: [7, 7, 7, 7], zeroPoints: [7], scales: [0x3E09]))
    #expect(blocks.roundTrip(data(0, 0, 0, 0)) == data(0, 0, 0, 0))
    let spoilt = blocks.encode(data(1, 2, 3) + [.nan])
    #expect(
      spoilt
        == Encoded(elements: [0, 0, 0, 0], zeroPoints: [0], scales: [0x7FC0], flags: .nonFinite))
  }

  /// `code * S` for `S` = 2/15 rounded to bfloat16.
  private func s(_ code: Int) -> Rational { Rational(code) * Rational(137, over: 1024) }

  @Test("W4A8: the scale of the matrix, the protective range, a matrix of zeros")
  func dual() throws {
    let blocks = try Blocks("w4a8-1x4", columns: 4)
    // 224 needs s8 = 1; S = 224/15 becomes 239/16, and 15 * 239/16 is held at 224.
    let numbers = data(224, 0, 100, 7)
    let encoded = blocks.encode(numbers)
    #expect(encoded.matrix == 0x3F80)
    #expect(encoded.zeroPoints == [0])
    #expect(encoded.scales == [0x416F])
    #expect(encoded.elements == [15, 0, 7, 0])
    // 7 * 239/16 = 104.56 lies next to 104 in E4M3.
    #expect(blocks.roundTrip(numbers) == data(224, 0, 104, 0))
    #expect(blocks.encode(data(225, 0, 0, 0)).matrix == 0x4000)
    let zeros = blocks.encode(data(0, 0, 0, 0))
    #expect(zeros.matrix == 0x3780)  // 2^-16
    #expect(zeros.elements == [7, 7, 7, 7])
    #expect(zeros.zeroPoints == [7])
    #expect(blocks.roundTrip(data(0, 0, 0, 0)) == data(0, 0, 0, 0))
  }
}
