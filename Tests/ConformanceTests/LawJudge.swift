import Foundation
import Harness
import Testing

/// Judges one law inside a test: what failed before is replayed first, and a failure is one issue
/// with its replay line, an attachment, and a new line among the regressions.
struct LawJudge {
  /// `Tests/Regressions`, found from this file.
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Regressions").path

  /// How hard to try.
  var effort: Effort
  /// The failures of the past.
  var regressions: Regressions
  /// Where a new failure is kept; `nil` keeps none.
  var keptIn: String?

  /// A judge with the regressions of this package.
  init(effort: Effort) throws {
    self.effort = effort
    regressions = try Regressions(directory: Self.folder)
    keptIn = Self.folder
  }

  /// A judge with regressions of its own.
  init(effort: Effort, regressions: Regressions, keptIn: String?) {
    (self.effort, self.regressions, self.keptIn) = (effort, regressions, keptIn)
  }

  /// Judges the law and records at most one issue for it.
  func callAsFunction(_ law: Property) async throws {
    let result = await Search(effort, remembered: regressions.choices(for: law.id)).run(law)
    #expect(result.warnings == [], "\(law.id)")
    guard let counterexample = result.verdict.counterexample else {
      #expect(result.verdict.conforms, "\(law.id): \(result.verdict)")
      return
    }
    if let keptIn { try Regressions.append(counterexample, to: keptIn) }
    let fields = [
      "law": counterexample.law, "choices": ChoiceList.text(counterexample.choices),
      "case": counterexample.text, "expected": counterexample.expected,
      "got": counterexample.got, "replay": counterexample.replayLine,
    ]
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let name = law.id.replacing("/", with: "-") + ".json"
    Attachment.record(try encoder.encode(fields), named: name)
    Issue.record("\(counterexample)")
  }
}

@Suite("laws inside tests")
struct LawJudgeTests {
  /// A law that breaks from 100 on.
  static let broken = Property(id: "sample/below-100", subject: "sample") { choices in
    let value = choices.draw(upTo: 1000)
    choices.describe("\(value)")
    return .when(value < 100, expected: "below 100", got: "\(value)")
  }

  @Test("a failure is one issue, is kept, and is replayed first from then on")
  func failure() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-regressions-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let judge = LawJudge(
      effort: .exhaustive, regressions: try Regressions(directory: folder), keptIn: folder)
    await withKnownIssue { try await judge(Self.broken) }
    let kept = try Regressions(directory: folder)
    #expect(kept.choices(for: Self.broken.id) == [[100]])
    #expect(kept.stale(among: [Self.broken]).isEmpty)
    // One sampled case would hardly hit it; the remembered one does.
    let later = await Search(
      .sampled(count: 0, seed: 1), remembered: kept.choices(for: Self.broken.id)
    ).run(Self.broken)
    #expect(later.verdict.counterexample?.choices == [100])
  }

  @Test("no regression of this package is stale")
  func stale() throws {
    let laws = FormatLawTests.formats.flatMap { FormatLawTests.laws(of: $0) }
    #expect(try Regressions(directory: LawJudge.folder).stale(among: laws).map(\.description) == [])
  }
}
