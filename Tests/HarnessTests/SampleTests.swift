import Harness
import Testing

/// Notes each drawn word by its class, and fails where two bytes agree in a rare way.
private let words = Property(id: "test/words", subject: "words") { choices in
  let word = choices.draw(bits: 32)
  if word.nonzeroBitCount <= 3 { choices.note("few ones") }
  if word.nonzeroBitCount >= 29 { choices.note("few zeros") }
  if word <= 3 || word >= 0xFFFF_FFFC { choices.note("end") }
  let run = word >> UInt64(word == 0 ? 0 : word.trailingZeroBitCount)
  if run & (run + 1) == 0 { choices.note("run of ones") }
  return .holds
}

@Suite struct SampleTests {
  @Test func aSampleIsTheSameHoweverItIsSplit() async throws {
    let whole = await Search(.sampled(count: 10_000, seed: 7)).run(words)
    #expect(whole.verdict == .sampled(cases: 10_000, seed: 7))
    for threads in [2, 5] {
      let again = await Search(.sampled(count: 10_000, seed: 7), threads: threads).run(words)
      #expect(again.tally == whole.tally)
    }
    for count in [3, 4] {
      var sum = Tally()
      for index in 0..<count {
        let shard = try #require(Shard(index: index, count: count))
        sum.add(await Search(.sampled(count: 10_000, seed: 7), shard: shard).run(words).tally)
      }
      #expect(sum == whole.tally)
    }
    let first = await Search(.sampled(count: 10_000, seed: 7), caseLimit: 1_234).run(words)
    #expect(first.state?.cursor == .index(1_234))
    let rest = await Search(.sampled(count: 10_000, seed: 7), start: first.state).run(words)
    #expect(rest.tally == whole.tally)
    let again = await Search(.sampled(count: 10_000, seed: 7), start: rest.state).run(words)
    #expect(again.verdict == whole.verdict)
    let other = await Search(.sampled(count: 10_000, seed: 8)).run(words)
    #expect(other.tally != whole.tally)
  }

  /// A seed is a promise: reports name it, so its cases may never change.
  @Test func theCasesOfASeedAreFixed() async {
    let seen = DrawnCases()
    let property = Property(id: "test/fixed", subject: "words") { choices in
      seen.add([choices.draw(upTo: .max), choices.draw(upTo: 999), choices.draw(upTo: 0)])
      return .holds
    }
    _ = await Search(.sampled(count: 3, seed: 7)).run(property)
    #expect(
      seen.all == [
        [12_337_948_700_613_807_856, 769, 0], [9_021_933_483_417_138_217, 979, 0], [3, 999, 0],
      ])
    var second = Choices(seed: 7, index: 1)
    let drawn = [second.draw(upTo: .max), second.draw(upTo: 999)]
    #expect(drawn == [9_021_933_483_417_138_217, 979])
    var replayed = Choices(replaying: [5, 12])
    #expect([replayed.draw(upTo: 9), replayed.draw(upTo: 9), replayed.draw(upTo: 9)] == [5, 9, 0])
  }

  @Test func shardsOfASampleCanBeInterrupted() async throws {
    let shard = try #require(Shard("3/4"))
    let effort = Effort.sampled(count: 1_001, seed: 7)
    let whole = await Search(effort, shard: shard).run(words)
    #expect(whole.tally.cases == 250)
    let first = await Search(effort, shard: shard, caseLimit: 100).run(words)
    #expect(first.state?.cursor == .index(402))
    let rest = await Search(effort, shard: shard, start: first.state).run(words)
    #expect(rest.tally == whole.tally)
    #expect(rest.state?.cursor == .index(1_002))
    let wrong = await Search(effort, shard: .whole, start: first.state).run(words)
    #expect(wrong.verdict == .sampled(cases: 100 + 599, seed: 7))
    let refused = await Search(effort, shard: Shard("1/4") ?? .whole, start: first.state).run(words)
    #expect(refused.verdict.word == "undecided")
  }

  @Test(arguments: [1, 2, 4])
  func theFirstFailureInOrderIsReported(threads: Int) async {
    let rare = Property(id: "test/rare", subject: "words") { choices in
      let word = choices.draw(bits: 40)
      return .when(word % 4_099 != 1, expected: "", got: "")
    }
    let result = await Search(.sampled(count: 100_000, seed: 3), threads: threads).run(rare)
    let one = await Search(.sampled(count: 100_000, seed: 3)).run(rare)
    #expect(result.tally == one.tally)
    #expect(result.verdict == one.verdict)
    #expect(result.verdict.counterexample?.choices == [1])
  }

  @Test func structuredWordsAreCommon() async {
    let result = await Search(.sampled(count: 40_000, seed: 1)).run(words)
    let counts = Dictionary(
      uniqueKeysWithValues: result.tally.classes.map { ($0.label, $0.cases) })
    // A quarter of the draws is split evenly in four; a uniform word has none of these shapes.
    for label in ["few ones", "few zeros", "end", "run of ones"] {
      #expect((2_400...7_000).contains(counts[label] ?? 0), "\(label): \(counts)")
    }
  }

  @Test(arguments: [0, 1, 2, 4, 9, 255, 1_000])
  func everyValueOfASmallRangeIsMet(bound: UInt64) async {
    let property = Property(id: "test/range", subject: "words") { choices in
      let value = choices.draw(upTo: bound)
      choices.note("\(value)")
      return .when(value <= bound, expected: "at most \(bound)", got: "\(value)")
    }
    let result = await Search(.sampled(count: 20_000, seed: 1)).run(property)
    #expect(result.verdict.conforms)
    #expect(result.tally.classes.count == Int(bound) + 1)
    let fewest = result.tally.classes.map(\.cases).min() ?? 0
    // Three quarters are uniform: an expected 15 for the widest range.
    #expect(Double(fewest) > 0.2 * 15_000 / Double(bound + 1))
  }

  @Test func smallDomainsAreEnumeratedAndLargeOnesSampled() async {
    let effort = Effort.exhaustiveUpTo(65_536, orSampled: 100, seed: 1)
    #expect(await Search(effort).run(pairs).verdict == .proved(cases: 65_536))
    #expect(await Search(effort).run(words).verdict == .sampled(cases: 100, seed: 1))
    // Expected to be short from its first case, it turns out not to be.
    let uneven = Property(id: "test/uneven", subject: "lists") { choices in
      for _ in 0..<choices.draw(below: 9) { _ = choices.draw(upTo: 15) }
      return .holds
    }
    #expect(await Search(effort).run(uneven).verdict == .sampled(cases: 100, seed: 1))
    // Not even begun where the largest case tells so.
    let begun = Counter()
    let telling = Property(id: "test/telling", subject: "lists") { choices in
      _ = begun.next()
      for _ in 0..<choices.draw(below: 9) { _ = choices.draw(upTo: 255) }
      return .holds
    }
    #expect(await Search(effort).run(telling).verdict == .sampled(cases: 100, seed: 1))
    #expect(begun.next() < 1_000)
    let stopped = await Search(effort, caseLimit: 1_000).run(pairs)
    #expect(stopped.isIncomplete)
    let rest = await Search(effort, start: stopped.state).run(pairs)
    #expect(rest.verdict == .proved(cases: 65_536))
  }
}
