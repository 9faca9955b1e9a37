import Foundation
import Reporting
import Results
import Testing

/// What one part of a run has met.
private func part(_ met: [String: [String: UInt64]], never: [String: [String]]) -> CoverageRecord {
  CoverageRecord(
    cases: 10, method: "each case",
    tables: [
      .init(
        name: "operand x rounding", met: met, neverMet: never,
        excluded: [.init(reason: "f has no NaN", cells: ["NaN": [], "+0": ["exact", "NaN"]])])
    ])
}

@Suite struct CoverageRecordTests {
  private let first = part(["+one": ["exact": 7]], never: ["+0": ["zero"], "+one": ["tie"]])
  private let second = part(
    ["+one": ["exact": 1, "tie": 2]], never: ["+0": ["zero"]])

  @Test("together parts have met what any of them has")
  func merged() throws {
    let whole = try #require(CoverageRecord.merged([first, second]))
    #expect(whole == CoverageRecord.merged([second, first]))
    #expect(whole.cases == 20)
    #expect(whole.tables[0].met == ["+one": ["exact": 8, "tie": 2]])
    #expect(whole.tables[0].neverMet == ["+0": ["zero"]])
    #expect(whole.totals == (2, 1, 3))
    #expect(CoverageRecord.merged([]) == nil)
  }

  @Test("a record with everything comes back from its line, and lines of old files are read")
  func lines() async throws {
    var record = refuted
    record.coverage = first
    record.dialects = DialectReport(answers: 9, differing: 3, tried: 70, follows: ["torch-2.13"])
    record.steps = StepReport(
      answers: 9, differing: 3, nanDiffers: 1, infinityDiffers: 0, maxSteps: 2, meanSteps: "0.5",
      maxULP: "2", meanULP: "0.5", worst: "0x01")
    try await withScratchDirectory { directory in
      let path = "\(directory)/verdicts.jsonl"
      try VerdictFile.write([record], to: path)
      #expect(try VerdictFile.read(path) == [record])
      let line = try VerdictFile.line(refuted)
      #expect(!line.contains("coverage"))
      try Data((line + "\n").utf8).write(to: URL(fileURLWithPath: path))
      #expect(try VerdictFile.read(path) == [refuted])
    }
  }

  @Test("what a terminal shows is 80 columns wide and has no end of lines")
  func terminal() throws {
    var record = sampled
    let rows = Dictionary(
      uniqueKeysWithValues: (0..<40).map {
        ("+row \($0)", ["tie, even below", "above half, carry"])
      })
    record.coverage = part([:], never: rows)
    let text = try #require(CoverageText.text(record))
    let lines = text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(lines.count == CoverageText.mostLines + 2)
    #expect(text.contains("0 classes met, 80 never met, 3 cannot occur"))
    record.verdict = "refuted"
    #expect(CoverageText.text(record)?.contains("never met:") == false)
    record.coverage = nil
    #expect(CoverageText.text(record) == nil)
  }

  @Test("a refuted verdict says which dialect it follows, or where they part")
  func dialects() {
    var record = refuted
    record.dialects = DialectReport(
      answers: 4_096, differing: 30, tried: 88, follows: [],
      nearest: .init(
        dialect: "standard with rounding toward-zero, flush-results true", differing: 2,
        text: "0x3FC00000 (3/2)", expected: "0x3C (3/2)", got: "0x3D (13/8)"))
    let text = VerdictDetail.text(record)
    #expect(text.contains("dialect:  follows none of the 88 dialects that were tried"))
    let words = text.split { $0.isWhitespace }.joined(separator: " ")
    #expect(words.contains("2 of 4096 answers differ"))
    #expect(text.contains("they part at 0x3FC00000 (3/2)"))
    #expect(JUnit.document([record]).contains("follows none of the 88 dialects"))
    record.dialects?.follows = ["a", "b"]
    #expect(VerdictDetail.text(record).contains("follows a and b instead: all 4096 answers agree"))
  }

  @Test("folded parts have met together what their bits say")
  func folded() throws {
    func part(_ cells: [Int], never: [String: [String]]) -> CoverageRecord {
      var bits = FoldedCells(cells: 70)
      for cell in cells { bits.meet(cell) }
      (bits.neverMet, bits.excluded) = (50 - bits.met, 20)
      var record = CoverageRecord(
        cases: 3, method: "each case",
        tables: [.init(name: "t", met: [:], neverMet: never, excluded: [])])
      record.tables[0].folded = bits
      return record
    }
    let first = part([0, 1, 69], never: ["+0": ["zero"], "+one": ["tie"]])
    let second = part([1, 33, 200, -1], never: ["+0": ["zero"]])
    #expect(first.totals == (3, 47, 20))
    #expect(second.totals == (2, 48, 20))
    let whole = try #require(CoverageRecord.merged([first, second]))
    #expect(whole == CoverageRecord.merged([second, first]))
    #expect(whole.totals == (4, 46, 20))
    #expect(whole.tables[0].neverMet == ["+0": ["zero"]])
    #expect(whole.isFolded)
  }

  @Test("many verdicts have one line of sums and a few examples, 80 columns wide")
  func several() throws {
    var records: [VerdictRecord] = []
    for number in 0..<9 {
      var record = sampled
      record.id = "add/some_long_format_name_\(number)/nearest-even/sat-none@production"
      record.coverage = number < 6 ? second : part(["+one": ["exact": 1]], never: [:])
      records.append(record)
    }
    var other = refuted
    other.coverage = first
    records.append(other)
    let text = try #require(CoverageText.text(records))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let words = text.split { $0.isWhitespace }.joined(separator: " ")
    #expect(
      words.hasPrefix("coverage: 9 checks, 15 classes met, 6 never met in 6 checks, 27 cannot"))
    #expect(words.contains("1 check not finished, or refuted"))
    #expect(words.contains("and in 3 checks more"))
    #expect(text.split(separator: "\n").count < 14)
    #expect(CoverageText.text([sampled]) == nil)
    let page = try VerdictPage.html(
      records,
      run: .init(
        command: "assay verify", version: "1", specification: "0", seed: 1, effort: "quick",
        date: "2026-11-21T12:00:00Z"))
    #expect(page.contains("Coverage of all verdicts"))
    #expect(page.contains("1 never met: operand x rounding: +0: zero"))
  }
}
