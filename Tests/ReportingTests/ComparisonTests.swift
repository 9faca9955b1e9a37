import Foundation
import Results
import Testing

import struct Results.Measurement

@Suite struct ComparisonTests {
  private let sheet = ExperimentSheet(
    experiment: "sums", title: "", paragraphs: [], figures: [], tables: [],
    smallerIsBetter: ["relative error"], largerIsBetter: ["bits kept"])

  private func records(
    _ values: [(String, Double)], seed: UInt64 = 7, isWhole: Bool = true, name: String = "sums"
  ) -> [ExperimentRecord] {
    let run = ExperimentRun(
      experiment: name, command: "", seed: seed, version: "1", specifications: "1f")
    return [.run(run)]
      + values.map {
        .measurement(
          Measurement(
            experiment: name, series: [:], quantity: $0.0, statistic: "max", value: $0.1))
      } + (isWhole ? [.end(experiment: name)] : [])
  }

  private func judgement(
    _ quantity: String, _ old: Double, _ new: Double, bound: Double = 0.125
  ) -> Comparison.Judgement? {
    Comparison(
      old: records([(quantity, old)]), new: records([(quantity, new)]), sheets: [sheet],
      bound: bound
    ).changes.first?.judgement
  }

  @Test("a change is judged by the sheet's direction and by the bound")
  func directions() {
    #expect(judgement("relative error", 8, 10) == .worse)
    #expect(judgement("relative error", 8, 6) == .better)
    #expect(judgement("bits kept", 8, 10) == .better)
    #expect(judgement("bits kept", 8, 6) == .worse)
    #expect(judgement("products", 8, 6) == .changed)
    #expect(judgement("relative error", 8, 9) == .withinBound)
    #expect(judgement("relative error", 8, 9.0000001) == .worse)
    #expect(judgement("relative error", 8, 7) == .withinBound)
    #expect(judgement("relative error", 8, 8) == nil)
    // Rising towards 0 from below is still rising.
    #expect(judgement("relative error", -8, -4) == .worse)
    let risen = Comparison(
      old: records([("relative error", -8)]), new: records([("relative error", -4)]), sheets: [])
    #expect(risen.changes.map(\.relative) == [0.5])
    // From 0 there is no relative change: any movement passes every bound.
    #expect(judgement("relative error", 0, 1e-300, bound: 1) == .worse)
    #expect(judgement("relative error", 1, 0, bound: 1) == .withinBound)
    #expect(judgement("relative error", 0, -0.0) == nil)
  }

  @Test func textNamesEverything() {
    let old = records([("relative error", 8), ("products", 3), ("gone", 1), ("still", 2)])
    let new = records(
      [("products", 6), ("relative error", 10), ("still", 2), ("fresh", 5)], seed: 8)
    let comparison = Comparison(
      old: old + records([("a", 1)], name: "other"),
      new: new + records([("a", 1)], isWhole: false, name: "novel"), sheets: [sheet], bound: 0.1)
    #expect(comparison.hasWorsened)
    #expect(
      comparison.text == """
        sums: The seed was 7, now it is 8.
        novel: Not in the old results.
        other: Not run this time.
        worse: sums: max of relative error: 8 -> 10 (+25%)
        changed: sums: max of products: 3 -> 6 (+100%)
        missing: sums: max of gone: was 1
        new: sums: max of fresh: 5
        new: novel: max of a: 1
        1 worse, 1 changed, 1 equal, 2 new, 1 missing (bound: 10%)

        """)
    #expect(
      comparison.part(of: "novel").text == """
        novel: Not in the old results.
        new: novel: max of a: 1
        1 new (bound: 10%)

        """)
  }

  @Test func valuesThatPrintAlikeAreShownInFull() {
    let comparison = Comparison(
      old: records([("relative error", 0.123456)]), new: records([("relative error", 0.123457)]),
      sheets: [])
    #expect(comparison.text.contains("0.123456 -> 0.123457 (+8.1e-4%)"))
  }

  @Test func aCutShortRunIsSaid() {
    let comparison = Comparison(
      old: records([("a", 1)]), new: records([], isWhole: false), sheets: [sheet])
    #expect(comparison.conditions.map(\.text) == ["The new results were cut short."])
    #expect(comparison.missing.map(\.key.quantity) == ["a"])
    #expect(!comparison.hasWorsened)
    #expect(Comparison(old: [], new: [], sheets: []).summary == "nothing to compare")
  }

  @Test func jsonIsADocument() throws {
    let comparison = Comparison(
      old: records([("relative error", 0)]), new: records([("relative error", 1)]),
      sheets: [sheet])
    let parsed = try JSONSerialization.jsonObject(with: Data(comparison.json().utf8))
    let changes = (parsed as? [String: Any])?["changes"] as? [[String: Any]]
    #expect(changes?.first?["judgement"] as? String == "worse")
    #expect(changes?.first?["relative"] == nil)
    #expect(changes?.first?["new"] as? Double == 1)
  }
}
