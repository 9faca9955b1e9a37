import Descriptors
import ExactArithmetic
import Reference
import Testing

@Suite("validators of patterns")
struct ValidatorTests {
  private func message(_ body: () throws(PatternViolation) -> Void) -> String {
    do throws(PatternViolation) {
      try body()
      return ""
    } catch { return "\(error)" }
  }

  private func mask(_ text: String) throws -> Mask { try #require(Mask(text)) }

  @Test("the first block that breaks N:M is named")
  func blocks() throws {
    let mask = try mask("11001100/11001110/11111111")
    #expect(
      message { () throws(PatternViolation) in try PatternValidator.validate(mask, pattern(2, 4)) }
        == "row 1, columns 4...7: 3 elements are kept; keep exactly 2")
    #expect(
      message { () throws(PatternViolation) in
        try PatternValidator.validate(mask, pattern(3, 4), .atMost)
      } == "row 2, columns 0...3: 4 elements are kept; keep at most 3")
    #expect(
      message { () throws(PatternViolation) in
        try PatternValidator.validate(mask.transposed, pattern(2, 4), along: .columns)
      } == "column 1, rows 4...7: 3 elements are kept; keep exactly 2")
    let few = try self.mask("1000")
    try PatternValidator.validate(few, pattern(2, 4), .atMost)
    #expect(throws: PatternViolation.self) { try PatternValidator.validate(few, pattern(2, 4)) }
  }

  @Test("cut-off blocks keep N, or all they have")
  func ragged() throws {
    try PatternValidator.validate(try mask("11001"), pattern(2, 4))
    #expect(throws: PatternViolation.self) {
      try PatternValidator.validate(try mask("11000"), pattern(2, 4))
    }
    try PatternValidator.validate(try mask("11000"), pattern(2, 4), .atMost)
  }

  @Test("tiles are squares of the matrix, not stretches of a row")
  func transposable() throws {
    try PatternValidator.validateTransposable(
      try mask("1100/1100/0011/0011"), pattern(2, 4))
    // Each row, cut into 4 and stacked, is a transposable tile; the matrix has none.
    let reshaped = try mask(
      ["1100110000110011", "1100110000110011", "1100110000110011", "1100110000110011"]
        .joined(separator: "/"))
    try PatternValidator.validate(reshaped, pattern(2, 4))
    #expect(
      message { () throws(PatternViolation) in
        try PatternValidator.validateTransposable(reshaped, pattern(2, 4))
      } == "column 0, rows 0...3: 4 elements are kept; keep exactly 2")
    // A tile that the edge cuts off may keep fewer, never more.
    try PatternValidator.validateTransposable(try mask("10/00"), pattern(2, 4))
    #expect(throws: PatternViolation.self) {
      try PatternValidator.validateTransposable(try mask("111"), pattern(2, 4))
    }
  }

  @Test("what a sequential mask prunes is adjacent")
  func sequential() throws {
    try PatternValidator.validateSequential(try mask("10011100"), pattern(2, 4))
    let apart = try mask("1001/0101")
    #expect(
      message { () throws(PatternViolation) in
        try PatternValidator.validateSequential(apart, pattern(2, 4))
      } == "row 1, columns 0...3: the pruned elements are apart; prune adjacent ones")
  }

  @Test("data are judged by their zeros, of either sign")
  func data() throws {
    let row: [Datum] = [.finite(1), .negativeZero, .finite(0), .nan]
    try PatternValidator.validate(
      data: Matrix(rows: 1, columns: 4, row), pattern(2, 4))
    #expect(throws: PatternViolation.self) {
      try PatternValidator.validate(data: Matrix(rows: 1, columns: 4, row), pattern(1, 4))
    }
  }
}
