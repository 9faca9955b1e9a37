import Harness
import Results
import Testing

private let digests = (0..<4).map {
  BlockHash.digest(of: [UInt64($0)], block: UInt64($0), count: 1)
}

/// A part of an enumeration of four blocks.
private func part(
  _ index: Int, of count: Int = 4, id: String = "law", checks: Int = 1
) -> VerdictRecord {
  var record = VerdictRecord(
    id: id, subject: "device", operation: "cast", format: "f", rule: "",
    verdict: .enumerated(cases: 10), cases: 10, seconds: 1,
    shard: Shard(index: index, count: count) ?? .whole)
  record.provenance = VerdictProvenance(
    specification: "00", tool: "1", effort: "quick", seed: 1, checks: checks)
  record.extent = VerdictExtent(
    digest: digests[index],
    blocks: .init(first: UInt64(index), end: 4, step: UInt64(count), total: 4),
    together: "proved", segments: .init(blocks: 4, digests: [digests[index]]))
  return record
}

private func merged(_ records: [VerdictRecord]) throws(MergeRefusal) -> [VerdictRecord] {
  var parts: [Merge.Part] = []
  for (number, record) in records.enumerated() {
    parts.append(.init(name: "part-\(number + 1)", records: [record]))
  }
  return try Merge.records(parts)
}

@Suite struct MergePiecesTests {
  private let all = (0..<4).map { part($0) }

  @Test func partsBecomeTheWholeAgain() throws {
    var sum = ResultDigest.empty
    digests.forEach { sum.add($0) }
    for order in [all, all.reversed(), all + [all[2]]] {
      let whole = try merged(order)[0]
      #expect(whole.verdict == "proved" && whole.cases == 40 && whole.shard == nil)
      #expect(
        whole.extent
          == VerdictExtent(
            digest: sum, blocks: .init(first: 0, end: 4, step: 1, total: 4),
            segments: .init(blocks: 4, digests: [sum])))
    }
  }

  /// What is changed about the second part, and the line that says so.
  private static let strangers: [(String, @Sendable (inout VerdictRecord) -> Void)] = [
    ("the seed is 1 in part-1 and 2 in part-2", { $0.provenance?.seed = 2 }),
    (
      "the effort is quick in part-1 and standard in part-2",
      { $0.provenance?.effort = "standard" }
    ),
    (
      "the specification hash is 00 in part-1 and 01 in part-2",
      { $0.provenance?.specification = "01" }
    ),
    ("the tool's version is 1 in part-1 and 2 in part-2", { $0.provenance?.tool = "2" }),
    ("the number of checks is 1 in part-1 and 2 in part-2", { $0.provenance?.checks = 2 }),
    ("part-2 does not say what run it is of", { $0.provenance = nil }),
    ("part-1 is one of 4 parts, part-2 one of 5", { $0.shard = "2/5" }),
    ("part-1 is one of 4 parts, part-2 one of 1", { $0.shard = nil }),
    ("'4' in part-2 is no shard", { $0.shard = "4" }),
    (
      "shard 1/4 of law has one result in part-1 and another in part-2",
      {
        $0.shard = "1/4"
        $0.extent?.blocks?.first = 0
      }
    ),
    ("law has 4 blocks in part-1 and 5 in part-2", { $0.extent?.blocks?.total = 5 }),
    ("part-2 has other blocks of law than shard 2/4", { $0.extent?.blocks?.first = 2 }),
    ("shard 2/4 of law in part-2 was not finished", { $0.extent?.blocks?.end = 3 }),
    ("shard 2/4 of law in part-2 was not finished", { $0.isIncomplete = true }),
  ]

  /// Every way in which parts can be no parts of one run, with the line that says so.
  @Test(arguments: strangers)
  func strangersAreRefused(
    _ what: String, _ change: @escaping @Sendable (inout VerdictRecord) -> Void
  ) {
    var parts = all
    change(&parts[1])
    let refusal = #expect(throws: MergeRefusal.self) { try merged(parts) }
    #expect(refusal?.what == what)
  }

  @Test func holesAreRefused() {
    let missing = #expect(throws: MergeRefusal.self) { try merged([all[0], all[1], all[3]]) }
    #expect(missing?.what == "shard 3 of 4 is missing for law")
    let fewer = #expect(throws: MergeRefusal.self) {
      try merged((0..<4).map { part($0, checks: 2) })
    }
    #expect(fewer?.what == "the run has 2 checks, and there are verdicts on 1")
    let none = #expect(throws: MergeRefusal.self) { try merged([]) }
    #expect(none?.what.hasPrefix("there is no verdict in") == true)
  }

  /// Small laws are whole in one part; they come in the order of the run.
  @Test func undividedLawsNeedOnePart() throws {
    var laws: [VerdictRecord] = []
    for (place, index) in [2, 0].enumerated() {
      var record = part(index, id: "small-\(place)", checks: 3)
      record.extent = VerdictExtent(digest: digests[0])
      record.extent?.isWhole = true
      record.verdict = "sampled"
      record.provenance?.place = place
      laws.append(record)
    }
    var divided = (0..<4).map { part($0, checks: 3) }
    for index in 0..<4 { divided[index].provenance?.place = 2 }
    let whole = try merged(divided + laws.reversed())
    #expect(whole.map(\.id) == ["small-0", "small-1", "law"])
    #expect(whole.map(\.verdict) == ["sampled", "sampled", "proved"])
    #expect(whole.allSatisfy { $0.shard == nil && $0.extent?.isWhole == nil })
  }
}
