import Harness
import Testing

/// Warnings about a property, not about what it judges.
@Suite struct HealthTests {
  @Test func tooManyDiscards() async {
    let property = Property(id: "test/picky", subject: "words") { choices in
      try choices.require(choices.draw(upTo: 9_999) % 100 == 0)
      return .holds
    }
    let result = await Search(.exhaustive).run(property)
    #expect(result.verdict == .proved(cases: 100))
    #expect(result.warnings == [.manyDiscarded(discarded: 9_900, judged: 100)])
    #expect(result.warnings.first?.description.hasPrefix("9900 cases were discarded") == true)
  }

  @Test func nothingButDiscardsIsUndecided() async {
    let property = Property(id: "test/none", subject: "words") { choices in
      if choices.draw(upTo: 9) < 10 { throw Discard() }
      return .holds
    }
    let result = await Search(.exhaustive).run(property)
    #expect(result.verdict == .undecided(reason: "all 10 cases were discarded"))
  }

  @Test func missedClassesAreShown() async {
    let property = Property(id: "test/classes", subject: "words", classes: ["nan", "odd"]) {
      choices in
      if choices.draw(upTo: 9) % 2 == 1 { choices.note("odd") }
      return .holds
    }
    let result = await Search(.exhaustive).run(property)
    #expect(result.warnings == [.classNeverHit("nan")])
    #expect(
      result.tally.classes == [.init(label: "nan", cases: 0), .init(label: "odd", cases: 5)])
    let mute = Property(id: "test/mute", subject: "words", classes: ["a", "b"]) { _ in .holds }
    #expect(await Search(.exhaustive).run(mute).warnings == [.noClassHit])
  }

  @Test func aCaseWithoutEndIsNotJudged() async {
    let property = Property(id: "test/endless", subject: "words") { choices in
      while choices.draw(upTo: 1) == 0, choices.drawn.count < 2 {}
      for _ in 0..<70_000 { _ = choices.draw(upTo: 0) }
      return .holds
    }
    let result = await Search(.sampled(count: 3, seed: 1)).run(property)
    #expect(result.verdict.word == "undecided")
    #expect(result.warnings == [.oversized(cases: 3)])
  }

  @Test(arguments: [1, 2])
  func aCheckThatDrawsDifferentlyEachTimeIsNoticed(threads: Int) async {
    let runs = Counter()
    let property = Property(id: "test/moody", subject: "words") { choices in
      let bound: UInt64 = runs.next() % 7 == 0 ? 1 : 9
      _ = choices.draw(upTo: bound)
      _ = choices.draw(upTo: bound)
      return .holds
    }
    let result = await Search(.exhaustive, threads: threads).run(property)
    #expect(result.verdict.reason?.hasSuffix("does not draw the same choices every time") == true)
  }

  @Test func anEmptyShardMissesNothing() async {
    let property = Property(id: "test/small", subject: "bits", classes: ["one"]) { choices in
      if choices.drawFlag() { choices.note("one") }
      return .holds
    }
    let result = await Search(.exhaustive, shard: Shard("3/3") ?? .whole).run(property)
    #expect(result.verdict == .proved(cases: 0))
    #expect(result.warnings.isEmpty)
  }

  @Test func longCasesAreShown() async {
    let property = Property(id: "test/long", subject: "words") { choices in
      for _ in 0..<9_000 { _ = choices.draw(upTo: 0) }
      return .holds
    }
    let result = await Search(.exhaustive).run(property)
    #expect(result.warnings == [.longCases(choices: 9_000)])
  }
}
