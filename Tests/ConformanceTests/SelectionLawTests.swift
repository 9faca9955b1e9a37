import Conformance
import Descriptors
import Harness
import Reference
import Specs
import Testing

@Suite("laws about comparisons, extrema and neighbours")
struct SelectionLawTests {
  static let effort = Effort.exhaustiveUpTo(1 << 8, orSampled: 120, seed: 1)
  static let names = [
    "Binary8p4se", "Binary4p2sf", "Binary8p1uf", "Binary8p4ue", "float8_e5m2", "float8_e4m3fn",
    "float8_e4m3fnuz", "float8_e8m0fnu", "float4_e2m1fn", "float16", "float32", "hifloat8",
    "posit8", "int8", "uint4", "m7e4b12",
  ]

  @Test("hold for every kind of format", arguments: names)
  func hold(_ name: String) async throws {
    let format = try Catalog.builtIn().format(named: name)
    for law in SelectionLaws.all(for: format) {
      let result = await Search(Self.effort).run(law)
      #expect(result.verdict.conforms, "\(law.id): \(result.verdict)")
    }
  }

  /// Each law with a function that breaks it: the wrong kind is computed in the place of the right.
  static let mistakes: [(law: String, of: Operation.Kind, instead: Operation.Kind)] = [
    ("compare-by-place", .compareLess, .compareLessEqual),
    ("compare-by-place", .compareGreaterEqual, .compareGreater),
    ("total-order", .totalOrder, .compareLessEqual),
    ("extrema-by-place", .minimum, .minimumNumber),
    ("extrema-by-place", .maximumFinite, .maximumNumber),
    ("extrema-commute", .minimumMagnitude, .copySign),
    ("clamp-is-extrema", .clamp, .faa),
    ("next-is-adjacent", .nextGreaterThan, .nextLessThan),
    ("class-partitions", .isSubnormal, .isNormal),
    ("class-partitions", .isFinite, .isNormal),
    ("signs", .abs, .negate),
    ("facts-by-codes", .maxSubnormalOf, .minNormalOf),
    ("recip-is-quotient", .recip, .rsqrt),
    ("root-brackets", .hypot, .add),
    ("scaled-rounds-exact", .scaledSubtract, .scaledAdd),
  ]

  @Test("are broken by mistakes")
  func broken() async throws {
    let format = try Catalog.builtIn().format(named: "Binary8p4se")
    for mistake in Self.mistakes {
      let evaluate: ArithmeticLaws.Evaluate = { kind, codes, dialect, word in
        let wrong = kind == mistake.of ? mistake.instead : kind
        let operands = Array(repeating: format, count: wrong.operandCount)
        let result = wrong.result(for: format) ?? format
        return ScalarEvaluator(
          Operation(wrong, operands: operands, result: result, dialect: dialect))(
            Array(codes.prefix(wrong.operandCount)), word: word)
      }
      let law = try #require(
        SelectionLaws.all(for: format, judging: evaluate).first {
          $0.id == "selection/Binary8p4se/\(mistake.law)"
        })
      let result = await Search(.exhaustiveUpTo(1 << 8, orSampled: 200, seed: 3)).run(law)
      #expect(result.verdict.counterexample != nil, "\(mistake)")
    }
  }
}
