import Descriptors
import Production
import Testing

/// Cases that random blocks do not meet.
@Suite struct PruningEdgeTests {
  /// Points `2^-32` of a unit below a breakpoint of 25 bits: binary64 rounds them onto it.
  @Test(arguments: [(1, 2), (1, 4), (1, 3)])
  func pointsThatRoundOntoABreakpoint(_ keep: Int, _ of: Int) throws {
    var source = PruningSource(state: 11)
    let oracle = PruningSample.oracle32(keep)
    var blocks: [[UInt64]] = []
    var words: [[UInt32]] = []
    while blocks.count < 40 {
      let total = UInt32(truncatingIfNeeded: source.next()) >> 7 | 1 << 24 | 1
      // The word whose product with the total is -1 modulo 2^32.
      var inverse = total
      for _ in 0..<5 { inverse = inverse &* (2 &- total &* inverse) }
      let word = 0 &- inverse
      let first = UInt32((UInt64(word) * UInt64(total) + 1) >> 32)
      let rest = total - first
      guard first < 1 << 24, rest < 1 << 24, first > 1 << 22 else { continue }
      var block = [UInt64(Float(first).bitPattern), UInt64(Float(rest).bitPattern)]
      while block.count < of { block.insert(0, at: blocks.count % 3 == 0 ? 0 : block.count) }
      blocks.append(block)
      words.append([word])
    }
    try PruningTests.compare(Sample.binary32, oracle, of: of, blocks: blocks, words: words)
    let run = try PruningTests.prepared(Sample.binary32, PruningTests.pattern(keep, of)).codes(
      blocks.flatMap { $0 }, words: words.flatMap { $0 })
    #expect(run.summary.exact > 0)
  }

  /// A number that would favour small remainders is refused and drawn again where documented.
  @Test func refusedNumbersAreDrawnAgain() throws {
    let format = Sample.integer("uint62", bits: 62, signed: false)
    let pruning = try PruningTests.prepared(format, PruningTests.pattern(1, 2), .integer)
    let a: UInt64 = 0x15A5_1234_5678_9ABC
    let b: UInt64 = 0x1F00_0000_0000_0007
    let total = a + b
    let fair = UInt64.max - (UInt64.max % total + 1) % total
    let blocks = 64
    var expected: [UInt64] = []
    var refused = 0
    for block in 0..<blocks {
      let element = UInt64(2 * block)
      let words = Philox.words(seed: 5, offset: element, stream: 7, count: 2)
      var number = UInt64(words[1]) << 32 | UInt64(words[0])
      var repetition: UInt64 = 0
      while number > fair {
        refused += 1
        repetition += 1
        let high = (7 ^ 1 << 63) + repetition
        let drawn = Philox.block(
          counter: (UInt32(element), 0, UInt32(truncatingIfNeeded: high), UInt32(high >> 32)),
          key: (5, 0))
        number = UInt64(drawn.1) << 32 | UInt64(drawn.0)
      }
      expected += number % total < a ? [total, 0] : [0, total]
    }
    let codes = (0..<blocks).flatMap { _ in [a, b] }
    let results = pruning.codes(
      codes, words: .philox(seed: 5, offset: 0, stream: 7), blocks: blocks)
    #expect(results.codes == expected)
    #expect(refused > 0)
  }

  /// Given numbers are taken modulo the total, whatever they are.
  @Test func givenNumbersAreNotRefused() throws {
    let format = Sample.integer("uint62", bits: 62, signed: false)
    let pruning = try PruningTests.prepared(format, PruningTests.pattern(1, 2), .integer)
    let a: UInt64 = 0x1AAA_0000_0000_0000
    let results = pruning.codes([a, a + 1], words: [.max, .max]).codes
    #expect(results == (UInt64.max % (2 * a + 1) < a ? [2 * a + 1, 0] : [0, 2 * a + 1]))
  }

  /// The format's range from end to end in one block.
  @Test func binary64() throws {
    let pruning = try PruningTests.prepared(Sample.binary64, PruningTests.pattern(1, 3))
    let values: [Double] = [0x1p-1074, 0x1p1023, -0x1.8p1000]
    let codes = values.map(\.bitPattern)
    // The total is just above 2^1023 and rounds to it plus 1.5 * 2^1000; only word 0 could draw
    // the first element, and its interval begins there.
    let sum = 0x1p1023 + 0x1.8p1000
    #expect(pruning.codes(codes, words: [0]).codes == [sum.bitPattern, 0, 0])
    #expect(pruning.codes(codes, words: [1]).codes == [0, sum.bitPattern, 0])
    // 2^32 - 1 of 2^32 lies in the second interval too: the third is 2^-22 of the whole.
    #expect(pruning.codes(codes, words: [.max]).codes == [0, 0, (-sum).bitPattern])
    #expect(
      pruning.codes(codes, words: [0xFFFF_F000]).codes == [0, sum.bitPattern, 0])
  }

  /// Codes narrower than their bytes: what is above them is ignored and does not come back.
  @Test func bitsAboveTheCode() throws {
    for format in [Sample.e2m1, Sample.int4] {
      let pruning = try PruningTests.prepared(format, PruningTests.pattern(2, 4))
      let codes: [UInt64] = [1, 2, 0, 3, 9, 0, 0, 2]
      let clean = pruning.codes(codes, words: [77, 0x9000_0000]).codes
      #expect(clean == pruning.codes(codes.map { $0 | 0xF0 }, words: [77, 0x9000_0000]).codes)
      #expect(clean.allSatisfy { $0 < 16 })
      let exact = try PruningTests.prepared(
        format, PruningTests.pattern(2, 4), exactOnly: true
      ).codes(codes.map { $0 | 0xA0 }, words: [77, 0x9000_0000]).codes
      #expect(clean == exact)
    }
  }

  /// Signs of zero are dropped whatever the pattern, also in blocks that are kept as they are.
  @Test func zerosHaveNoSign() throws {
    for (keep, of) in [(1, 2), (1, 4), (2, 4), (4, 8), (3, 5), (4, 4)] {
      let pruning = try PruningTests.prepared(Sample.binary32, PruningTests.pattern(keep, of))
      for place in 0...of {
        var codes = [UInt64](repeating: 0x8000_0000, count: of)
        if place < of { codes[place] = 0xBF80_0000 }
        let expected = codes.map { $0 == 0x8000_0000 ? 0 : $0 }
        #expect(pruning.codes(codes, words: [0]).codes == expected)
        #expect(pruning.codes(codes, words: [.max]).codes == expected)
      }
    }
  }
}
