import Descriptors
import Devices
import Harness
import Results
import Specs
import Testing

@testable import Conformance
@testable import Reference

/// What is remembered between checks, against the same made anew.
@Suite struct SharingTests {
  private static func cast(
    _ source: String, _ target: String, _ rounding: RoundingRule
  ) throws -> Descriptors.Operation {
    let catalog = try Catalog.builtIn()
    var dialect = catalog.standard.dialect(for: target)
    dialect.rounding = rounding
    return .cast(
      from: try catalog.format(named: source), to: try catalog.format(named: target),
      dialect: dialect)
  }

  @Test func checksEndTheSameWithSharedCasesAndWithTheirOwn() async throws {
    for (source, target) in [
      ("float32", "float8_e4m3fn"), ("float64", "float16"), ("float32", "int8"),
      ("float16", "posit8"), ("float32", "float8_e8m0fnu"),
    ] {
      for rounding in [
        .toNearestOrEven, .up, .toOdd, .stochastic(bits: 8, variant: .a),
        .stochastic(bits: 3, variant: .c),
      ] as [RoundingRule] {
        let operation = try Self.cast(source, target, rounding)
        let check = DeviceCheck(operation, on: ProductionDevice(), effort: .quick, sample: 500)
        let context = CheckContext(coverage: .counted)
        let own = CheckCases(
          try Evaluator(operation), effort: .quick, sample: 500, seed: context.seed)
        let results = [
          await check.run(context, cases: own), await check.run(context), await check.run(context),
        ]
        for result in results {
          #expect(result.verdict == results[0].verdict && result.verdict.conforms, "\(check.id)")
          #expect(result.extent == results[0].extent && result.classes == results[0].classes)
          #expect(result.coverage == results[0].coverage)
        }
      }
    }
  }

  /// With the places that two formats have in common the map has the steps that it has without.
  @Test func intervalsAreThoseOfPlainBisection() throws {
    for target in ["float8_e4m3fn", "int4", "hifloat8", "posit8", "float8_e8m0fnu", "nf4"] {
      for rounding in [.toNearestOrEven, .toNearestOrAway, .down, .toOdd] as [RoundingRule] {
        let evaluator = ScalarEvaluator(try Self.cast("bfloat16", target, rounding))
        let map = IntervalMap(evaluator)
        for code in 0...UInt64(0xFFFF) where map[code] != evaluator(code) {
          Issue.record("\(target) \(rounding.name) at \(code)")
          break
        }
      }
    }
  }

  /// The ends of a stochastic rule are where results change for the least and the greatest word.
  @Test func theEndsOfStochasticRulesAreAmongTheBoundaries() throws {
    for variant in StochasticVariant.allCases {
      for bits in [1, 8] {
        let evaluator = ScalarEvaluator(
          try Self.cast("float32", "float8_e5m2", .stochastic(bits: bits, variant: variant)))
        let boundaries = Set(Boundaries(evaluator: evaluator).codes())
        for word in [0, UInt32.max >> UInt32(32 - bits)] {
          let steps = IntervalMap(evaluator, word: word).starts
          let missing = steps.filter { !boundaries.contains($0) }
          #expect(missing.isEmpty, "\(variant) \(bits) \(word): \(missing.count) of \(steps.count)")
        }
      }
    }
  }

  @Test func blocksBringTheirOwnAnswers() throws {
    let catalog = try Catalog.builtIn()
    for item in try OperationSelection(catalog: catalog).all().prefix(400)
    where item.operation.operandCount < 40 && item.operation.format.bits == 8 {
      let evaluator = try Evaluator(item.operation)
      let domain = ElementCases(
        evaluator, enumeratingUpTo: 8, sample: 90, seed: 3, isAimed: true)
      let known = KnownElementCases(domain: domain, evaluator: evaluator)
      let end = min(domain.count, 90)
      for range in [0..<end, end / 3..<end, 0..<min(7, end)] {
        let (shared, own) = (known(range), known.made(range))
        #expect(shared.map(\.input) == own.map(\.input))
        #expect(shared.map(\.expected) == own.map(\.expected))
      }
    }
  }
}
