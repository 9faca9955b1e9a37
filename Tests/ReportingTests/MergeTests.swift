import Harness
import Results
import Testing

private func shard(
  _ name: String, _ verdict: Verdict, id: String = "law", cases: UInt64 = 10,
  classes: [String: UInt64] = [:], warnings: [HealthWarning] = [], isIncomplete: Bool = false
) -> VerdictRecord {
  VerdictRecord(
    result(
      verdict, id: id, shard: name, cases: cases, seconds: 2, classes: classes,
      warnings: warnings, isIncomplete: isIncomplete), operation: "cast", format: "f")
}

private func merged(
  _ records: [VerdictRecord], allowsMissing: Bool = false
) throws(MergeRefusal) -> [VerdictRecord] {
  try Merge.records([.init(name: "file", records: records)], allowsMissing: allowsMissing)
}

@Suite struct MergeTests {
  @Test func allShardsAreTheWhole() throws {
    let merged = try merged([
      shard(
        "2/2", .proved(cases: 10), classes: ["nan": 0, "zero": 2], warnings: [.classNeverHit("nan")]
      ),
      shard("1/2", .proved(cases: 30), cases: 30, classes: ["nan": 3, "zero": 1]),
    ])
    let whole = merged[0]
    #expect(whole.verdict == "proved")
    #expect(whole.cases == 40)
    #expect(whole.throughput == 10)
    #expect(whole.shard == nil)
    #expect(whole.classes == ["nan": 3, "zero": 3])
    #expect(whole.warnings.isEmpty)
    #expect(try Merge.records([.init(name: "one", records: [proved])]) == [proved])
  }

  @Test func aMissedClassStaysMissed() throws {
    let nothing = [HealthWarning.noClassHit]
    let both = try merged([
      shard("1/2", .proved(cases: 1), classes: ["nan": 0], warnings: nothing),
      shard("2/2", .proved(cases: 1), classes: ["nan": 0], warnings: nothing),
    ])
    #expect(both[0].warnings == [HealthWarning.noClassHit.description])
    let one = try merged([
      shard("1/2", .proved(cases: 1), classes: ["nan": 0, "zero": 0], warnings: nothing),
      shard(
        "2/2", .proved(cases: 1), classes: ["nan": 0, "zero": 1], warnings: [.classNeverHit("nan")]),
    ])
    #expect(one[0].warnings == [HealthWarning.classNeverHit("nan").description])
    var (first, second) = (shard("1/2", .proved(cases: 1)), shard("2/2", .proved(cases: 1)))
    first.warnings = ["never met: a", "never met: b"]
    second.warnings = ["never met: b"]
    #expect(try merged([first, second])[0].warnings == ["never met: b"])
  }

  @Test func aMissingShardIsRefusedOrLeavesItUndecided() throws {
    let records = [
      shard("2/4", .sampled(cases: 9, seed: 1)), shard("3/4", .sampled(cases: 9, seed: 1)),
    ]
    let refusal = #expect(throws: MergeRefusal.self) { try merged(records) }
    #expect(
      refusal?.description
        == "shard 1, 4 of 4 is missing for law; give all parts, or --allow-missing")
    let partial = try merged(records, allowsMissing: true)
    #expect(partial[0].verdict == "undecided")
    #expect(partial[0].reason == "shard 1, 4 of 4 is missing")
    #expect(partial[0].isIncomplete)
    #expect(partial[0].seed == nil)
    #expect(VerdictSummary(partial).exitCode == 4)
  }

  @Test func oneRefutationRefutesByTheFirstCase() throws {
    var small = counterexample
    small.choices = [127]
    var (first, second) = (
      shard("1/2", .refuted(counterexample)), shard("2/2", .refuted(small))
    )
    #expect(try merged([first, second])[0].counterexample?.choices == "127")
    #expect(VerdictSummary(try merged([first, second])).exitCode == 1)
    // The undivided run would have stopped in the lower block.
    first.extent = VerdictExtent(digest: .empty, failed: 3)
    second.extent = VerdictExtent(digest: .empty, failed: 8)
    let found = try merged([first, second])[0]
    #expect(found.counterexample?.choices == "126,3" && found.extent?.failed == 3)
  }

  @Test func reasonsOfShardsAreKept() throws {
    let unfinished = [
      shard("1/2", .proved(cases: 1)),
      shard("2/2", .undecided(reason: "stopped"), isIncomplete: true),
    ]
    let refusal = #expect(throws: MergeRefusal.self) { try merged(unfinished) }
    #expect(refusal?.what == "shard 2/2 of law in file was not finished")
    let whole = try merged(unfinished, allowsMissing: true)
    #expect(whole[0].reason == "shard 2/2: stopped")
    #expect(whole[0].isIncomplete)
    let mixed = try merged([
      shard("1/2", .proved(cases: 1)), shard("2/2", .sampled(cases: 1, seed: 1)),
    ])
    #expect(mixed[0].reason == "shards end in different verdicts: proved, sampled")
  }
}
