import Harness
import Testing

/// All pairs of two bytes, with the law that their sum is even or odd: it always holds.
let pairs = Property(id: "test/pairs", subject: "bytes") { choices in
  let a = choices.draw(upTo: 255)
  let b = choices.draw(upTo: 255)
  if a == 0 { choices.note("zero") }
  choices.describe("a = \(a), b = \(b)")
  return .when(a + b <= 510, expected: "at most 510", got: "\(a + b)")
}

/// Lists whose length comes first, so that the tree of sequences is uneven.
let lists = Property(id: "test/lists", subject: "lists") { choices in
  let list = choices.drawList(atMost: 5) { choices in
    choices.draw(upTo: 3)
  }
  try choices.require(list.first != 2)
  choices.note("length \(list.count)")
  return .holds
}

@Suite struct SearchTests {
  @Test func everyPairIsMetOnce() async {
    let result = await Search(.exhaustive).run(pairs)
    #expect(result.verdict == .proved(cases: 65_536))
    #expect(result.tally.classes == [.init(label: "zero", cases: 256)])
    #expect(!result.isIncomplete)
    #expect(result.warnings.isEmpty)
  }

  @Test func aStatedDomainIsEnumerated() async {
    let stated = Property(
      id: "test/stated", subject: "bytes", domain: .stated("one byte"), check: pairs.check)
    let result = await Search(.exhaustive).run(stated)
    #expect(result.domain == "one byte")
    #expect(result.verdict == .enumerated(cases: 65_536))
  }

  @Test func fourShardsAreTheWhole() async throws {
    var sum: UInt64 = 0
    for index in 0..<4 {
      let shard = try #require(Shard(index: index, count: 4))
      let result = await Search(.exhaustive, shard: shard).run(pairs)
      #expect(result.tally.cases == 16_384)
      sum += result.tally.cases
    }
    #expect(sum == 65_536)
  }

  @Test func shardsOfAnUnevenTreeAreTheWhole() async throws {
    let whole = await Search(.exhaustive).run(lists)
    // Lengths 0...5 of 4 digits, without those that begin with a 2: 1 + 3 + 12 + ... + 768.
    #expect(whole.tally.cases == 1_024)
    #expect(whole.tally.discarded == 341)
    for count in [2, 3, 7, 9] {
      var sum = Tally()
      for index in 0..<count {
        let shard = try #require(Shard(index: index, count: count))
        sum.add(await Search(.exhaustive, shard: shard, threads: 2).run(lists).tally)
      }
      #expect(sum == whole.tally)
    }
  }

  @Test func resumingGivesTheRest() async throws {
    let first = await Search(.exhaustive, caseLimit: 1_000).run(pairs)
    #expect(first.tally.cases == 1_000)
    #expect(first.verdict == .undecided(reason: "stopped by the case limit after 1000 cases"))
    let state = try #require(first.state)
    #expect(state.cursor == .sequence([3, 232]))

    let rest = await Search(.exhaustive, start: SearchState(cursor: state.cursor)).run(pairs)
    #expect(rest.tally.cases == 64_536)
    let all = await Search(.exhaustive, start: state).run(pairs)
    #expect(all.verdict == .proved(cases: 65_536))
    #expect(all.tally.classes == [.init(label: "zero", cases: 256)])
  }

  @Test(arguments: [1, 2, 3, 5])
  func smallStepsReachTheEnd(threads: Int) async {
    var state: SearchState?
    var steps = 0
    while true {
      let search = Search(.exhaustive, threads: threads, start: state, caseLimit: 100)
      let result = await search.run(lists)
      steps += 1
      state = result.state
      if !result.isIncomplete {
        #expect(result.verdict == Verdict.proved(cases: 1_024))
        let again = await Search(.exhaustive, threads: threads, start: state).run(lists)
        #expect(again.verdict == result.verdict)
        break
      }
      #expect(result.tally.tried == UInt64(100 * steps))
    }
    #expect(steps == 14)
  }

  /// The case of all zeros promises far fewer cases than there are: parts are cut again midway.
  @Test(arguments: [1, 2, 4])
  func partsLargerThanExpectedAreCutAgain(threads: Int) async {
    let property = Property(id: "test/understated", subject: "words") { choices in
      _ = choices.draw(upTo: 2_999)
      if choices.drawFlag() { _ = choices.draw(runUpTo: 0xFF_FFFF, length: 1 << 20) }
      return .holds
    }
    let result = await Search(.exhaustive, threads: threads).run(property)
    #expect(result.verdict == .proved(cases: 3_000 * (1 + 0x100_0000)))
  }

  @Test func theTimeLimitLeavesAState() async {
    let result = await Search(.exhaustive, timeLimit: .zero).run(pairs)
    #expect(result.verdict == .undecided(reason: "stopped by the time limit after 0 cases"))
    #expect(result.state?.cursor == .sequence([]))
  }

