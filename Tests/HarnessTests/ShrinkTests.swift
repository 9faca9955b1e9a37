import Harness
import Testing

/// Searches until a failure and gives its shrunk choices.
func minimalFailure(
  seed: UInt64 = 1, count: UInt64 = 100_000,
  _ check: @escaping @Sendable (inout Choices) throws -> CaseOutcome
) async -> [UInt64]? {
  let property = Property(id: "test/planted", subject: "planted", check: check)
  let result = await Search(.sampled(count: count, seed: seed)).run(property)
  return result.verdict.counterexample?.choices
}

/// Planted bugs, each with the exact case that must remain of it.
@Suite struct ShrinkTests {
  @Test(arguments: [1, 2, 3, 4, 5])
  func aThresholdIsFound(seed: UInt64) async {
    let found = await minimalFailure(seed: seed) { choices in
      let word = choices.draw(upTo: 0xFFFF_FFFF)
      return .when(word < 12_345, expected: "", got: "")
    }
    #expect(found == [12_345])
  }

  @Test(arguments: [1, 2, 3, 4, 5])
  func aSumIsMovedToTheLaterChoice(seed: UInt64) async {
    let found = await minimalFailure(seed: seed) { choices in
      let a = choices.draw(upTo: 1_000)
      let b = choices.draw(upTo: 1_000)
      return .when(a + b <= 1_500, expected: "", got: "")
    }
    #expect(found == [501, 1_000])
  }

  @Test(arguments: [1, 2, 3, 4, 5])
  func aDifferenceIsMovedDown(seed: UInt64) async {
    let found = await minimalFailure(seed: seed) { choices in
      let a = choices.draw(upTo: 100_000)
      let b = choices.draw(upTo: 100_000)
      return .when(a <= b + 5, expected: "", got: "")
    }
    #expect(found == [6, 0])
  }

  @Test(arguments: [1, 2, 3, 4, 5])
  func anUnsortedListShrinksToTwo(seed: UInt64) async {
    let found = await minimalFailure(seed: seed) { choices in
      let list = choices.drawList(atMost: 64) { choices in
        choices.draw(upTo: 0xFFFF)
      }
      return .when(list == list.sorted(), expected: "", got: "")
    }
    #expect(found == [2, 1, 0])
  }

  /// An accumulator that loses a term when the partial sum passes 2^15: two pairs remain.
  @Test(arguments: [1, 2, 3, 4, 5])
  func aDotProductShrinksToTwoTerms(seed: UInt64) async {
    let found = await minimalFailure(seed: seed) { choices in
      let terms = choices.drawList(atMost: 64) { choices in
        choices.draw(upTo: 255) * choices.draw(upTo: 255)
      }
      var wrong: UInt64 = 0
      for term in terms where wrong <= 0x8000 { wrong += term }
      return .equal(expected: terms.reduce(0, +), got: wrong)
    }
    // 129 * 255 = 32 895 is the least such product above 32 768, and any later term is lost.
    #expect(found == [2, 129, 255, 1, 1])
  }

  @Test(arguments: [1, 2, 3])
  func aDependentRangeIsRespected(seed: UInt64) async {
    let found = await minimalFailure(seed: seed) { choices in
      let bits = choices.draw(in: 1...16)
      let word = choices.draw(bits: bits)
      return .when(word < 300, expected: "", got: "")
    }
    // The first choice is the width less one: 300 needs 9 bits.
    #expect(found == [8, 300])
  }

  @Test func discardedCasesAreNeverReported() async {
    let found = await minimalFailure { choices in
      let word = choices.draw(upTo: 0xFFFF)
      try choices.require(word & 0x7F == 7)
      return .when(word < 2_500, expected: "", got: "")
    }
    #expect(found == [2_567])
  }

  @Test func aRepeatedValueIsLoweredTogether() async {
    let found = await minimalFailure { choices in
      let list = choices.drawList(atMost: 8) { choices in
        choices.draw(upTo: 9)
      }
      return .when(Set(list).count == list.count, expected: "", got: "")
    }
    #expect(found == [2, 0, 0])
  }

