import Descriptors
import Reference
import Results
import Specs
import Testing

@testable import Conformance

/// Formats as IEEE 754 would have them, small enough to count everything.
@Suite("theorems about classes that cannot occur")
struct TheoremTests {
  private static func format(_ exponentBits: Int, _ trailingBits: Int) -> FormatDescriptor {
    FormatDescriptor(
      name: "e\(exponentBits)m\(trailingBits)", bits: 1 + exponentBits + trailingBits,
      encoding: .float(
        FloatLayout(
          signed: true, exponentBits: exponentBits, trailingBits: trailingBits,
          bias: (1 << (exponentBits - 1)) - 1, hasNegativeZero: true, infinities: .ieee,
          nans: .ieee)))
  }

  private func judge(
    _ kind: Operation.Kind, _ format: FormatDescriptor, _ rounding: RoundingRule,
    _ overflow: OverflowRule = .satNone, result: FormatDescriptor? = nil
  ) -> Int {
    let operands = Array(repeating: format, count: kind.operandCount)
    let model = CoverageModel(
      ScalarEvaluator(
        Operation(
          kind, operands: operands, result: result ?? format,
          dialect: Dialect(rounding: rounding, overflow: overflow))))
    let census = Census(enumerating: model)
    let exclusions = Exclusions(model, census: nil)
    var excluded = 0
    for table in model.tables {
      for row in table.rows.indices {
        for column in table.columns.indices {
          guard let reason = exclusions.reason(table, row: row, column: column) else { continue }
          excluded += 1
          let place = "\(kind) \(model.evaluator.result.name) \(rounding.name) \(table.name)"
          #expect(
            census.counts[table.cell(row, column)] == 0,
            "\(place) \(table.rows[row]) \(table.columns[column]): \(reason)")
        }
      }
    }
    return excluded
  }

  @Test(
    "no theorem about sums, products and quotients excludes a cell that occurs",
    arguments: [(3, 2), (2, 3), (4, 2), (3, 3)])
  func pairs(_ exponentBits: Int, _ trailingBits: Int) {
    let format = Self.format(exponentBits, trailingBits)
    let isSmall = exponentBits + trailingBits <= 5
    let rules = isSmall ? RoundingRule.deterministic : [.toNearestOrEven, .up]
    for kind in [Operation.Kind.add, .sub, .mul, .div] {
      for rounding in rules { #expect(judge(kind, format, rounding) > 800) }
    }
    for kind in [Operation.Kind.sqrt, .recip, .rsqrt] {
      for rounding in RoundingRule.deterministic { _ = judge(kind, format, rounding, .satFinite) }
    }
  }

  @Test(
    "none about results of posits does, of which some gaps stand for all",
    arguments: ["posit9", "posit10", "posit12", "posit14"])
  func posits(_ name: String) throws {
    let catalog = try Catalog.builtIn()
    let float16 = try catalog.format(named: "float16")
    let posit = try catalog.format(named: name)
    for rounding in [RoundingRule.toNearestOrEven, .down, .toOdd] {
      #expect(judge(.cast, float16, rounding, result: posit) > 400)
    }
  }

  @Test("none about multiply-adds does")
  func triples() {
    for format in [Self.format(2, 2), Self.format(3, 1)] {
      for rounding in [RoundingRule.toNearestOrEven, .down] { _ = judge(.fma, format, rounding) }
    }
  }

  @Test(
    "sums of wide formats leave nothing open, and products, quotients and roots little",
    arguments: [
      ("bfloat16", Operation.Kind.add, 0), ("float16", .sub, 0), ("float32", .add, 0),
      ("float32", .sqrt, 12), ("bfloat16", .mul, 8), ("bfloat16", .div, 8),
    ])
  func closed(_ name: String, _ kind: Operation.Kind, _ most: Int) throws {
    let format = try Catalog.builtIn().format(named: name)
    let operation = Operation(
      kind, operands: Array(repeating: format, count: kind.operandCount), result: format,
      dialect: Dialect())
    let count = CoverageCount(ScalarEvaluator(operation))
    #expect(count.record(of: count.aimed).totals.neverMet <= most)
  }
}
