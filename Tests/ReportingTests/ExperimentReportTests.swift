import Foundation
import Reporting
import Results
import Testing

@Suite struct ExperimentReportTests {
  private func written(
    _ records: [ExperimentRecord] = sampleRecords, renderer: ChartRenderer? = nil,
    comparison: Comparison? = nil,
    _ body: (ExperimentReport.Outcome, (String) -> String) throws -> Void
  ) async throws {
    try await withScratchDirectory { directory in
      let outcome = try ExperimentReport.write(
        records: records, sheets: [sampleSheet], to: directory, renderer: renderer,
        comparison: comparison)
      try body(outcome) { name in
        (try? String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8)) ?? "no \(name)"
      }
    }
  }

  @Test("without a renderer everything but the pictures is there, and the page says so")
  func withoutRenderer() async throws {
    try await written { outcome, text in
      #expect(
        outcome.files == [
          "README.md", "drift.jsonl", "index.html", "specs/sums-error.vl.json", "sums.html",
        ])
      #expect(outcome.shortcomings.count == 1)
      #expect(outcome.shortcomings[0].contains(ChartRenderer.requirement))
      let page = text("sums.html")
      #expect(page.contains("No pictures: nothing was there to draw them"))
      #expect(page.contains(#"<figure id="error" role="group" aria-labelledby="caption-error">"#))
      #expect(page.contains(#"<script src="vega.js"></script>"#))
      #expect(!page.contains("<svg"))
      #expect(!text("README.md").contains("!["))
      #expect(page.contains("assay drift sums --seed 7"))
      #expect(page.contains("<li><code>1 + 2 = 3</code></li>"))
      #expect(!page.contains("Compared with older"))
      #expect(text("index.html").contains(#"<a href="sums.html">Sums</a>"#))
      let records = text("drift.jsonl").split(separator: "\n").map(String.init)
      let lines = try sampleRecords.map { try ExperimentFile.line($0) }
      #expect(records == lines)
      let specification = text("specs/sums-error.vl.json")
      #expect(throws: Never.self) {
        try JSONSerialization.jsonObject(with: Data(specification.utf8))
      }
    }
  }

  @Test("text in results is text in pages")
  func nothingIsMarkup() async throws {
    var records = sampleRecords
    let name = "</script><img src=x>"
    records.insert(.measurement(sum(name, 4, 1)), at: 1)
    try await written(records) { _, text in
      let page = text("sums.html")
      #expect(!page.contains("<script>alert"))
      #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
      #expect(!page.contains("<img"))
      #expect(page.contains(#""accumulator":"\u003c/script>\u003cimg src=x>""#))
      #expect(page.contains("<code>1, &lt;2&gt;, 4</code>"))
      #expect(text("README.md").contains(#"\<script\>alert(1)\</script\>"#))
    }
  }

  @Test("tables have captions, headings with scope, and values in full")
  func tables() async throws {
    try await written { _, text in
      let page = text("sums.html")
      #expect(page.contains("<caption><span>Error. Columns: products.</span></caption>"))
      #expect(
        page.contains(
          """
          <thead><tr><th scope="col">accumulator</th><th scope="col" class="number">16</th>\
          <th scope="col" class="number">64</th></tr></thead>
          <tbody>
          <tr><th scope="row">float16</th><td title="1/1024">9.766e-4</td>\
          <td title="0.015625">0.01562</td></tr>
          <tr><th scope="row">bfloat16</th><td title="0.0078125">0.007812</td><td title="0.0">0</td></tr>
          """))
      #expect(
        text("README.md").contains(
          """
          Error. Columns: products.

          | accumulator | 16 | 64 |
          | --- | ---: | ---: |
          | float16 | 9.766e-4 | 0.01562 |
          | bfloat16 | 0.007812 | 0 |

          Counts.

          | accumulator | products |
          | --- | ---: |
          | float16 | 1048576 |
          """))
    }
  }

  @Test("a cut-short experiment is shown with a warning; one run again replaces the first")
  func cutShort() async throws {
    let torn = Array(sampleRecords.dropLast())
    try await written(torn) { _, text in
      #expect(text("sums.html").contains("<strong>Incomplete.</strong>"))
      #expect(text("index.html").contains("cut short"))
      #expect(text("README.md").contains("**Cut short:**"))
    }
    try await written(torn + sampleRecords) { _, text in
      #expect(!text("sums.html").contains("Incomplete"))
      #expect(text("drift.jsonl").split(separator: "\n").count == sampleRecords.count)
    }
  }

  @Test func whatMovedIsShown() async throws {
    let old = sampleRecords.map { record in
      guard case .measurement(var measurement) = record else { return record }
      measurement.value /= 2
      return .measurement(measurement)
    }
    let comparison = Comparison(old: old, new: sampleRecords, sheets: [sampleSheet])
    try await written(comparison: comparison) { _, text in
      let page = text("sums.html")
      #expect(page.contains("3 worse, 1 changed, 1 equal; bound 0%"))
      #expect(page.contains(#"<td class="verdict worse">worse</td>"#))
      #expect(text("index.html").contains("sums: rms of relative error"))
    }
  }

  @Test("a renderer's pictures stand in the page, with names of their own")
  func pictures() async throws {
    let svg = #"<svg><clipPath id=\"c\"/><g clip-path=\"url(#c)\"/></svg>"#
    let answer =
      #"{"pictures":{"sums-error":"\#(svg)"},"problems":{},"versions":{},"bundle":"let a"}"#
    try await withScript("cat >/dev/null\necho '\(answer)'") { renderer in
      try await written(renderer: renderer) { outcome, text in
        #expect(outcome.shortcomings == [])
        #expect(text("vega.js") == "let a")
        #expect(text("figures/sums-error.svg").hasPrefix("<svg><clipPath id=\"c\"/>"))
        #expect(
          text("README.md").contains(
            "![Error by length. It grows.](figures/sums-error.svg)"))
        #expect(
          text("sums.html").contains(
            ##"<svg><clipPath id="error-c"/><g clip-path="url(#error-c)"/></svg>"##))
      }
    }
    let failure = answer.replacing(#""sums-error":"\#(svg)""#, with: "")
      .replacing(#""problems":{}"#, with: #""problems":{"sums-error":"bad <scale>"}"#)
    try await withScript("cat >/dev/null\necho '\(failure)'") { renderer in
      try await written(renderer: renderer) { outcome, text in
        #expect(outcome.shortcomings == ["figure sums-error: No picture: bad <scale>."])
        #expect(text("sums.html").contains("No picture: bad &lt;scale&gt;."))
      }
    }
  }

  @Test func withoutASheetThereIsATableOfAllFigures() async throws {
    try await withScratchDirectory { directory in
      let outcome = try ExperimentReport.write(
        records: sampleRecords, sheets: [], to: directory, renderer: nil)
      #expect(outcome.shortcomings == [])
      let page = try String(contentsOfFile: directory + "/sums.html", encoding: .utf8)
      #expect(page.contains("count of products"))
      #expect(!page.contains("vega.js"))
    }
  }

  @Test func namesOfExperimentsStayInTheDirectory() async throws {
    try await withScratchDirectory { directory in
      let outcome = try ExperimentReport.write(
        records: [.end(experiment: "../../x")], sheets: [], to: directory + "/deep",
        renderer: nil)
      #expect(outcome.files.contains("-..-x.html"))
      let error = #expect(throws: ExperimentReportError.self) {
        try ExperimentReport.write(
          records: [], sheets: [], to: directory + "/deep/index.html", renderer: nil)
      }
      #expect(error?.path.hasPrefix(directory + "/deep/index.html") == true)
    }
  }
}
