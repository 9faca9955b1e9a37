import Conformance
import Descriptors
import Devices
import Foundation
import Harness
import Results
import Specs
import Synchronization
import Testing

/// Checks of every kind, cut up in every way, against the same in one piece.
@Suite struct RunSplitTests {
  private static let patterns = [
    "cast/float16/float8_e4m3fn/nearest-even/sat-none@production", "add/float8_e5m2/nearest-even/*",
    "mask/2:4/float8_e4m3fn/*", "estimator/mvue-1:2/integer/float8_e4m3fn/*",
    "format/float4_e2m1fn/decode-*",
  ]

  private static func plan() throws -> VerificationPlan {
    let plan = try VerificationPlan.everything(catalog: try .builtIn(), effort: .quick)
      .selecting(patterns)
    #expect(plan.checks.count > 10)
    return plan
  }

  /// The records of a run.
  private static func records(
    _ plan: VerificationPlan, _ context: CheckContext
  ) async -> [VerdictRecord] {
    let found = Mutex<[VerdictRecord]>([])
    let isComplete = await Verification(plan, context: context).run { event in
      guard case .ended(let check, let index, let result) = event else { return }
      var record = VerdictRecord(
        id: result.id, subject: result.subject, operation: check.row.operation,
        format: check.row.format, rule: check.row.rule, verdict: result.verdict,
        cases: result.cases, seconds: 0, shard: context.shard, domain: result.domain,
        classes: result.classes, warnings: result.warnings)
      record.provenance = VerdictProvenance(
        specification: "", tool: "", effort: "quick", seed: 1, checks: plan.checks.count,
        place: index)
      record.extent = result.extent
      let done = record
      found.withLock { $0.append(done) }
    }
    #expect(isComplete)
    return found.withLock { $0 }
  }

  @Test func shardsMergeIntoTheWhole() async throws {
    let plan = try Self.plan()
    let whole = await Self.records(plan, CheckContext(workers: 1, segments: 5))
    #expect(await Self.records(plan, CheckContext(workers: 3, segments: 5)) == whole)
    #expect(whole.contains { $0.verdict == "proved" && $0.extent?.blocks?.total ?? 0 > 2 })
    var parts: [Merge.Part] = []
    for index in 0..<3 {
      let shard = try #require(Shard(index: index, count: 3))
      parts.append(
        .init(
          name: "\(shard)",
          records: await Self.records(plan, CheckContext(shard: shard, segments: 5))))
    }
    // Only what one shard did alone is proved by it.
    #expect(
      parts.flatMap(\.records).allSatisfy { $0.verdict != "proved" || $0.extent?.isWhole == true })
    let merged = try Merge.records(parts)
    #expect(merged.map(\.id) == whole.map(\.id))
    for (one, other) in zip(merged, whole) { #expect(one == other) }
  }

  /// Every state that is saved on the way leads to the same end.
  @Test func savedStatesLeadToTheSameEnd() async throws {
    for check in try Self.plan().checks where check.id.contains("@production") {
      let states = Mutex<[CheckState]>([])
      var context = CheckContext(segments: 3)
      context.saveInterval = .zero
      context.save = { state in states.withLock { $0.append(state) } }
      let whole = await check.run(context)
      let saved = states.withLock { $0 }
      for state in [saved.first, saved.dropFirst(saved.count / 2).first].compactMap(\.self) {
        let stored = try JSONDecoder().decode(
          CheckState.self, from: try JSONEncoder().encode(state))
        let rest = await check.run(CheckContext(resumed: stored, segments: 3))
        #expect(rest.extent == whole.extent, "\(check.id)")
        #expect(rest.cases == whole.cases && rest.classes == whole.classes)
        #expect(rest.verdict.word == whole.verdict.word)
      }
    }
  }

  /// A device that answers wrongly or in part: what counts does not depend on the workers.
  @Test func failuresCountTheSameForAnyWorkers() async throws {
    let catalog = try Catalog.builtIn()
    let cast = Descriptors.Operation.cast(
      from: try catalog.format(named: "float16"), to: try catalog.format(named: "float8_e4m3fn"),
      dialect: catalog.standard.dialect(for: "float8_e4m3fn"))
    let fault = try #require(Fault.all.first { $0.id == "ties-away" })
    let check = DeviceCheck(cast, on: FaultyDevice(fault), effort: .quick)
    let one = await check.run(CheckContext(workers: 1))
    let four = await check.run(CheckContext(workers: 4))
    #expect(one.verdict.word == "refuted")
    #expect(one.verdict == four.verdict && one.cases == four.cases && one.extent == four.extent)
    #expect(one.extent?.failed != nil && one.state == nil)
  }
}
