import Foundation
import Reporting
import Results
import Testing

@Suite("reports on a history")
struct HistoryReportTests {
  /// Two versions of a device with a long name, the second with a refuted check.
  private static func histories() -> [DeviceHistory] {
    func run(_ version: String, _ verdict: String, _ seconds: Double) -> HistoryRecord {
      let checks = ["cast/float32/float8_e4m3fn/nearest-even/sat-none", "dot/<b>/2"].map {
        HistoryRecord.Check(
          id: $0, verdict: verdict, cases: 1_000, seconds: seconds, valueSteps: 1,
          coverage: .init(met: 3, possible: 4))
      }
      return HistoryRecord(
        date: "2026-11-21T10:00:00Z", tool: "0.1.0", specification: "00aa",
        device: "exec:./a/" + String(repeating: "long/", count: 20) + "device & <script>",
        deviceVersion: version, command: "assay verify --exec './device & <script>'",
        isComplete: true, checks: checks)
    }
    return DeviceHistory.grouped([
      run("1.0 with a name that is rather long for a version", "proved", 1),
      run("1.1", "refuted", 2),
    ])
  }

  @Test("fit a terminal, whatever the names")
  func text() {
    let text = HistoryText.text(Self.histories())
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(text.contains("2 refuted"))
    #expect(text.contains("worse"))
    #expect(text.contains("x0.5"))
  }

  @Test("are one page that needs nothing else, and Markdown beside it")
  func page() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-report-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("<torn>\n".utf8).write(to: folder.appendingPathComponent("h.jsonl"))
    let faults = try HistoryFile.read(folder.path).faults
    let outcome = try HistoryReport(Self.histories(), faults: faults)
      .write(to: folder.path, renderer: nil)
    #expect(
      outcome.shortcomings.first?.hasSuffix("h.jsonl:1: no record of a run; it was left out")
        == true)
    #expect(outcome.files.contains("index.html") && outcome.files.contains("README.md"))
    #expect(
      outcome.files.filter { $0.hasPrefix("specs/") }.sorted() == [
        "specs/history-device-1-coverage.vl.json", "specs/history-device-1-speed.vl.json",
        "specs/history-device-1-value-steps.vl.json", "specs/history-device-1-verdicts.vl.json",
      ])
    let page = try String(
      contentsOf: folder.appendingPathComponent("index.html"), encoding: .utf8)
    #expect(!page.contains("http://") && !page.contains("https://vega.github.io/schema\" "))
    #expect(!page.contains("<script>'") && page.contains("&lt;script&gt;"))
    #expect(page.contains("h.jsonl:1: no record"))
    #expect(page.contains("<td class=\"verdict worse\">worse</td>"))
    #expect(page.contains("<th scope=\"row\">dot/&lt;b&gt;/2</th>"))
    // Every figure has its numbers as a table, pictures or not.
    #expect(page.components(separatedBy: "The numbers of this figure").count == 5)
    let text = try String(
      contentsOf: folder.appendingPathComponent("README.md"), encoding: .utf8)
    #expect(text.contains("| worse | verdict | `dot/&lt;b>/2` | proved | refuted |"))
  }
}
