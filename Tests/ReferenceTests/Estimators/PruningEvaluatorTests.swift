import Descriptors
import ExactArithmetic
import Reference
import Testing

@Suite("pruning of codes")
struct PruningEvaluatorTests {
  private func evaluator(
    _ pattern: String, _ name: String, _ design: BlockPruning.Design = .systematic,
    _ draw: BlockPruning.Draw = .fraction, into result: String? = nil,
    _ dialect: Dialect = Dialect()
  ) throws -> PruningEvaluator {
    let pattern = try #require(BlockPattern(named: pattern))
    return try PruningEvaluator(
      Operation(
        .prune(BlockPruning(pattern, design: design, draw: draw)),
        format: format(name).descriptor, result: result.map { try format($0).descriptor },
        dialect: dialect))
  }

  /// The data that codes denote.
  private func values(_ evaluator: PruningEvaluator, _ codes: [UInt64]) -> String {
    codes.map { evaluator.result.decode($0).description }.joined(separator: " ")
  }

  @Test("a block of float8_e4m3fn by hand")
  func byHand() throws {
    let prune = try evaluator("2:4", "float8_e4m3fn")
    // 1 -2 3 4: intervals [0,1) [1,3) [3,6) [6,10), points 5u and 5u + 5.
    let codes: [UInt64] = [0x38, 0xC0, 0x44, 0x48]
    #expect(values(prune, prune(codes, words: [0]).results) == "5 0 5 0")
    #expect(prune.breakpoints(of: codes) == [858_993_460, 2_576_980_378])
    #expect(values(prune, prune(codes, words: [858_993_459]).results) == "5 0 5 0")
    #expect(values(prune, prune(codes, words: [858_993_460]).results) == "0 -5 0 5")
    #expect(values(prune, prune(codes, words: [2_576_980_378]).results) == "0 0 5 5")
    #expect(prune(codes, words: [.max]).flags == [])
  }

  @Test("NaN and infinities take places first")
  func nonFinite() throws {
    let prune = try evaluator("2:4", "float8_e5m2")
    func run(_ codes: [UInt64], _ word: UInt32) -> (String, AnswerFlags) {
      let (results, flags) = prune(codes, words: [word])
      return (values(prune, results), flags)
    }
    // inf 1 3 0: one place for 1 and 3 at the scale 4.
    #expect(run([0x7C, 0x3C, 0x42, 0x80], 0) == ("inf 4 0 0", .nonFinite))
    #expect(run([0x7C, 0x3C, 0x42, 0x80], 1 << 30) == ("inf 0 4 0", .nonFinite))
    // Two infinities, a NaN and a number: NaN first, then the lower index.
    #expect(run([0x7C, 0xFC, 0x7E, 0x3C], 0) == ("inf 0 nan 0", [.nonFinite, .biased]))
    #expect(run([0x7C, 0xFC, 0x00, 0x00], 0) == ("inf -inf 0 0", .nonFinite))
    #expect(run([0x7C, 0xFC, 0x00, 0x01], 0) == ("inf -inf 0 0", [.nonFinite, .biased]))
    let greedy = try evaluator("2:4", "float8_e5m2", .greedy)
    #expect(greedy([0x3C, 0x40, 0x3C, 0x00], words: []).flags == .biased)
    #expect(greedy([0x3C, 0x40, 0x00, 0x80], words: []).flags == [])
  }

  @Test("a scale beyond the format is what the dialect says, with a flag")
  func overflow() throws {
    // 448 448: the scale 896 in 1:2.
    let strict = try evaluator("1:2", "float8_e4m3fn")
    #expect(strict([0x7E, 0x7E], words: [0]).results == [0x7F, 0])
    #expect(strict([0x7E, 0x7E], words: [0]).flags == .overflowed)
    let saturating = try evaluator("1:2", "float8_e4m3fn", Dialect(overflow: .satFinite))
    #expect(saturating([0x7E, 0xFE], words: [.max]).results == [0, 0xFE])
    #expect(saturating([0x7E, 0xFE], words: [.max]).flags == .overflowed)
    #expect(saturating([0x7E, 0x80], words: [.max]) == ([0x7E, 0], []))
  }

  @Test("results round with the last word, and a lost negative value is +0")
  func rounding() throws {
    // 16 and 1 in 1:2: 17 lies between 16 and 18 in float8_e4m3fn.
    let dialect = Dialect(rounding: .stochastic(bits: 1, variant: .c))
    let prune = try evaluator("1:2", "float8_e4m3fn", dialect)
    #expect(values(prune, prune([0x58, 0x38], words: [0, 0]).results) == "16 0")
    #expect(values(prune, prune([0x58, 0x38], words: [0, 1]).results) == "18 0")
    #expect(values(prune, prune([0x58, 0x38], words: [.max, 1]).results) == "0 18")
    let narrow = try evaluator("1:2", "float32", into: "float8_e4m3fn")
    #expect(narrow([0x8000_0001, 0], words: [0]).results == [0, 0])
  }

  @Test("integer draws count in the unit of the format")
  func integer() throws {
    let prune = try evaluator("2:4", "float8_e4m3fn", .systematic, .integer)
    // 1 2 3 4 in units of 2^-9: T = 5120, and u = x/T.
    let codes: [UInt64] = [0x38, 0x40, 0x44, 0x48]
    #expect(values(prune, prune(codes, words: [1023, 0]).results) == "5 0 5 0")
    #expect(values(prune, prune(codes, words: [1024, 0]).results) == "0 5 0 5")
    #expect(values(prune, prune(codes, words: [5120 + 1023, 0]).results) == "5 0 5 0")
    #expect(prune.breakpoints(of: codes) == [1024, 3072])
    #expect(throws: PruningError.integerDraw(format: "bfloat16")) {
      try evaluator("2:4", "bfloat16", .systematic, .integer)
    }
    for name in ["float16", "float8_e5m2", "int8"] {
      _ = try evaluator("2:4", name, .systematic, .integer)
    }
  }

  @Test("below a threshold")
  func threshold() throws {
    let coded = try format("float8_e4m3fn")
    let prune = try PruningEvaluator(
      Operation(.pruneBelow(threshold: 0x40), format: coded.descriptor))
    // 1/2 under 2: a quarter of the words.
    #expect(prune.breakpoints(of: [0x30]) == [1 << 30])
    #expect(prune([0xB0], words: [(1 << 30) - 1]).results == [0xC0])
    #expect(prune([0xB0], words: [1 << 30]).results == [0])
    #expect(prune([0x40], words: [.max]).results == [0x40])
    #expect(prune([0x80], words: [0]).results == [0])
    #expect(prune([0x7F], words: [.max]) == ([0x7F], .nonFinite))
    for code in [0x7F, 0xC0] as [UInt64] {
      #expect(throws: PruningError.self) {
        try PruningEvaluator(
          Operation(.pruneBelow(threshold: code), format: coded.descriptor))
      }
    }
  }

  private func evaluator(
    _ pattern: String, _ name: String, _ dialect: Dialect
  ) throws -> PruningEvaluator {
    try evaluator(pattern, name, .systematic, .fraction, into: nil, dialect)
  }
}
