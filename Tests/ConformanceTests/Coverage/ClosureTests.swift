import Descriptors
import Devices
import Harness
import Reference
import Results
import Specs
import Testing

@testable import Conformance

@Suite("coverage of a check")
struct ClosureTests {
  private static let context = CheckContext(coverage: .full)

  private func check(
    _ kind: Operation.Kind, _ operand: String, _ result: String,
    rounding: RoundingRule = .toNearestOrEven, effort: CheckEffort = .quick
  ) async throws -> CheckResult {
    let catalog = try Catalog.builtIn()
    let format = try catalog.format(named: operand)
    let operation = Operation(
      kind, operands: Array(repeating: format, count: kind.operandCount),
      result: try catalog.format(named: result), dialect: Dialect(rounding: rounding))
    return await DeviceCheck(operation, on: ProductionDevice(), effort: effort).run(Self.context)
  }

  @Test("a quick sample of a conversion meets every class that can occur")
  func cast() async throws {
    for rounding in [RoundingRule.toNearestOrEven, .down] {
      let result = try await check(.cast, "float32", "float8_e5m2", rounding: rounding)
      let coverage = try #require(result.coverage)
      #expect(coverage.totals.neverMet == 0)
      #expect(coverage.cases == result.cases)
      #expect(coverage.tables.map(\.name) == ["operand x rounding", "result x rounding"])
      #expect(coverage.tables[0].met["+quiet NaN"]?["NaN"] ?? 0 > 0)
    }
  }

  @Test("a quick sample of pairs of 8-bit codes does so too")
  func sum() async throws {
    let result = try await check(.add, "float8_e4m3fn", "float8_e4m3fn")
    let coverage = try #require(result.coverage)
    #expect(!result.verdict.conforms || result.verdict.word == "sampled")
    #expect(coverage.totals.neverMet == 0)
    #expect(coverage.tables.map(\.name).contains("exponents x rounding"))
  }

  @Test("what was swept is counted in full, and in two parts together")
  func swept() async throws {
    let result = try await check(.cast, "float16", "float8_e4m3fn")
    let coverage = try #require(result.coverage)
    #expect(result.verdict == .proved(cases: 1 << 16))
    #expect(coverage.cases == 1 << 16)
    let sums = coverage.tables.map { $0.met.values.flatMap(\.values).reduce(0, +) }
    #expect(sums == [1 << 16, 1 << 16])
    #expect(coverage.totals.neverMet == 0)
  }

  @Test("without coverage no case is added")
  func plain() async throws {
    let catalog = try Catalog.builtIn()
    let cast = Operation.cast(
      from: try catalog.format(named: "float32"), to: try catalog.format(named: "float8_e5m2"),
      dialect: Dialect())
    let check = DeviceCheck(cast, on: ProductionDevice(), effort: .quick)
    let (plain, counted) = (await check.run(), await check.run(Self.context))
    #expect(plain.coverage == nil)
    #expect(plain.cases < counted.cases)
  }
}
