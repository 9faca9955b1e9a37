import Descriptors
import Reference
import Specs
import Testing

@testable import Conformance

@Suite("counts over all cases")
struct CensusTests {
  private static func model(
    _ kind: Operation.Kind, _ operand: String, _ result: String, _ dialect: Dialect
  ) throws -> CoverageModel {
    let catalog = try Catalog.builtIn()
    let format = try catalog.format(named: operand)
    let operands = Array(repeating: format, count: kind.operandCount)
    return CoverageModel(
      ScalarEvaluator(
        Operation(
          kind, operands: operands, result: try catalog.format(named: result), dialect: dialect)))
  }

  private static let dialects: [Dialect] = [
    Dialect(), Dialect(rounding: .towardZero, overflow: .satFinite),
    Dialect(rounding: .up, withoutNaN: .largest, negative: .magnitude),
    Dialect(rounding: .toOdd, rangeTest: .beforeRounding, flushOperands: true, flushResults: true),
  ]

  @Test(
    "counted by runs and one by one, a conversion has the same cells",
    arguments: [
      ("float16", "float8_e4m3fn"), ("bfloat16", "float8_e5m2fnuz"), ("float16", "int8"),
      ("bfloat16", "float8_e8m0fnu"), ("int16", "float6_e2m3fn"), ("float16", "float4_e2m1fn"),
    ])
  func runs(_ operand: String, _ result: String) throws {
    for dialect in Self.dialects {
      let model = try Self.model(.cast, operand, result, dialect)
      let runs = Census(runsOf: model)
      #expect(runs.counts == Census(enumerating: model).counts)
      let last = model.evaluator.operands[0].lastCode
      // Odd parts, that begin and end within runs.
      let parts = [0..<9, 9..<1_234, 20_001..<20_003, 40_000..<(last + 1)]
      var counts = [UInt64](repeating: 0, count: model.cellCount)
      for code in parts.joined() { _ = model.classify([code], word: 0) { counts[$0] += 1 } }
      #expect(runs.counts(in: parts) == counts)
    }
  }

  @Test("every cell that can occur has a witness")
  func witnesses() throws {
    let model = try Self.model(.mul, "float4_e2m1fn", "float6_e3m2fn", Dialect())
    let census = Census(enumerating: model)
    var counts = [UInt64](repeating: 0, count: model.cellCount)
    for case let item in census.witnesses {
      #expect(model.classify(item.codes, word: item.word) { counts[$0] += 1 } == item.got)
    }
    #expect(zip(counts, census.counts).allSatisfy { ($0 == 0) == ($1 == 0) })
    #expect(census.witnesses.count < 200)
  }

  /// What holds for all formats must hold for those that can be counted.
  @Test(
    "no theorem excludes a cell that occurs",
    arguments: ["float4_e2m1fn", "float6_e2m3fn", "float8_e5m2", "float8_e4m3fnuz"])
  func theorems(_ name: String) throws {
    let kinds: [Operation.Kind] = [.add, .mul, .div, .sqrt, .cast, .recip, .minimumNumber]
    for kind in kinds where kind.operandCount == 1 || !name.hasPrefix("float8") {
      for rounding in RoundingRule.deterministic + [.stochastic(bits: 2, variant: .b)] {
        let model = try Self.model(kind, name, name, Dialect(rounding: rounding))
        try judge(model)
      }
    }
    try judge(
      try Self.model(.cast, "float8_e5m2", name, Dialect(rounding: .up, flushResults: true)))
    try judge(try Self.model(.cast, "float8_e5m2", "float8_e8m0fnu", Dialect(rounding: .down)))
    try judge(try Self.model(.cast, "int8", "uint4", Dialect(wraps: true)))
  }

  private func judge(_ model: CoverageModel) throws {
    let census = Census(enumerating: model)
    let exclusions = Exclusions(model, census: nil)
    for table in model.tables {
      for row in table.rows.indices {
        for column in table.columns.indices where census.counts[table.cell(row, column)] > 0 {
          let reason = exclusions.reason(table, row: row, column: column)
          #expect(
            reason == nil,
            "\(model.evaluator.operation.name()) \(table.name) \(table.rows[row]) \(table.columns[column])"
          )
        }
      }
    }
  }
}
