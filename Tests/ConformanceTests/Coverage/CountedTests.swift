import Descriptors
import Devices
import Harness
import Results
import Specs
import Synchronization
import Testing

@testable import Conformance

@Suite("coverage of many checks")
struct CountedTests {
  private func result(
    _ kind: Operation.Kind, _ operand: String, _ result: String, _ detail: CoverageDetail,
    effort: CheckEffort = .quick, shard: Shard = .whole
  ) async throws -> CheckResult {
    let catalog = try Catalog.builtIn()
    let format = try catalog.format(named: operand)
    let operation = Operation(
      kind, operands: Array(repeating: format, count: kind.operandCount),
      result: try catalog.format(named: result), dialect: Dialect())
    return await DeviceCheck(operation, on: ProductionDevice(), effort: effort)
      .run(CheckContext(shard: shard, coverage: detail))
  }

  @Test("numbers stand for names, and are the same", arguments: ["float16", "float32"])
  func casts(_ operand: String) async throws {
    let full = try #require(try await result(.cast, operand, "float8_e5m2", .full).coverage)
    let counted = try #require(try await result(.cast, operand, "float8_e5m2", .counted).coverage)
    #expect(counted.isFolded && !full.isFolded)
    #expect(counted.totals == full.totals)
    #expect(counted.totals.neverMet == 0)
    #expect(counted.tables.allSatisfy { $0.met.isEmpty && $0.excluded.isEmpty })
  }

  @Test("what all cases did not meet cannot occur")
  func everything() async throws {
    let full = try await result(.add, "float6_e2m3fn", "float6_e2m3fn", .full, effort: .standard)
    let counted = try await result(
      .add, "float6_e2m3fn", "float6_e2m3fn", .counted, effort: .standard)
    #expect(counted.verdict == .proved(cases: 1 << 12))
    let totals = try [full, counted].map { try #require($0.coverage).totals }
    #expect(totals[0] == totals[1])
  }

  @Test("a sample that cannot be counted out keeps a few names, and asks nothing more")
  func sampled() async throws {
    let counted = try await result(.mul, "bfloat16", "bfloat16", .counted)
    let plain = try await result(.mul, "bfloat16", "bfloat16", .none)
    #expect(counted.cases == plain.cases)
    var coverage = try #require(counted.coverage)
    #expect(coverage.cases == counted.cases)
    #expect(coverage.totals.neverMet > 0)
    coverage.keepFirstNames()
    for table in coverage.tables {
      let named = table.neverMet.values.reduce(0) { $0 + $1.count }
      #expect(named == min(FoldedCells.mostNamed, table.neverMetCount))
    }
  }

  @Test("parts of a run that are joined name what the whole names")
  func parts() async throws {
    var whole = try #require(try await result(.mul, "bfloat16", "bfloat16", .counted).coverage)
    whole.keepFirstNames()
    var parts: [CoverageRecord] = []
    for text in ["1/3", "2/3", "3/3"] {
      let shard = try #require(Shard(text))
      parts.append(
        try #require(
          try await result(.mul, "bfloat16", "bfloat16", .counted, shard: shard).coverage))
    }
    #expect(CoverageRecord.merged(parts) == whole)
  }

  @Test("dialects are looked for in the first refuted checks, and the others say so")
  func searches() async throws {
    let catalog = try Catalog.builtIn()
    let source = try catalog.format(named: "float8_e5m2")
    let target = try catalog.format(named: "float4_e2m1fn")
    var plan = VerificationPlan(catalog: catalog, effort: .quick)
    let cast = Operation.cast(from: source, to: target, dialect: Dialect())
    for number in 0..<Verification.mostSearched + 2 {
      let device = Negative(name: "negative-\(number)")
      plan.checks.append(PlannedCheck(DeviceCheck(cast, on: device, effort: .quick)))
    }
    let found = Mutex<[CheckResult]>([])
    let context = CheckContext(coverage: .counted, candidates: DialectCandidates(catalog))
    _ = await Verification(plan, context: context).run { event in
      if case .ended(_, _, let result) = event { found.withLock { $0.append(result) } }
    }
    let results = found.withLock { $0 }
    #expect(results.count { $0.dialects != nil } == Verification.mostSearched)
    #expect(results.count { $0.warnings.contains { $0.contains("looked for") } } == 2)
  }
}

/// A device whose every answer is wrong.
private struct Negative: Device {
  let name: String
  let summary = "always the largest code"
  func support(for operation: Operation) -> DeviceSupport { .supported }
  func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    NegativeUnit(unit: try ProductionDevice().prepare(operation))
  }
}

private struct NegativeUnit: Unit {
  let unit: any Unit
  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    let count = try await unit.run(&batch)
    for index in 0..<count { batch.results[0][index] ^= 1 }
    return count
  }
}