  @Test func aSingleWrongEntryIsKept() async {
    // One wrong pair among 65 536: enumeration must find it and shrinking cannot leave it.
    let property = Property(id: "test/entry", subject: "table") { choices in
      let a = choices.draw(upTo: 255)
      let b = choices.draw(upTo: 255)
      choices.describe("table[\(a)][\(b)]")
      let got = a * b + (a == 0x5A && b == 0xC3 ? 1 : 0)
      return .equal(expected: a * b, got: got)
    }
    let result = await Search(.exhaustive).run(property)
    #expect(
      result.verdict.counterexample
        == Counterexample(
          law: "test/entry", subject: "table", choices: [0x5A, 0xC3], text: "table[90][195]",
          expected: "17550", got: "17551"))
    #expect(result.verdict.counterexample?.replayLine == "assay replay test/entry 90,195")
  }

  /// One law per way of shrinking, failing where no other way leads to the smallest case.
  @Test func everyPassIsNeeded() {
    // An exact difference: both have to be lowered at once.
    #expect(
      shrunk(from: [657, 652]) { choices in
        choices.draw(upTo: 1_000) == choices.draw(upTo: 1_000) + 5
      } == [5, 0])
    // An exact sum: one is lowered and the other raised.
    #expect(
      shrunk(from: [400, 200]) { choices in
        choices.draw(upTo: 1_000) + choices.draw(upTo: 1_000) == 600
      } == [0, 600])
    // A list that ends with a flag: elements before the bad one have to be left out.
    #expect(
      shrunk(from: [1, 5, 1, 7, 1, 200, 1, 3, 0]) { choices in
        var isBad = false
        while choices.drawFlag() { isBad = choices.draw(upTo: 255) >= 100 || isBad }
        return isBad
      } == [1, 100, 0])
    // Two values in any order: they have to change places.
    #expect(
      shrunk(from: [50, 20]) { choices in
        let a = choices.draw(upTo: 100)
        return a * a + choices.draw(upTo: 100) * a == 50 * 50 + 50 * 20
          || a == 20 && choices.drawn == [20, 50]
      } == [20, 50])
    // A wrong special code: the low bits have to stay.
    #expect(
      shrunk(from: [0xFF8]) { choices in choices.draw(upTo: 0xFFF) & 0x0F8 == 0x0F8 } == [0xF8])
    // Several small values, none below the next: each has to be tried.
    #expect(
      shrunk(from: [60]) { choices in [13, 60].contains(choices.draw(upTo: 99)) } == [13])
  }

  private func shrunk(
    from start: [UInt64], where fails: @escaping @Sendable (inout Choices) -> Bool
  ) -> [UInt64]? {
    let property = Property(id: "test/pass", subject: "planted") { choices in
      .when(!fails(&choices), expected: "", got: "")
    }
    return Shrinker(property: property).shrink(start)?.counterexample.choices
  }

  @Test func theLimitBoundsTheRuns() {
    let property = Property(id: "test/limit", subject: "words") { choices in
      let list = choices.drawList(atMost: 64) { choices in
        choices.draw(upTo: .max)
      }
      return .when(list.count < 3, expected: "", got: "")
    }
    let start = [40] + (0..<40).map { UInt64($0) << 40 }
    let none = Shrinker(property: property, limit: 0).shrink(start)
    #expect(none?.counterexample.choices == start)
    let some = Shrinker(property: property, limit: 25).shrink(start)
    #expect(some?.runs ?? 99 <= 25)
    let all = Shrinker(property: property).shrink(start)
    #expect(all?.counterexample.choices == [3, 0, 0, 0])
    #expect(Shrinker(property: property).shrink([0]) == nil)
  }

  @Test func aFailureThatDoesNotComeBackIsSaid() async {
    let runs = Counter()
    let property = Property(id: "test/flaky", subject: "clock") { choices in
      let word = choices.draw(upTo: 99)
      return .when(runs.next() != 50, expected: "", got: "\(word)")
    }
    let result = await Search(.exhaustive).run(property)
    #expect(result.verdict.word == "refuted")
    #expect(result.warnings.count == 1)
    if case .notReproducible = result.warnings.first {} else { Issue.record("\(result.warnings)") }
  }
}
