import Descriptors
import ExactArithmetic
import Reference
import Testing

@Suite("laws of blocks whose elements are rounded stochastically")
struct BlockLawTests {
  @Test("are those of all words of each element, independent of the others'")
  func everyWord() throws {
    for name in ["mxfp4_e2m1", "nvfp4", "nvfp4-division", "mxfp8_e4m3-amax-over-max"] {
      let blocks = try Blocks(name, columns: 2) {
        $0.elementDialect.rounding = .stochastic(bits: 3, variant: .b)
      }
      for values in [data(6, Rational(37, over: 16)), data(Rational(-7, over: 3), 1)] {
        let codes = values.map { blocks.operand.encode($0) }
        var counts: [[UInt64]: Int] = [:]
        for word in 0..<64 as Range<UInt32> {
          counts[blocks.encoder(codes, words: [word & 7, word >> 3]).results, default: 0] += 1
        }
        let laws = blocks.encoder.laws(of: codes)
        let joint = Distribution<UInt64>.independent(laws)
        #expect(joint.count == counts.count)
        for (results, count) in counts {
          #expect(joint.probability(of: results) == Rational(count, over: 64))
        }
      }
    }
  }

  @Test("of decoded elements are those of all words")
  func decoded() throws {
    let blocks = try Blocks("mxfp8_e4m3", from: "float8_e5m2", columns: 3) { _ in }
    var operation = blocks.decoder.operation
    operation.dialect.rounding = .stochastic(bits: 4, variant: .c)
    let decoder = try BlockCodec(operation)
    let codes: [UInt64] = [0x39, 0x03, 0xBB, 126]
    let laws = decoder.laws(of: codes)
    for place in 0..<3 {
      for code in Set((0..<16 as Range<UInt32>).map { decoder(codes, words: [$0]).results[place] })
      {
        let count = (0..<16 as Range<UInt32>).count {
          decoder(codes, words: [$0]).results[place] == code
        }
        #expect(laws[place].probability(of: code) == Rational(count, over: 16))
      }
    }
    #expect(laws.contains { $0.count == 2 })
  }
}
