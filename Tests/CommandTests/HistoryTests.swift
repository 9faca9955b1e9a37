import Foundation
import Testing

@Suite("histories of runs")
struct HistoryTests {
  private static func folder() -> String {
    FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-history-\(UUID().uuidString)").path
  }

  @Test("a run leaves one line, and two versions are compared")
  func report() throws {
    let folder = Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func verify(_ version: String, _ pattern: String) throws -> Int32 {
      try Command.run([
        "verify", pattern, "--effort", "quick", "--history", folder, "--device-name", "unit",
        "--device-version", version,
      ]).status
    }
    #expect(try verify("1", "corpus/B2*@production") == 0)
    #expect(try verify("2", "corpus/B26*@production") == 0)
    let lines = try String(contentsOfFile: "\(folder)/history.jsonl", encoding: .utf8)
      .split(separator: "\n")
    #expect(lines.count == 2)
    let record = try Command.json(Data(lines[0].utf8))
    #expect(record["deviceVersion"] as? String == "1")
    #expect(record["device"] as? String == "unit")
    #expect(
      (record["command"] as? String)?.hasPrefix("assay verify 'corpus/B2*@production'") == true)
    let checks = try #require(record["checks"] as? [[String: Any]])
    #expect(checks.count == 10)
    #expect(checks.first?["id"] as? String == "corpus/B20-saturated-nan")

    let shown = try Command.run(["report", "--history", folder])
    #expect(shown.status == 0 && shown.diagnostics.isEmpty)
    #expect(shown.text.hasPrefix("unit\n"))
    #expect(shown.text.contains("1 -> 2: 1 equal, 9 not asked again"))
    let json = try Command.json(Command.run(["report", "--history", folder, "--json"]).output)
    let device = try #require((json["devices"] as? [[String: Any]])?.first)
    #expect((device["versions"] as? [Any])?.count == 2)

    try Data("{}\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/other.jsonl"))
    let out = "\(folder)/report"
    let damaged = try Command.run(["report", "--history", folder, "--out", out])
    #expect(damaged.status == 0)
    #expect(damaged.diagnostics.contains("other.jsonl:1: no record of a run"))
    #expect(FileManager.default.fileExists(atPath: "\(out)/index.html"))
    #expect(FileManager.default.fileExists(atPath: "\(out)/README.md"))
  }

  @Test("a version that became worse ends with code 1")
  func worse() throws {
    let folder = Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let lines = [("1", "proved"), ("2", "refuted")].map { version, verdict in
      """
      {"checks":[{"cases":9,"id":"a","seconds":1,"throughput":9,"verdict":"\(verdict)"}],\
      "command":"assay","date":"2026-01-0\(version)T00:00:00Z","device":"d",\
      "deviceVersion":"\(version)","isComplete":true,"specification":"s","tool":"t"}

      """
    }
    try Data(lines.joined().utf8).write(to: URL(fileURLWithPath: "\(folder)/a.jsonl"))
    let result = try Command.run(["report", "--history", folder])
    #expect(result.status == 1)
    #expect(result.text.contains("worse  verdict  a      proved  refuted"))
  }

  @Test("answers that were judged elsewhere are remembered too")
  func judged() throws {
    let folder = Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let operation = "cast --from float8_e5m2 --to float8_e4m3fn"
    let answers = Array(try Command.run("vectors \(operation) --expected").output)
    for (version, input) in [("r1", answers), ("r2", answers.map { $0 == 0x37 ? 0x36 : $0 })] {
      _ = try Command.run(
        "judge \(operation) --history \(folder) --device-name unit --device-version \(version)",
        input: .file(input))
    }
    let report = try Command.run(["report", "--history", folder])
    #expect(report.status == 1)
    #expect(report.text.contains("unit") && report.text.contains("refuted"))
    let stray = try Command.run("judge \(operation) --device-version r1", input: .file(answers))
    #expect(stray.status == 2)
  }

  @Test("verdict files are shown, and written as Markdown")
  func verdicts() throws {
    let folder = Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let file = "\(folder)/verdicts.jsonl"
    #expect(
      try Command.run(["verify", "corpus/B12*@production", "--json", file]).status == 0)
    let shown = try Command.run(["report", file, "--out", "\(folder)/out"])
    #expect(shown.status == 0)
    #expect(shown.text.hasSuffix("1 enumerated\n"))
    let text = try String(contentsOfFile: "\(folder)/out/README.md", encoding: .utf8)
    #expect(text.contains("| corpus | special codes | B12-nan-as-480 | enumerated |"))
    #expect(FileManager.default.fileExists(atPath: "\(folder)/out/index.html"))
  }

  @Test(
    "what does not go together is one line and code 2",
    arguments: [
      ("verify corpus --device-version 1", "goes with --history"),
      ("verify corpus --device-name x", "goes with --history"),
      ("report", "nothing to report"), ("report x.jsonl --history y", "two reports"),
      ("report --history /dev/null/x", "cannot be read"), ("report /dev/null/x", "cannot be read"),
      ("verify --faults --history x", "--faults goes with"),
    ])
  func mistakes(_ line: String, _ what: String) throws {
    let result = try Command.run(line)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.diagnostics.contains(what))
    #expect(result.diagnostics.split(separator: "\n").count == 1)
  }
}

@Suite("the corpus of public bugs, as a command")
struct CorpusCommandTests {
  @Test("is listed with its cases, and holds here")
  func corpus() throws {
    let json = try Command.json(Command.run("list corpus --json").output)
    let bugs = try #require(json["corpus"] as? [[String: Any]])
    #expect(bugs.count >= 52)
    let first = try #require(bugs.first)
    #expect(first["name"] as? String == "B01-double-rounding")
    #expect(first["sources"] as? [String] == ["jax-ml/ml_dtypes#401"])
    let row = try #require((first["cases"] as? [[String: Any]])?.first)
    #expect(row["inputs"] as? [String] == ["0xC07AFFFFFFFFFFFF"])
    #expect(row["wrong"] as? [String] == ["0xFE"])
    let list = try Command.run("list corpus")
    #expect(list.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let verdict = try Command.run("verify corpus")
    #expect(verdict.status == 0)
    #expect(verdict.text.hasSuffix(" enumerated\n") || verdict.text.contains("not on this CPU"))
  }

  @Test("is asked of one operation with --corpus, where it has something to ask")
  func single() throws {
    let cast = "verify cast --from float32 --to float8_e4m3fn --effort quick --corpus"
    let result = try Command.run(cast)
    #expect(result.status == 0)
    #expect(result.text.contains("B02-"))
    for line in ["verify cast --from int4 --to bfloat16 --corpus", "verify format --corpus"] {
      #expect(try Command.run(line).status == 2)
    }
  }
}
