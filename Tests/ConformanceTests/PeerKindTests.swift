import Descriptors
import Reference
import Specs
import Testing

@testable import Conformance
@testable import Devices

/// What the tables say of libraries, from answers that are made up here.
@Suite struct PeerKindTests {
  private let catalog: Catalog

  init() throws { catalog = try Catalog.builtIn() }

  private func cast(
    _ source: String, _ target: String, _ preset: String
  ) throws -> Descriptors.Operation {
    let target = try catalog.format(named: target)
    return .cast(
      from: try catalog.format(named: source), to: target,
      dialect: try catalog.dialect(named: preset).dialect(for: target.name))
  }

  private func kinds(
    _ operation: Descriptors.Operation, _ codes: [UInt64],
    _ answer: (UInt64) -> PeerUnit.Answer
  ) throws -> [PeerKind] {
    let evaluator = ScalarEvaluator(operation)
    var comparison = PeerComparison(operation)
    var count = PeerKindCount(operation, through: [try catalog.format(named: "float32")])
    for code in codes {
      var item = PeerCase([code], answer(code), of: evaluator)
      if case .differs(let expected) = comparison.add(&item) {
        count.add(&item, expected: expected)
      }
    }
    return count.kinds
  }

  @Test func roundingTwiceIsSeenFromTheCases() throws {
    let operation = try cast("float64", "float8_e4m3fn", "ml_dtypes-0.6")
    let first = ScalarEvaluator(try cast("float64", "float32", "standard"))
    let second = ScalarEvaluator(try cast("float32", "float8_e4m3fn", "ml_dtypes-0.6"))
    let codes = [17.0, 17.000000000000004, 18.0, 18.999999999999996, 431.99999999999994].map {
      $0.bitPattern
    }
    let found = try kinds(operation, codes) { .code(second([first([$0])])) }
    #expect(found.count == 1)
    let kind = try #require(found.first)
    #expect(kind.operand == "between two values" && kind.outcome == "the neighbour")
    #expect(kind.cases == 3 && kind.asIf == ["rounded to float32 first"])
    #expect(kind.smallest.expected == "0x59 (18)" && kind.smallest.got == "0x58 (16)")
  }

  @Test func specialsAndRefusalsAreApart() throws {
    let operation = try cast("bfloat16", "float8_e8m0fnu", "onnx-document-saturate")
    let evaluator = ScalarEvaluator(operation)
    let found = try kinds(operation, Array(0...0xFFFF)) { code in
      switch code {
      case 0x0000: .refused("gives a value that the format does not have")
      case 0x7F80: .code(0xFF)
      case 0x0010: .code(0x01)
      case 0xBF80: .refused("raises ValueError")
      default: .code(evaluator([code]))
      }
    }
    #expect(
      found.map { "\($0.operand): \($0.outcome)" }.sorted() == [
        "0: gives a value that the format does not have",
        "below 0, to an unsigned format: raises ValueError",
        "infinity: NaN for the largest value", "nearer to 0 than every value: the neighbour",
      ])
    let infinity = try #require(found.first { $0.operand == "infinity" })
    #expect(infinity.asIf.contains("infinity: nan"))
    #expect(found.filter { $0.operand != "infinity" }.allSatisfy { $0.asIf.isEmpty })
  }

  @Test func aTieIsExplainedByItsParity() throws {
    let operation = try cast("bfloat16", "float8_e8m0fnu", "ocp-nonsaturating")
    let evaluator = ScalarEvaluator(operation)
    var parting = PeerParting(
      try cast("bfloat16", "float8_e8m0fnu", "ml_dtypes-0.6"), preset: "ml_dtypes-0.6")
    for code in 0...UInt64(0xFFFF) {
      var item = PeerCase([code], .code(evaluator([code])), of: evaluator)
      // 2 differs from the own dialect, and is no choice of it.
      if code == 0x4000 { item = PeerCase([code], .code(0), of: evaluator) }
      parting.add(&item, followsOwn: code != 0x4000)
    }
    #expect(parting.comparison.differing > 128)
    let choices = parting.choices(from: operation.dialect)
    #expect(choices.map(\.name) == ["tie-parity"])
    let tie = try #require(choices.first)
    #expect(tie.here == "code" && tie.there == "significand")
    #expect(tie.smallest.operands == "0x3F40 (3/4)")
    #expect(tie.smallest.expected == "0x7F (1)" && tie.smallest.got == "0x7E (1/2)")
  }

  @Test func theTablesGatherOperations() throws {
    let small = PeerDifference(operands: "0x01 (1)", expected: "0x02 (2)", got: "0x03 (3)")
    let large = PeerDifference(operands: "0x09 (9)", expected: "0x0A (10)", got: "0x0B (11)")
    func finding(_ target: String, _ case: PeerDifference, _ rank: Int, _ asIf: [String])
      -> PeerFinding
    {
      PeerFinding(
        library: "lib", version: "1", operation: "cast/float32/\(target)/up/sat-none/d",
        dialect: "d", cases: 9, isEverything: false, differing: 4, otherNaNs: 0, smallest: `case`,
        kinds: [
          PeerKind(
            operand: "a tie", outcome: "the neighbour", asIf: asIf, cases: 4, smallest: `case`,
            rank: [rank])
        ],
        others: [
          .init(
            dialect: "e", differing: 1, smallest: nil,
            choices: [
              PeerChoice(
                name: "overflow", here: "sat-none", there: "sat-finite", smallest: `case`,
                rank: [rank])
            ])
        ])
    }
    let description = try #require(
      PeerDescription(
        """
        version 1
        sources float32
        targets a b
        arithmetic
        roundings nearest-even
        roundings-b up
        """))
    let matrix = PeerMatrix(
      findings: [
        finding("a", large, 2, ["x: y", "z: w"]), finding("b", small, 1, ["z: w"]),
        finding("c", small, 1, []),
      ], absent: [], offers: [PeerOffer("lib", description)])
    let text = matrix.markdown
    let row =
      "| lib | a tie | the neighbour | z: w | a, b | 2 | 8 | 0x01 (1) | 0x02 (2) | 0x03 (3) |"
    #expect(text.contains(row))
    #expect(text.contains("| lib | a tie | the neighbour | | c | 1 | 4 |"))
    #expect(text.contains("| as with another 'x' | 1 |\n| as with another 'z' | 1 |"))
    #expect(text.contains("| unexplained: a tie | 1 |"))
    #expect(
      text.contains("| lib | overflow | sat-none | sat-finite | e | a, b, c | 3 | 0x01 (1) |"))
    #expect(text.contains("| rounding nearest-even | yes |"))
    #expect(text.contains("| rounding up | to b only |"))
    #expect(text.contains("| rounding to-odd | not offered |"))
    #expect(text.contains("| blocks | not offered |"))
  }
}
