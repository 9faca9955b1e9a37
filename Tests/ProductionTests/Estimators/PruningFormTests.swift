import Descriptors
import Production
import Testing

/// Designs, dialects and forms of input and output around the systematic choice.
@Suite struct PruningFormTests {
  private static let gradient: [Float] = [3, -1, 2, -4, 10, 1, 2, 3, 0, -0.0, 5, -7]

  @Test func keepsAndScales() throws {
    let pruning = try PruningTests.prepared(Sample.binary32, PruningTests.pattern(2, 4))
    let codes = Self.gradient.map { UInt64($0.bitPattern) }
    // u = 1/2 on every block: points 2.5 and 7.5 of [3, 1, 2, 4]; 3 of [1, 2, 3] beside 10.
    let results = pruning.codes(codes, words: [0x8000_0000, 0x8000_0000, 0x8000_0000]).codes
    let expected: [Float] = [5, 0, 0, -5, 10, 0, 0, 6, 0, 0, 5, -7]
    #expect(results == expected.map { UInt64($0.bitPattern) })
  }

  @Test func greedyKeepsTheLargest() throws {
    let pattern = try PruningTests.pattern(2, 4)
    let pruning = try PreparedPruning(
      Operation(.prune(BlockPruning(pattern, design: .greedy)), format: Sample.binary32))
    let values: [Float] = [1, -3, 3, 3, .nan, 1, .infinity, 2, -0.0, 0, 1, 0]
    let run = pruning.codes(
      values.map { UInt64($0.bitPattern) }, words: RandomWords.none, blocks: 3)
    let expected: [Float] = [0, -3, 3, 0, .nan, 0, .infinity, 0, 0, 0, 1, 0]
    #expect(run.codes == expected.map { UInt64($0.bitPattern) })
    #expect(run.summary.facts == PruningSummary(nonFinite: 1, biased: 2))
  }

  @Test func belowAThreshold() throws {
    let bar = UInt64((2 as Float).bitPattern)
    let pruning = try PreparedPruning(
      Operation(.pruneBelow(threshold: bar), format: Sample.binary32))
    let values: [Float] = [2, -1, -1, -3, 0.5, 0.5, -0.0, .infinity, 0x1p-149, 0x1p-149]
    let words: [UInt32] = [
      .max, 0x7FFF_FFFF, 0x8000_0000, .max, 0x3FFF_FFFF, 0x4000_0000, 0, .max, 0, 1,
    ]
    let run = pruning.codes(values.map { UInt64($0.bitPattern) }, words: words)
    let expected: [Float] = [2, -2, 0, -3, 2, 0, 0, .infinity, 2, 0]
    #expect(run.codes == expected.map { UInt64($0.bitPattern) })
    #expect(run.summary.facts == PruningSummary(nonFinite: 1))
  }

  @Test func directedScales() throws {
    // The scale 5.5 between two integers.
    let pattern = try PruningTests.pattern(2, 4)
    for (rule, scale) in [
      (RoundingRule.up, 6), (.down, 5), (.towardZero, 5), (.toNearestOrEven, 6),
    ] {
      let pruning = try PruningTests.prepared(
        Sample.int8, pattern, dialect: Dialect(rounding: rule))
      let results = pruning.codes([4, 1, 2, 4], words: [0]).codes
      #expect(results == [UInt64(scale), 0, UInt64(scale), 0])
      let mirrored = pruning.codes([252, 255, 254, 252], words: [0]).codes
      let below = rule == .up ? 5 : rule == .down ? 6 : scale
      #expect(mirrored == [UInt64(256 - below), 0, UInt64(256 - below), 0])
    }
  }

  @Test func stochasticScalesTakeTheLastWord() throws {
    let pruning = try PruningTests.prepared(
      Sample.int8, PruningTests.pattern(2, 4),
      dialect: Dialect(rounding: .stochastic(bits: 1, variant: .a)))
    let results = pruning.codes([4, 1, 2, 4, 4, 1, 2, 4], words: [0, 0, 0, 1]).codes
    #expect(results == [5, 0, 5, 0, 6, 0, 6, 0])
  }

