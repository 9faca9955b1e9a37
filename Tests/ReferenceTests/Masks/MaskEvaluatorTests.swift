import Descriptors
import Reference
import Specs
import Testing

@Suite("masks of codes")
struct MaskEvaluatorTests {
  private func evaluator(
    _ name: String, rows: Int, columns: Int, ragged: MaskRule.RaggedRule = .refuse
  ) throws -> MaskEvaluator {
    let rule = try #require(MaskRule(named: name))
    let format = try Catalog.builtIn().format(named: "float8_e4m3fn")
    return try MaskEvaluator(
      Operation(.mask(rule, rows: rows, columns: columns, ragged: ragged), format: format))
  }

  @Test("every rule on one matrix of float8_e4m3fn")
  func rules() throws {
    // 1, -2, 0.5, NaN / 3, -0, 0, 1
    let codes: [UInt64] = [0x38, 0xC0, 0x30, 0x7F, 0x44, 0x80, 0x00, 0x38]
    let expected = [
      "2:4": "0101/1001", "1:2/columns": "0111/1000", "sequential-2:4": "1001/1001",
      "top-3": "0101/1000", "threshold-0x38": "1101/1001", "threshold-0x80": "1111/1111",
      "transposable-1:2": "0101/1010", "keep-greedy-1:2": "0101/1010",
      "prune-greedy-1:2": "0101/1000",
    ]
    for (name, mask) in expected {
      let (results, flags) = try evaluator(name, rows: 2, columns: 4)(codes)
      #expect(results == Mask(mask)?.kept.map { $0 ? 1 : 0 }, "\(name)")
      #expect(flags == .nonFinite)
    }
    #expect(try evaluator("top-1", rows: 1, columns: 2)([0x7E, 0x7E]).flags == [])
    #expect(try evaluator("top-1", rows: 1, columns: 2)([0x7E, 0x7E]).results == [1, 0])
  }

  @Test("bad sizes, counts and thresholds are refused by one clear line")
  func errors() throws {
    let expected: [(String, Int, Int, MaskError)] = [
      ("2:4", 3, 6, .ragged(side: .columns, length: 6, block: 4)),
      ("2:4/columns", 6, 3, .ragged(side: .rows, length: 6, block: 4)),
      ("sequential-2:4", 1, 3, .ragged(side: .columns, length: 3, block: 4)),
      ("transposable-2:4", 6, 4, .ragged(side: .rows, length: 6, block: 4)),
      ("keep-greedy-2:4", 4, 6, .ragged(side: .columns, length: 6, block: 4)),
      ("top-9", 2, 4, .count(9, elements: 8)),
      ("top-0", 0, 4, .size(rows: 0, columns: 4)),
      ("threshold-0x7F", 1, 1, .thresholdNaN(code: 0x7F)),
      ("threshold-0xB8", 1, 1, .thresholdNegative(code: 0xB8, value: "-1")),
      ("threshold-0x100", 1, 1, .thresholdBits(code: 0x100, format: "float8_e4m3fn")),
    ]
    for (name, rows, columns, error) in expected {
      #expect(throws: error) { try evaluator(name, rows: rows, columns: columns) }
      #expect(!error.description.contains("\n"))
    }
    let format = try Catalog.builtIn().format(named: "float8_e4m3fn")
    let tile = MaskRule.transposable(pattern(2, 33), .optimal)
    #expect(throws: MaskError.tile(33, largest: 32)) {
      try MaskEvaluator(
        Operation(.mask(tile, rows: 33, columns: 33, ragged: .refuse), format: format))
    }
    #expect(throws: MaskError.noMask) {
      try MaskEvaluator(Operation(.pruneBelow(threshold: 0), format: format))
    }
    #expect(
      "\(MaskError.ragged(side: .columns, length: 6, block: 4))"
        == "6 columns are no multiple of 4; pad the matrix, or allow blocks that the edge cuts off")
  }

  @Test("cut-off blocks and tiles are masked where that is allowed")
  func ragged() throws {
    // 1 2 3 / 4 5 6 / 7 7 7 in powers of two and halves: codes rise with values.
    let codes: [UInt64] = [0x38, 0x40, 0x44, 0x48, 0x4A, 0x4C, 0x4E, 0x4E, 0x4E]
    func mask(_ name: String) throws -> [UInt64] {
      try evaluator(name, rows: 3, columns: 3, ragged: .atMost)(codes).results
    }
    #expect(try mask("1:2") == [0, 1, 1, 0, 1, 1, 1, 0, 1])
    #expect(try mask("1:2/columns") == [0, 0, 0, 1, 1, 1, 1, 1, 1])
    #expect(try mask("transposable-1:2") == [1, 0, 0, 0, 1, 1, 1, 0, 1])
    #expect(try mask("transposable-2:4") == [1, 0, 1, 0, 1, 1, 1, 1, 0])
  }
}