  @Test(arguments: [1, 3])
  func cancellationLeavesAState(threads: Int) async {
    let seen = Seen()
    let task = Task {
      await Search(.exhaustive, threads: threads).run(
        Property(id: "test/endless", subject: "words") { choices in
          .when(choices.draw(upTo: .max) < .max, expected: "", got: "")
        }
      ) { progress in
        seen.add(progress)
        withUnsafeCurrentTask { $0?.cancel() }
      }
    }
    let result = await task.value
    #expect(result.isIncomplete)
    #expect(result.state?.cursor == .sequence([result.tally.cases]))
    // Whatever is under way may be reported once more, by each of the other threads.
    #expect((1...threads).contains(seen.all.count))
  }

  @Test func aCursorOfAnotherShardIsRefused() async {
    let state = SearchState(cursor: .sequence([2, 7]))
    let result = await Search(.exhaustive, shard: Shard("2/4") ?? .whole, start: state).run(pairs)
    #expect(
      result.verdict
        == .undecided(
          reason: "the cursor at:2,7 is not a case of shard 2/4 of this search; begin anew"))
  }

  @Test(arguments: [1, 2, 4])
  func theFirstFailureInOrderIsReported(threads: Int) async {
    // Every failure is alone: shrinking leads nowhere and the counts show where the search ended.
    let isolated = Property(id: "test/isolated", subject: "words") { choices in
      let word = choices.draw(upTo: 0xFFFFF)
      return .when(word % 99_991 != 99_990, expected: "no", got: "\(word)")
    }
    let result = await Search(.exhaustive, threads: threads).run(isolated)
    #expect(result.verdict.counterexample?.choices == [99_990])
    #expect(result.tally.cases == 99_991)
  }

  @Test func aPropertyWithoutChoicesIsOneCase() async {
    let constant = Property(id: "test/constant", subject: "nothing") { _ in .holds }
    #expect(await Search(.exhaustive).run(constant).verdict == .proved(cases: 1))
    let second = await Search(.exhaustive, shard: Shard("2/2") ?? .whole).run(constant)
    #expect(second.verdict == .proved(cases: 0))
  }

  @Test func runsCoverEveryValueOnce() async throws {
    let swept = Property(id: "test/swept", subject: "words") { choices in
      let high = choices.draw(upTo: 2)
      let run = choices.draw(runUpTo: 1_000, length: 64)
      let wrong = high == 1 && run.contains(777)
      return .when(!wrong, expected: "fine", got: "wrong")
    }
    let result = await Search(.exhaustive).run(swept)
    #expect(result.tally.cases == 1_001 + 778)
    #expect(result.verdict.counterexample?.choices == [1, 777])

    let word = Property(id: "test/word", subject: "words") { choices in
      let run = choices.draw(runUpTo: 99_999, length: 256)
      return .when(run.upperBound <= 99_999, expected: "", got: "")
    }
    var sum: UInt64 = 0
    for index in 0..<3 {
      let shard = try #require(Shard(index: index, count: 3))
      sum += await Search(.exhaustive, shard: shard, threads: 2).run(word).tally.cases
    }
    #expect(sum == 100_000)
  }

  @Test func runsStayAlignedAfterAnyCursor() async {
    let aligned = Property(id: "test/aligned", subject: "words") { choices in
      let run = choices.draw(runUpTo: 999, length: 64)
      return .when(
        run.upperBound % 64 == 63 || run.upperBound == 999, expected: "a whole block",
        got: "\(run)")
    }
    let state = SearchState(cursor: .sequence([100]))
    let result = await Search(.exhaustive, start: state).run(aligned)
    #expect(result.verdict == .proved(cases: 900))
  }

  @Test func theFullRangeOfAWordDoesNotOverflow() async {
    let word = Property(id: "test/wide", subject: "words") { choices in
      let run = choices.draw(runUpTo: .max, length: 1 << 60)
      return .when(run.upperBound >= run.lowerBound, expected: "", got: "")
    }
    // 2^64 cases do not fit their own count, which stays at its end.
    #expect(await Search(.exhaustive).run(word).verdict == .proved(cases: .max))
  }

  @Test func undecidedCasesDecideTheVerdict() async {
    let property = Property(id: "test/undecided", subject: "bytes") { choices in
      let byte = choices.draw(upTo: 9)
      return byte == 7 ? .undecided(reason: "7 is close to a tie") : .holds
    }
    let result = await Search(.exhaustive).run(property)
    #expect(result.verdict == .undecided(reason: "1 of 10 cases: 7 is close to a tie"))
  }

  @Test func progressCanBeStored() async throws {
    let slow = Property(id: "test/slow", subject: "words") { choices in
      var word = choices.draw(upTo: 0xFFFFF)
      for _ in 0..<600 { word = word &* 6_364_136_223_846_793_005 &+ 1_442_695 }
      return .when(word != 1, expected: "", got: "")
    }
    let seen = Seen()
    let whole = await Search(.exhaustive, threads: 2).run(slow) { seen.add($0) }
    #expect(whole.verdict == .proved(cases: 1 << 20))
    let all = seen.all
    #expect(zip(all, all.dropFirst()).allSatisfy { $0.fraction < $1.fraction })
    if let last = all.last {
      let rest = await Search(.exhaustive, start: last.state).run(slow)
      #expect(rest.verdict == whole.verdict)
    }
  }
}