  @Test func refusals() throws {
    let pattern = try PruningTests.pattern(2, 4)
    for design in [BlockPruning.Design.pairTable, .successive, .uniform] {
      #expect(throws: ProductionError.self) {
        try PreparedPruning(
          Operation(.prune(BlockPruning(pattern, design: design)), format: Sample.binary32))
      }
    }
    for (format, draw) in [
      (Sample.binary32, BlockPruning.Draw.integer), (Sample.binary32, .quantised(bits: 1)),
      (Sample.binary32, .quantised(bits: 33)), (Sample.thirds, .fraction),
    ] {
      #expect(throws: ProductionError.self) { try PruningTests.prepared(format, pattern, draw) }
    }
    #expect(throws: ProductionError.self) {
      try PreparedPruning(
        Operation(.mask(.top(1), rows: 1, columns: 4, ragged: .refuse), format: Sample.int8))
    }
    #expect(throws: ProductionError.self) {
      try PruningTests.prepared(Sample.binary32, pattern, dialect: Dialect(flushOperands: true))
    }
    #expect(throws: ProductionError.self) { try GradientPruning(named: "3:2") }
  }

  @Test func raggedRows() throws {
    let pattern = try PruningTests.pattern(2, 4)
    let values: [Float] = [3, -1, 2, -4, 1, 2, 5]
    #expect(throws: PruningError.ragged(count: 7, block: 4)) {
      try GradientPruning(pattern)(values, seed: 1)
    }
    let prune = try GradientPruning(pattern, ragged: .atMost)
    let oracle = PruningSample.oracle32(2)
    let codes = values.map { UInt64($0.bitPattern) }
    for seed in 1...20 as ClosedRange<UInt64> {
      let words = Philox.words(seed: seed, count: 2)
      let expected =
        oracle.prune(Array(codes[..<4]), words: [words[0]]).codes
        + oracle.prune(Array(codes[4...]), words: [words[1]]).codes
      #expect(try prune(values, seed: seed).values.map { UInt64($0.bitPattern) } == expected)
      #expect(expected.count { $0 != 0 } == 4)
    }
    // A single element of a block is always kept.
    #expect(try prune([2, 0, 0, 0, -3], seed: 1).values == [2, 0, 0, 0, -3])
  }

  @Test func spansAndArraysAgree() throws {
    let prune = try GradientPruning(named: "2:4")
    let (array, all) = try prune(Self.gradient, seed: 9, stream: 2)
    var output = [Float](repeating: 1, count: Self.gradient.count)
    var span = output.mutableSpan
    let summary = try prune(Self.gradient.span, seed: 9, stream: 2, into: &span)
    #expect(output == array)
    #expect(summary.facts == PruningSummary())
    #expect(all == summary)
    #expect(zip(array, output).allSatisfy { $0.bitPattern == $1.bitPattern })
  }

  @Test func compressionRoundTrip() throws {
    let pruning = try PruningTests.prepared(Sample.bfloat16, PruningTests.pattern(2, 4))
    var source = PruningSource(state: 4)
    let codes = (0..<4000).map { _ in source.next() % 3 == 0 ? 0 : source.next() & 0xBFFF }
    let stream = PreparedOperation.pack(codes, bytes: 2)
    let words = RandomWords.philox(seed: 8, offset: 0, stream: 0)
    let dense = pruning.codes(codes, words: words, blocks: 1000).codes
    let (blocks, _) = try pruning.compressed(stream, words: words)
    #expect(blocks.dense == PreparedOperation.pack(dense, bytes: 2))
    #expect(blocks.values.count == 1000 * 2 * 2)
    #expect(blocks.indices.count == 1000 * 2 * 2 / 8)
    let scales = PreparedOperation.unpack(blocks.scales, bytes: 2)
    for (block, scale) in scales.enumerated() {
      let kept = dense[4 * block..<4 * block + 4].filter { $0 != 0 }.map { $0 & 0x7FFF }
      #expect(scale == kept.min() ?? 0)
    }
    #expect(throws: PruningError.tooMany(block: 0, kept: 3, pattern: "2:4")) {
      try CompressedBlocks(
        [1, 2, 0, 3], format: Sample.int8, pattern: PruningTests.pattern(2, 4))
    }
    #expect(throws: PruningError.ragged(count: 3, block: 4)) {
      try CompressedBlocks([1, 2, 0], format: Sample.int8, pattern: PruningTests.pattern(2, 4))
    }
  }

  @Test func tasksChangeNothing() async throws {
    let pruning = try PruningTests.prepared(Sample.e4m3fn, PruningTests.pattern(2, 4), .integer)
    var source = PruningSource(state: 6)
    let stream = (0..<4 * 333).map { _ in UInt8(truncatingIfNeeded: source.next()) }
    let one = await parts(pruning, stream, tasks: 1)
    let two = await parts(pruning, stream, tasks: 2)
    #expect(one.0 == two.0)
    #expect(one.1 == two.1)
    let whole = pruning.codes(
      stream.map(UInt64.init), words: .philox(seed: 1, offset: 6, stream: 3), blocks: 333)
    #expect(whole.codes == one.0.map(UInt64.init))
    #expect(whole.summary == one.1)
  }

  private func parts(
    _ pruning: PreparedPruning, _ stream: [UInt8], tasks: Int
  ) async -> ([UInt8], PruningSummary) {
    let source = UnsafeMutableRawBufferPointer.allocate(byteCount: stream.count, alignment: 64)
    let results = UnsafeMutableRawBufferPointer.allocate(byteCount: stream.count, alignment: 64)
    defer {
      source.deallocate()
      results.deallocate()
    }
    source.copyBytes(from: stream)
    let summary = await pruning.run(
      UnsafeRawBufferPointer(source), words: .philox(seed: 1, offset: 6, stream: 3),
      results: results, blocks: stream.count / 4, tasks: tasks)
    return (Array(results), summary)
  }
}
