import Descriptors
import ExactArithmetic
import Reference
import Testing

/// Outcomes for given words against the laws.
@Suite("pruning by words")
struct DrawTests {
  /// The law over all words of four bits, each word standing at the top of its 32.
  private func counted(
    _ estimator: BlockEstimator, _ block: [Rational], words count: Int
  ) throws -> Distribution<[Rational]> {
    var outcomes: [[Rational]] = []
    for number in 0..<1 << (4 * count) {
      let words = (0..<count).map { UInt32(number >> (4 * $0) & 15) << 28 }
      outcomes.append(try estimator.outcome(of: block, words: words))
    }
    return .uniform(over: outcomes)
  }

  @Test("all words of four bits give the law that was foretold")
  func fraction() throws {
    var source = BlockSource(seed: 3)
    for pattern in ["1:2", "1:4", "2:4", "3:4", "3:5"] {
      for design in BlockPruning.Design.allCases
      where design != .pairTable || pattern == "2:4" {
        let estimator = try estimator(pattern, design)
        // Three words of successive 3:4 are 4096 outcomes.
        let rounds = design == .successive && pattern.hasPrefix("3") ? 1 : 8
        for _ in 0..<rounds {
          let block = source.block(estimator.pruning.pattern.of)
          let words = estimator.pruning.wordsPerBlock
          let found = try counted(estimator, block, words: words)
          #expect(try estimator.distribution(of: block, wordBits: 4) == found)
        }
      }
    }
  }

  @Test("quantised bits are unbiased for every number of bits")
  func quantised() throws {
    var source = BlockSource(seed: 4)
    for pattern in ["1:2", "1:4", "2:4", "3:4", "4:8"] {
      let size = try #require(BlockPattern(named: pattern))
      for bits in 1...8 where 1 << bits > size.prune {
        let estimator = try estimator(pattern, .systematic, .quantised(bits: bits))
        let block = source.block(size.of)
        let words = try (0..<UInt32(1) << UInt32(bits)).map { word in
          // Higher bits do not count.
          try estimator.outcome(of: block, words: [word | ~0 << UInt32(bits)])
        }
        let law = try estimator.distribution(of: block)
        #expect(law == .uniform(over: words))
        #expect(law.mean == block)
        #expect(law.variance >= WaterFilling(block, keep: size.keep).minimumVariance)
      }
    }
  }

  @Test("quanta by hand, with a repair")
  func quanta() throws {
    // tau 25, cumulative 1/25 2/25 3/25 28/25 of 4: rounded 0 0 0 4; two steps of repair each.
    let law = try estimator("1:4", .systematic, .quantised(bits: 2)).distribution(
      of: row("1 1 1 22"))
    let expected = try Distribution<[Rational]>([
      (row("4 0 0 0"), exact("1/4")), (row("0 4 0 0"), exact("1/4")),
      (row("0 0 4 0"), exact("1/4")), (row("0 0 0 88"), exact("1/4")),
    ])
    #expect(law == expected)
  }

  @Test("an integer draw is the number modulo the total")
  func integer() throws {
    let estimator = try estimator("2:4", .systematic, .integer)
    let block = row("1 -2 3 4")
    let half = Rational(1, over: 2)
    // In halves T = 20; all residues once are the ideal law.
    let all = try (0..<20).map { x in
      try estimator.outcome(of: block, words: [UInt32(x), 0], unit: half)
    }
    #expect(Distribution.uniform(over: all) == (try estimator.distribution(of: block)))
    // 2^32 mod 20 = 16, so the second word counts.
    let high = try estimator.outcome(of: block, words: [3, 1], unit: half)
    #expect(high == all[19])
    let five = try estimator.distribution(of: block, wordBits: 5, unit: half)
    let words = try (0..<32).map { try estimator.outcome(of: block, words: [$0, 0], unit: half) }
    #expect(five == .uniform(over: words))
  }

  @Test("a finite word is biased by less than 2^-32 of the scale, the pair table by twice that")
  func wordBias() throws {
    var source = BlockSource(seed: 5)
    for pattern in ["1:2", "1:4", "2:4", "3:4", "4:8"] {
      for _ in 0..<20 {
        let estimator = try estimator(pattern)
        let block = source.block(estimator.pruning.pattern.of)
        let filling = WaterFilling(block, keep: estimator.pruning.pattern.keep)
        let bound = (filling.scale ?? .one).scaled(byPowerOfTwo: -32)
        for bias in try estimator.bias(of: block) { #expect(bias.magnitude < bound) }
        guard pattern == "2:4" else { continue }
        for bias in try ReferenceTests.estimator("2:4", .pairTable).bias(of: block) {
          #expect(bias.magnitude < bound + bound)
        }
      }
    }
    // Thirds are no binary fractions: the first third has one word more.
    let bias = try estimator("1:4").bias(of: row("0 1 1 1"))
    #expect(bias == row("0 2/3 -1/3 -1/3").map { $0 * 3 * .powerOfTwo(-32) })
  }

  @Test("words change the outcome at the breakpoints and nowhere else near")
  func breakpoints() throws {
    var source = BlockSource(seed: 6)
    for design in BlockPruning.Design.allCases {
      let estimator = try estimator("2:4", design)
      for _ in 0..<12 {
        let block = source.block(4)
        let turns = try estimator.breakpoints(of: block)
        for turn in turns {
          let word = UInt32(turn)
          let (before, at) = (
            try estimator.outcome(of: block, words: [word - 1, 7]),
            try estimator.outcome(of: block, words: [word, 7])
          )
          if design == .successive { continue }
          #expect(before != at)
        }
        // Between two turns nothing changes: the ends of each stretch agree.
        for (first, past) in zip([0] + turns, turns + [1 << 32]) where design != .successive {
          let ends = try [first, past - 1].map {
            try estimator.outcome(of: block, words: [UInt32($0)])
          }
          #expect(ends[0] == ends[1])
        }
      }
    }
    let successive = try estimator("2:4", .successive)
    // After the 4 of 1 2 3 4: sixths.
    let second = try successive.breakpoints(of: row("1 2 3 4"), place: 1, after: [.max])
    #expect(second == [715_827_883, 2_147_483_648])
  }
}
