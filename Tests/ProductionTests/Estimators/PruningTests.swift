import Descriptors
import Production
import Testing

@Suite struct PruningTests {
  /// Patterns with a kernel of their own and others.
  static let patterns: [(Int, Int)] = [
    (1, 2), (1, 4), (2, 4), (4, 8), (3, 4), (2, 2), (1, 1), (2, 8), (5, 16), (16, 32), (8, 64),
  ]

  static func pattern(_ keep: Int, _ of: Int) throws -> BlockPattern {
    try #require(BlockPattern(keep: keep, of: of))
  }

  static func prepared(
    _ format: FormatDescriptor, _ pattern: BlockPattern, _ draw: BlockPruning.Draw = .fraction,
    level: InstructionLevel = .best, exactOnly: Bool = false, dialect: Dialect = Dialect()
  ) throws -> PreparedPruning {
    try PreparedPruning(
      Operation(
        .prune(BlockPruning(pattern, draw: draw)), format: format, dialect: dialect),
      level: level, exactOnly: exactOnly)
  }

  /// Runs every level and the exact path over the cases and compares all with the oracle.
  static func compare(
    _ format: FormatDescriptor, _ oracle: PruningOracle, of: Int, blocks: [[UInt64]],
    words: [[UInt32]]
  ) throws {
    let expected = zip(blocks, words).map { oracle.prune($0, words: $1) }
    let codes = blocks.flatMap { $0 }
    let flat = words.flatMap { $0 }
    let pattern = try pattern(oracle.keep, of)
    let exact = try prepared(format, pattern, oracle.draw, exactOnly: true).codes(
      codes, words: flat)
    #expect(exact.summary.exact == blocks.count)
    try check(exact, "exact")
    for level in InstructionLevel.available {
      try check(
        try prepared(format, pattern, oracle.draw, level: level).codes(codes, words: flat),
        level.rawValue)
    }
    func check(_ run: (codes: [UInt64], summary: PruningSummary), _ name: String) throws {
      #expect(run.summary.facts == PruningSummary(expected.map(\.flags)), "\(name)")
      for (index, outcome) in expected.enumerated() {
        let found = Array(run.codes[index * of..<(index + 1) * of])
        try #require(
          found == outcome.codes,
          "\(name) \(format.name) \(oracle.keep):\(of) \(blocks[index]) \(words[index])")
      }
    }
  }

  @Test(arguments: patterns)
  func binary32(_ keep: Int, _ of: Int) throws {
    var source = PruningSource(state: UInt64(100 * keep + of))
    let oracle = PruningSample.oracle32(keep)
    let count = 1600 / of
    var blocks: [[UInt64]] = []
    var words: [[UInt32]] = []
    for index in 0..<count {
      blocks.append(source.block32(of, kind: index % PruningSource.kinds32))
      words.append([UInt32(truncatingIfNeeded: source.next())])
    }
    try Self.compare(Sample.binary32, oracle, of: of, blocks: blocks, words: words)
  }

  /// Words at and beside every breakpoint.
  @Test(arguments: [(1, 2), (1, 4), (2, 4), (4, 8), (3, 5)])
  func breakpoints(_ keep: Int, _ of: Int) throws {
    var source = PruningSource(state: UInt64(keep + 100 * of))
    let oracle = PruningSample.oracle32(keep)
    var blocks: [[UInt64]] = []
    var words: [[UInt32]] = []
    for kind in [0, 1, 2, 3, 7, 9, 10] {
      for _ in 0..<4 {
        let block = source.block32(of, kind: kind)
        for word in oracle.breakpoints(block) {
          blocks.append(block)
          words.append([word])
        }
      }
    }
    try Self.compare(Sample.binary32, oracle, of: of, blocks: blocks, words: words)
  }

  @Test(arguments: [(1, 2), (1, 4), (2, 4), (4, 8), (3, 8)])
  func bfloat16(_ keep: Int, _ of: Int) throws {
    var source = PruningSource(state: UInt64(7 * keep + of))
    let oracle = PruningSample.oracleBFloat16(keep)
    let blocks = (0..<300).map { index in
      source.block32(of, kind: index % PruningSource.kinds32).map { $0 >> 16 }
    }
    let words = blocks.map { _ in [UInt32(truncatingIfNeeded: source.next())] }
    try Self.compare(Sample.bfloat16, oracle, of: of, blocks: blocks, words: words)
  }

  @Test func splitsAtBlocksChangeNothing() throws {
    var source = PruningSource(state: 5)
    let blocks = 1500
    let codes = (0..<blocks).flatMap { source.block32(4, kind: $0 % PruningSource.kinds32) }
    let pruning = try Self.prepared(Sample.binary32, Self.pattern(2, 4))
    let words = RandomWords.philox(seed: 3, offset: 5, stream: 9)
    let whole = pruning.codes(codes, words: words, blocks: blocks)
    var parts: [UInt64] = []
    var summary = PruningSummary()
    for (first, count) in [(0, 1), (1, 298), (299, 700), (999, 501)] {
      let part = pruning.codes(
        Array(codes[4 * first..<4 * (first + count)]),
        words: .philox(seed: 3, offset: 5 + UInt64(first), stream: 9), blocks: count)
      parts += part.codes
      summary = summary + part.summary
    }
    #expect(parts == whole.codes)
    #expect(summary == whole.summary)
    let given = Philox.words(seed: 3, offset: 5, stream: 9, count: blocks)
    #expect(pruning.codes(codes, words: given).codes == whole.codes)
    // Most blocks of the ordinary kinds need no exact path.
    #expect(whole.summary.exact < blocks / 2)
  }
}
