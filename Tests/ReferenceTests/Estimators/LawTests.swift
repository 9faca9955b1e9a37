import Descriptors
import ExactArithmetic
import Reference
import Specs
import Testing

/// Laws against the enumeration of all words.
@Suite("laws over all words")
struct LawTests {
  private func format(_ name: String) throws -> FormatDescriptor {
    try Catalog.builtIn().format(named: name)
  }

  @Test("of stochastic operations", arguments: StochasticVariant.allCases)
  func operations(_ variant: StochasticVariant) throws {
    let target = try format("float8_e4m3fn")
    for overflow in OverflowRule.allCases {
      let dialect = Dialect(rounding: .stochastic(bits: 5, variant: variant), overflow: overflow)
      let source = try format("float16")
      let cast = ScalarEvaluator(.cast(from: source, to: target, dialect: dialect))
      for code in stride(from: 0, through: UInt64(65535), by: 1231) {
        let all = (0..<32).map { cast(code, word: $0) }
        #expect(cast.law(of: [code]) == .uniform(over: all), "\(code)")
      }
      for kind in [Operation.Kind.sub, .div, .sqrt] {
        let operands = Array(repeating: target, count: kind.operandCount)
        let evaluator = ScalarEvaluator(
          Operation(kind, operands: operands, result: target, dialect: dialect))
        for code in stride(from: 0, to: UInt64(256), by: 7) {
          let codes = (0..<kind.operandCount).map { (code + 91 * UInt64($0)) % 256 }
          let all = (0..<32).map { evaluator(codes, word: $0) }
          #expect(evaluator.law(of: codes) == .uniform(over: all), "\(kind) \(codes)")
        }
      }
    }
  }

  @Test("of quantised prunings that are rounded by another word")
  func prunings() throws {
    let format = try format("float8_e4m3fn")
    let pattern = try #require(BlockPattern(named: "2:4"))
    let pruning = BlockPruning(pattern, draw: .quantised(bits: 4))
    let dialect = Dialect(rounding: .stochastic(bits: 3, variant: .c))
    let evaluator = try PruningEvaluator(
      Operation(.prune(pruning), format: format, dialect: dialect))
    let blocks: [[UInt64]] = [
      [0x38, 0x39, 0x3A, 0x3B], [0x38, 0xB8, 0x38, 0x38], [0, 0, 0x11, 0x12],
      [0x7F, 0x40, 0x41, 0x42], [0x50, 0x11, 0x12, 0x93], [0x7F, 0xFF, 0x41, 0x42],
    ]
    for codes in blocks {
      var all: [[UInt64]] = []
      for word in 0..<UInt32(16) {
        for last in 0..<UInt32(8) { all.append(evaluator(codes, words: [word, last]).results) }
      }
      #expect(try evaluator.law(of: codes, over: .given) == .uniform(over: all), "\(codes)")
      #expect(try evaluator.law(of: codes, over: .ideal) == .uniform(over: all), "\(codes)")
    }
  }

  @Test("of words of 32 bits are near the ideal ones, by less than their steps")
  func words() throws {
    let format = try format("float32")
    let one: UInt64 = 0x3F80_0000
    for name in ["mvue-2:4", "mvue-1:4", "successive-2:4", "uniform-2:4"] {
      let pruning = try #require(BlockPruning(named: name))
      let evaluator = try PruningEvaluator(Operation(.prune(pruning), format: format))
      let codes: [UInt64] = [one, one + 12345, 0x4049_0FDB, 0xBF12_3456]
      let ideal = try evaluator.law(of: codes, over: .ideal)
      let given = try evaluator.law(of: codes, over: .given)
      for entry in ideal.entries {
        let distance = (entry.probability - given.probability(of: entry.outcome)).magnitude
        #expect(distance <= .powerOfTwo(-30), "\(name)")
      }
      #expect(given.count <= ideal.count)
    }
    let below = try PruningEvaluator(
      Operation(.pruneBelow(threshold: one), format: format))
    let law = try below.law(of: [0xBF00_0000], over: .given)
    #expect(law.probability(of: [0xBF80_0000]) == Rational(1, over: 2))
    #expect(law.probability(of: [0]) == Rational(1, over: 2))
    #expect(try below.law(of: [0x7FC0_0000], over: .ideal) == .certain([0x7FC0_0000]))
  }
}
