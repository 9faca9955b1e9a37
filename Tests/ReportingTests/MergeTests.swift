import Harness
import Reporting
import Testing

private func shard(
  _ name: String, _ verdict: Verdict, cases: UInt64 = 10, classes: [String: UInt64] = [:],
  warnings: [HealthWarning] = [], isIncomplete: Bool = false
) -> VerdictRecord {
  VerdictRecord(
    result(
      verdict, id: "law", shard: name, cases: cases, seconds: 2, classes: classes,
      warnings: warnings, isIncomplete: isIncomplete), operation: "cast", format: "f")
}

@Suite struct MergeTests {
  @Test func allShardsAreTheWhole() {
    let merged = Merge.records([
      shard(
        "2/2", .proved(cases: 10), classes: ["nan": 0, "zero": 2], warnings: [.classNeverHit("nan")]
      ),
      proved,
      shard("1/2", .proved(cases: 30), cases: 30, classes: ["nan": 3, "zero": 1]),
    ])
    #expect(merged.map(\.id) == ["law", "cast/nearest-even"])
    #expect(merged[1] == proved)
    let whole = merged[0]
    #expect(whole.verdict == "proved")
    #expect(whole.cases == 40)
    #expect(whole.throughput == 10)
    #expect(whole.shard == nil)
    #expect(whole.classes == ["nan": 3, "zero": 3])
    #expect(whole.warnings.isEmpty)
  }

  @Test func aMissedClassStaysMissed() {
    let merged = Merge.records([
      shard("1/2", .proved(cases: 1), classes: ["nan": 0], warnings: [.noClassHit]),
      shard("2/2", .proved(cases: 1), classes: ["nan": 0], warnings: [.noClassHit]),
    ])
    #expect(merged[0].warnings == [HealthWarning.classNeverHit("nan").description])
  }

  @Test func aMissingShardLeavesItUndecided() {
    let merged = Merge.records([
      shard("2/4", .sampled(cases: 9, seed: 1)), shard("3/4", .sampled(cases: 9, seed: 1)),
    ])
    #expect(merged[0].verdict == "undecided")
    #expect(merged[0].reason == "shard 1, 4 of 4 is missing")
    #expect(merged[0].isIncomplete)
    #expect(merged[0].seed == nil)
    #expect(VerdictSummary(merged).exitCode == 4)
  }

  @Test func oneRefutationRefutesByTheSmallestCase() {
    var small = counterexample
    small.choices = [127]
    let merged = Merge.records([
      shard("1/3", .refuted(counterexample)), shard("3/3", .refuted(small)),
    ])
    #expect(merged[0].verdict == "refuted")
    #expect(merged[0].counterexample?.choices == "127")
    #expect(VerdictSummary(merged).exitCode == 1)
  }

  @Test func reasonsOfShardsAreKept() {
    let merged = Merge.records([
      shard("1/2", .proved(cases: 1)),
      shard("2/2", .undecided(reason: "stopped"), isIncomplete: true),
    ])
    #expect(merged[0].reason == "shard 2/2: stopped")
    #expect(merged[0].isIncomplete)
    let mixed = Merge.records([
      shard("1/2", .proved(cases: 1)), shard("2/2", .sampled(cases: 1, seed: 1)),
    ])
    #expect(mixed[0].reason == "shards end in different verdicts: proved, sampled")
  }

  @Test func theLaterRunCounts() {
    let merged = Merge.records([
      shard("1/2", .undecided(reason: "stopped"), isIncomplete: true),
      shard("2/2", .proved(cases: 1)), shard("1/2", .proved(cases: 1)),
    ])
    #expect(merged[0].verdict == "proved")
    #expect(!merged[0].isIncomplete)
    var again = proved
    again.cases = 1
    #expect(Merge.records([proved, again]) == [again])
    #expect(Merge.records([]).isEmpty)
  }
}
