import Conformance
import Descriptors
import ExactArithmetic
import Harness
import Reference
import Specs
import Testing

@Suite("laws about accumulators")
struct AccumulatorLawTests {
  static func accumulators() throws -> [Accumulator] {
    let catalog = try Catalog.builtIn()
    let float32 = try catalog.format(named: "float32")
    let half = try catalog.format(named: "float8_e5m2")
    let sum = AccumulatorStage.format(float32, Dialect())
    func grid(_ m: Int, _ e: Int, _ b: Int, _ rounding: RoundingRule = .towardZero)
      -> AccumulatorStage
    {
      .grid(
        FloatGrid(significandBits: m, exponentBits: e, bias: b, rounding: rounding))
    }
    let small = grid(2, 2, 2)
    let aligned = AlignedAdder(terms: 16, bits: 3)
    return [
      Accumulator(name: "small", product: small, sum: small, result: float32),
      Accumulator(
        name: "m7e4", product: grid(7, 4, 12), sum: grid(7, 4, 10),
        chunk: .init(length: 2, outer: grid(7, 4, 10)), result: float32),
      Accumulator(
        name: "m2e2-even", product: grid(2, 2, 2, .toNearestOrEven),
        sum: grid(2, 2, 2, .toNearestOrEven), result: float32),
      Accumulator(name: "exact", sum: .exact, result: float32),
      Accumulator(name: "plain", product: sum, sum: sum, result: float32),
      Accumulator(name: "e5m2", sum: .format(half, Dialect()), result: half),
      Accumulator(
        name: "lanes", sum: .format(half, Dialect()), order: .lanes(4, .halves), result: half),
      Accumulator(name: "halves", sum: .format(half, Dialect()), order: .pairwise, result: half),
      Accumulator(name: "kahan", sum: .format(half, Dialect()), adder: .compensated, result: half),
      Accumulator(name: "aligned", sum: sum, adder: .aligned(aligned), result: float32),
    ]
  }

  @Test("hold for the reference")
  func hold() async throws {
    for law in try Self.accumulators().flatMap({ AccumulatorLaws.all(for: $0) }) {
      let result = await Search(.exhaustiveUpTo(1 << 9, orSampled: 40, seed: 1)).run(law)
      #expect(result.verdict.conforms, "\(law.id): \(result.verdict)")
    }
  }

  /// Mistakes, each with laws that must see it.
  static let faults: [(laws: Set<String>, dot: DotFunction)] = [
    // The operands are not treated alike.
    (
      ["exchange", "permutation", "negation"],
      { rule, format, codes in
        let value = try reference(rule, format, codes)
        guard let first = codes.first, first & 3 == 1 else { return value }
        return .finite((value.number ?? 0) + 1)
      }
    ),
    // A sum that is one too large.
    (
      ["losses", "exact-sums", "bound", "scaling", "one-chunk"],
      { rule, format, codes in
        let value = try reference(rule, format, codes)
        return .finite((value.number ?? 0) + (rule.chunk == nil ? 1 : 2))
      }
    ),
    // A sum that falls with the number of products.
    (
      ["zero-product", "growing"],
      { rule, format, codes in
        let value = try reference(rule, format, codes)
        return .finite((value.number ?? 0) - Rational(codes.count))
      }
    ),
    // A sum that is always 0.
    (["gradient-difference"], { _, _, _ in .finite(0) }),
  ]

  static func reference(
    _ rule: Accumulator, _ format: FormatDescriptor, _ codes: [UInt64]
  ) throws -> Datum {
    try DotEvaluator(Operation(.dot(rule, length: codes.count / 2), format: format))
      .value(codes)
  }

  @Test("laws about values are refuted by functions that are wrong")
  func refute() async throws {
    var missed: Set<String> = []
    for accumulator in try Self.accumulators().prefix(5) {
      for fault in Self.faults {
        for law in AccumulatorLaws.all(for: accumulator, judging: fault.dot) {
          let name = law.id.split(separator: "/").last.map(String.init) ?? ""
          guard fault.laws.contains(name) else { continue }
          let result = await Search(.sampled(count: 300, seed: 1)).run(law)
          if result.verdict.counterexample == nil { missed.insert(law.id) }
        }
      }
    }
    #expect(missed == [])
  }

  @Test("ids are unique")
  func ids() throws {
    let ids = try Self.accumulators().flatMap({ AccumulatorLaws.all(for: $0) }).map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.hasPrefix("accumulator/") })
  }
}
