import Conformance
import Harness
import Results
import Specs
import Synchronization
import Testing

@Suite struct BudgetTests {
  private func sample(_ cases: UInt64, least: UInt64 = 10) -> CheckCost {
    CheckCost(cases: cases, kind: .sample(least: least))
  }

  @Test func whatIsFiniteComesFirstAndSamplesShareTheRest() {
    let costs = [sample(900), CheckCost(cases: 500), sample(100), sample(1_000)]
    let got = EffortBudget(work: 1_400).allowances(for: costs)
    // 900 are left: the sample of 100 gets all, the others 400 each.
    #expect(got.map(\.cases) == [400, nil, nil, 400])
    #expect(EffortBudget(work: 2_500).allowances(for: costs) == [.all, .all, .all, .all])
    #expect(EffortBudget(work: nil).allowances(for: costs) == [.all, .all, .all, .all])
    // Nothing shrinks below what it must have.
    #expect(EffortBudget(work: 100).allowances(for: costs).map(\.cases) == [10, nil, 10, 10])
  }

  @Test func asManySweepsAsFitAreMade() {
    func sweep(_ cases: UInt64) -> CheckCost {
      CheckCost(
        cases: cases, perMillion: 1_000,
        kind: .sweep(instead: .init(cases: 600, perMillion: 1_000_000, fixed: 0)))
    }
    let costs = [sweep(400_000), sweep(900_000), sweep(100_000), sample(800)]
    let got = EffortBudget(work: 1_100).allowances(for: costs)
    // 400 and 100 fit into half of the budget; 600 are left for two samples.
    #expect(got.map(\.sweeps) == [true, false, true, true])
    #expect(got.map(\.cases) == [nil, 300, nil, 300])
    #expect(zip(costs, got).map { $0.work(under: $1) } == [400, 300, 100, 300])
  }

  @Test func workIsCountedWithoutOverflow() {
    #expect(CheckCost(cases: 1 << 32, perMillion: 500).work == 2_147_483)
    #expect(CheckCost(cases: .max, perMillion: .max).work > 1 << 40)
    #expect(CheckCost(cases: 3, perMillion: 2_000_000, fixed: 7).work == 13)
  }

  private static let patterns = [
    "cast/float32/float8_e4m3fn/*", "fma/float8_e5m2/*", "mask/2:4/float8_e4m3fn/*",
    "format/float4_e2m1fn/*", "estimator/mvue-1:2/*", "encode-block/mxfp4_e2m1/*",
  ]

  /// The records of a run under a small budget, without times.
  private static func records(workers: Int) async throws -> [VerdictRecord] {
    let plan = try VerificationPlan.everything(catalog: try .builtIn(), effort: .quick)
      .selecting(patterns)
    #expect(plan.checks.count > 100)
    var verification = Verification(
      plan, context: CheckContext(seed: 5, workers: workers, coverage: .counted))
    verification.budget = EffortBudget(work: 400_000)
    #expect(verification.allowances.contains { $0.cases != nil })
    let found = Mutex<[VerdictRecord]>([])
    let isComplete = await verification.run { event in
      guard case .ended(let check, _, let result) = event else { return }
      var record = VerdictRecord(
        id: check.id, subject: result.subject, operation: check.row.operation,
        format: check.row.format, rule: check.row.rule, verdict: result.verdict,
        cases: result.cases, seconds: 0, classes: result.classes, warnings: result.warnings)
      (record.extent, record.coverage, record.asked) =
        (result.extent, result.coverage, result.asked)
      let kept = record
      found.withLock { $0.append(kept) }
    }
    #expect(isComplete)
    return found.withLock { $0 }
  }

  /// The same cases, digests and verdicts, in the order of the plan.
  @Test func threadsChangeNothing() async throws {
    let one = try await Self.records(workers: 1)
    #expect(one.contains { $0.asked != nil })
    #expect(one.allSatisfy { $0.asked.map { asked in asked > 0 } ?? true })
    for workers in [2, 7] {
      let other = try await Self.records(workers: workers)
      #expect(other.map(\.id) == one.map(\.id))
      for (a, b) in zip(one, other) where a != b { Issue.record("\(workers): \(a) and \(b)") }
    }
  }

  @Test func progressIsWeighedByDeclaredWork() throws {
    let plan = try VerificationPlan.everything(catalog: try .builtIn(), effort: .standard)
      .selecting(["cast/float32/float8_e4m3fn/nearest-even/*@production"])
    let verification = Verification(plan, context: CheckContext())
    var share = WorkShare(verification)
    #expect(share.fraction == 0)
    var last = 0.0
    for (index, check) in plan.checks.enumerated() {
      share.note(.progressed(check, index: index, share: 0.5))
      #expect(share.fraction > last)
      share.note(
        .ended(
          check, index: index,
          CheckResult(id: check.id, subject: "", verdict: .skipped(reason: ""))))
      last = share.fraction
    }
    #expect(last == 1)
    // A sweep of 2^32 codes outweighs all samples beside it.
    let sweep = try #require(plan.checks.firstIndex { $0.id.contains("/sat-none@") })
    var other = WorkShare(verification)
    other.note(
      .ended(
        plan.checks[sweep], index: sweep,
        CheckResult(id: "", subject: "", verdict: .skipped(reason: ""))))
    #expect(other.fraction > 0.5)
  }
}
