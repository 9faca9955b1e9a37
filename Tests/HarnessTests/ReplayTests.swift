import Harness
import Testing

private let product = Property(id: "test/product", subject: "digits") { choices in
  let a = choices.draw(upTo: 9)
  let b = choices.draw(upTo: 9)
  try choices.require(a != 3)
  choices.describe("a = \(a)")
  choices.describe("b = \(b)")
  if a > b { choices.note("falling") }
  return .equal(expected: a * b, got: a == 7 && b >= 6 ? 0 : a * b)
}

private struct Broken: Error {}

@Suite struct ReplayTests {
  @Test func aFailureIsReproduced() async throws {
    let found = await Search(.exhaustive).run(product).verdict.counterexample
    let counterexample = try #require(found)
    #expect(
      counterexample.description == """
        test/product does not hold for digits
          case:     a = 7, b = 6
          expected: 42
          got:      0
          replay:   assay replay test/product 7,6
        """)
    let choices = try ChoiceList.parse("7,6")
    let replay = product.replay(choices)
    #expect(replay.isExact)
    #expect(replay.counterexample(to: product) == counterexample)
    #expect(replay.classes == ["falling"])
  }

  @Test func whatDoesNotFitIsSaid() {
    let high = product.replay([9, 12])
    #expect(high.clampedAt == 1)
    #expect(high.drawn == [9, 9])
    #expect(high.bounds == [9, 9])
    let long = product.replay([1, 2, 3, 4])
    #expect(long.unused == 2)
    #expect(long.outcome == .holds)
    let short = product.replay([1])
    #expect(short.missing == 1)
    #expect(short.drawn == [1, 0])
    #expect(product.replay([3, 0]).outcome == nil)
  }

  @Test func rememberedFailuresRunFirst() async {
    let search = Search(.sampled(count: 0, seed: 1), remembered: [[1, 1], [7, 8]])
    let result = await search.run(product)
    #expect(result.verdict.counterexample?.choices == [7, 6])
    let held = await Search(.sampled(count: 5, seed: 1), remembered: [[1, 1]]).run(product)
    #expect(held.verdict.word == "sampled")
  }

  @Test func otherErrorsLeaveTheCaseUndecided() {
    let property = Property(id: "test/throws", subject: "nothing") { _ in throw Broken() }
    #expect(property.replay([]).outcome == .undecided(reason: "the check threw: Broken()"))
  }

  @Test func derivationsAreShown() {
    let property = Property(id: "test/derived", subject: "one") { _ in
      .fails(expected: "2", got: "3", derivation: ["1 + 1 = 2", "2 is a code"])
    }
    #expect(
      property.replay([]).counterexample(to: property)?.description == """
        test/derived does not hold for one
          expected: 2
          got:      3
            1 + 1 = 2
            2 is a code
          replay:   assay replay test/derived none
        """)
  }

  @Test(arguments: [[], [0], [7, 0, 255], [.max, 1]] as [[UInt64]])
  func listsAreReadBack(choices: [UInt64]) throws {
    #expect(try ChoiceList.parse(ChoiceList.text(choices)) == choices)
  }

  @Test(arguments: [
    "", "1,", ",1", "x", "-1", "+1", "1.5", "18446744073709551616", "1 2", "none,1",
  ])
  func otherTextIsRefused(text: String) {
    #expect(throws: ChoiceListError.self) { try ChoiceList.parse(text) }
  }

  @Test func theErrorNamesThePlace() {
    let error = #expect(throws: ChoiceListError.self) { try ChoiceList.parse("1,x") }
    #expect(error?.description.hasPrefix("choice 2 is \"x\", not a number") == true)
  }

  @Test(arguments: [
    (Cursor.sequence([]), "at:none"), (.sequence([3, 0]), "at:3,0"), (.end, "at:end"),
    (.index(12), "sample:12"),
  ])
  func cursorsAreReadBack(cursor: Cursor, text: String) {
    #expect(cursor.text == text)
    #expect(Cursor(text: text) == cursor)
    #expect(Cursor(text: text + "x") == nil)
  }

  @Test func shardsAreReadAsPeopleCount() {
    #expect(Shard("1/4") == Shard(index: 0, count: 4))
    #expect(Shard("4/4")?.description == "4/4")
    for text in ["0/4", "5/4", "1", "1/0", "a/b", "1/2/3", "-1/4", ""] {
      #expect(Shard(text) == nil)
    }
  }

  @Test("The line that repeats a case can be pasted into a shell")
  func quoted() {
    func line(_ law: String) -> String {
      Counterexample(
        law: law, subject: "", choices: [7], text: "", expected: "", got: "", derivation: []
      ).replayLine
    }
    #expect(
      line("mask/2:4/float32/3x8@production:avx2")
        == "assay replay mask/2:4/float32/3x8@production:avx2 7")
    #expect(line("cast@exec:./it's | b") == "assay replay 'cast@exec:./it'\\''s | b' 7")
  }
}
