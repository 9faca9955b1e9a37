import Foundation
import Reporting
import Results
import Testing

@Suite struct VerdictPageTests {
  private let run = VerdictPage.Run(
    command: "assay verify cast --exec './device <x>'", version: "1.0",
    specification: "9f8a7c6b5d4e3f2a", seed: 7, effort: "standard", date: "2026-11-21T12:00:00Z")

  private var whole: VerdictRecord {
    var record = refuted
    record.coverage = CoverageRecord(
      cases: 12_345, method: "each case",
      tables: [
        .init(
          name: "operand x rounding", met: ["+one": ["exact": 12_345]], neverMet: ["-0": ["zero"]],
          excluded: [.init(reason: "f has no <NaN>", cells: ["NaN": []])])
      ])
    record.dialects = DialectReport(
      answers: 4_096, differing: 30, tried: 88, follows: ["torch-2.13"])
    record.steps = StepReport(
      answers: 4_096, differing: 30, nanDiffers: 1, infinityDiffers: 0, maxSteps: 2,
      meanSteps: "0.5", maxULP: "2", meanULP: "0.5", worst: nil)
    return record
  }

  @Test("one verdict has everything that stands behind it")
  func single() throws {
    let page = try VerdictPage.html([whole], run: run)
    let wanted = [
      "<strong>Does not conform to toward-zero</strong>", "<code>exact value 449</code>",
      "assay replay cast/nearest-even 126,3",
      "Follows torch-2.13 instead: all 4096 answers agree.", "12\u{A0}345",
      "f has no &lt;NaN&gt;", "9f8a7c6b5d4e3f2a", "2026-11-21T12:00:00Z", "value steps, most",
      "class=\"never\" title=\"-0, zero: never met\"",
    ]
    for text in wanted { #expect(page.contains(text), "\(text)") }
  }

  @Test("text is text: nothing in a record becomes markup, and nothing is fetched")
  func escaped() throws {
    let page = try VerdictPage.html([whole], run: run)
    #expect(page.contains("./device &lt;x&gt;"))
    #expect(!page.contains("<&>"))
    #expect(!page.contains("<script"))
    #expect(!page.contains("http:") && !page.contains("https:"))
    #expect(!page.contains("src="))
  }

  @Test("the headline follows from the verdict")
  func headlines() throws {
    let headlines: [(VerdictRecord, String, String)] = [
      (proved, "headline good", "every one of the 4\u{A0}294\u{A0}967\u{A0}296 cases"),
      (sampled, "headline good", "65\u{A0}536 cases were compared, with seed 7"),
      (refuted, "headline bad", "Refuted by a counterexample"),
      (undecided, "headline doubtful", "stopped by the time limit"),
      (skipped, "headline doubtful", "this CPU lacks AVX10.2"),
    ]
    for (record, kind, sentence) in headlines {
      let page = try VerdictPage.html([record], run: run)
      #expect(page.contains(kind) && page.contains(sentence), "\(record.verdict)")
    }
    let several = try VerdictPage.html([proved, sampled], run: run)
    #expect(several.contains("<strong>Conforms</strong>"))
    #expect(several.contains("1 proved, 1 sampled"))
    let stopped = try VerdictPage.html([proved, sampled], run: run, isComplete: false)
    #expect(stopped.contains("<strong>Incomplete</strong>"))
  }

  @Test("of many verdicts those are shown at length that need it")
  func many() throws {
    let records = Array(repeating: proved, count: 30) + [refuted]
    let page = try VerdictPage.html(records, run: run)
    #expect(page.contains("31 verdicts"))
    #expect(page.components(separatedBy: "<section aria-labelledby=\"verdict-").count == 2)
  }

  @Test("a file that cannot be written is an error with its name")
  func unwritable() {
    #expect(throws: VerdictFileError.self) {
      try VerdictPage.write([proved], run: run, to: "/nonexistent/x.html")
    }
  }
}
