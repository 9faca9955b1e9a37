import Foundation
import Testing

@Suite("verdicts at length")
struct VerdictCommandTests {
  private static let cast = "cast --from float16 --to float8_e4m3fn"

  private func scratch<Value>(_ body: (String) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-verdict-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
  }

  @Test("a conversion that conforms shows its coverage, in a page too")
  func page() throws {
    try scratch { folder in
      let run = try Command.run(
        "verify \(Self.cast) --effort quick --html \(folder)/v.html --json \(folder)/v.jsonl")
      #expect(run.status == 0)
      #expect(run.text.contains("classes met, none never met"))
      let page = try String(contentsOfFile: "\(folder)/v.html", encoding: .utf8)
      #expect(page.contains("every one of the 65\u{A0}536 cases"))
      #expect(page.contains("assay verify cast --from float16"))
      let line = try String(contentsOfFile: "\(folder)/v.jsonl", encoding: .utf8)
      #expect(line.contains(#""coverage":{"cases":65536"#))
    }
  }

  @Test("answers of another dialect are told by its name")
  func dialect() throws {
    let stream = try Command.run("vectors \(Self.cast) --frames").output
    let results = try Command.run(
      "apply \(Self.cast) --dialect torch-2.13", input: .file([UInt8](stream))
    ).output
    let rows = results.map { String(format: "%02X\n", $0) }.joined()
    try scratch { folder in
      let run = try Command.run(
        "judge \(Self.cast) --html \(folder)/v.html", input: .file([UInt8](rows.utf8)))
      #expect(run.status == 1)
      #expect(run.text.contains("torch-2.13"))
      #expect(run.text.contains("answers agree"))
      let page = try String(contentsOfFile: "\(folder)/v.html", encoding: .utf8)
      #expect(page.contains("Does not conform"))
      #expect(page.contains("torch-2.13"))
    }
  }

  @Test("a device that fails and one that is wrong end differently")
  func endings() throws {
    func status(_ device: String) throws -> Int32 {
      try Command.run(
        ["verify"] + Self.cast.split(separator: " ").map(String.init)
          + ["--effort", "quick", "--exec", device]
      ).status
    }
    #expect(try status("kill -9 $$") == 3)
    #expect(try status("echo none of these") == 3)
    #expect(try status("sed -u 's/.*/00/'") == 1)
  }

  @Test("a page that cannot be written is one line")
  func unwritable() throws {
    let run = try Command.run("verify \(Self.cast) --effort quick --html /nonexistent/v.html")
    #expect(run.status == 3)
    #expect(run.diagnostics.contains("/nonexistent/v.html"))
  }
}
