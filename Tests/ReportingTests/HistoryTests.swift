import Foundation
import Results
import Testing

@Suite("history")
struct HistoryTests {
  private static func folder() -> String {
    FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-history-\(UUID().uuidString)").path
  }

  private static func run(
    _ version: String?, _ checks: [HistoryRecord.Check], date: String = "2026-11-21T10:00:00Z",
    device: String = "exec:./device", specification: String = "00aa", tool: String = "0.1.0"
  ) -> HistoryRecord {
    HistoryRecord(
      date: date, tool: tool, specification: specification, device: device,
      deviceVersion: version, command: "assay verify cast", isComplete: true, checks: checks)
  }

  private static func check(
    _ id: String, _ verdict: String, seconds: Double = 1, cases: UInt64 = 1_000
  ) -> HistoryRecord.Check {
    .init(id: id, verdict: verdict, cases: cases, seconds: seconds)
  }

  @Test("a verdict leaves its counts, and a counterexample one line")
  func summary() {
    let passed = HistoryRecord.Check(proved, device: "production")
    #expect(passed.verdict == "proved" && passed.cases == 1 << 32 && passed.found == nil)
    let failed = HistoryRecord.Check(refuted, device: "production")
    #expect(failed.found == "x = \"<&>\" gives 0x7F, not 0x7E")
    var named = proved
    named.id = "cast/a/b@exec:./device"
    #expect(HistoryRecord.Check(named, device: "exec:./device").id == "cast/a/b")
    #expect(HistoryRecord.Check(named, device: "other").id == "cast/a/b@exec:./device")
  }

  @Test("damaged lines are named and left out, and spoil no other")
  func damage() throws {
    let folder = Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try HistoryFile.append(Self.run("1", [Self.check("a", "proved")]), to: folder)
    let path = "\(folder)/\(HistoryFile.name)"
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.seekToEnd()
    try file.write(contentsOf: Data("garbage\n\n{\"checks\":[]}\n{\"date\":\"2026".utf8))
    try file.close()
    try HistoryFile.append(Self.run("2", [Self.check("a", "refuted")]), to: folder)
    let (records, faults) = try HistoryFile.read(folder)
    #expect(records.map(\.version) == ["1", "2"])
    #expect(faults.map(\.line) == [2, 4, 5])
    #expect(faults.allSatisfy { $0.file == path })
    #expect("\(try #require(faults.first))".contains(":2: no record of a run"))
  }

  @Test("writers at the same time lose nothing")
  func writers() async throws {
    let folder = Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let long = (0..<40).map { Self.check("check-\($0)", "proved") }
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          for _ in 0..<25 { try? HistoryFile.append(Self.run("\(writer)", long), to: folder) }
        }
      }
    }
    let (records, faults) = try HistoryFile.read(folder)
    #expect(faults == [])
    #expect(records.count == 100)
    let versions = records.map(\.version)
    #expect((0..<4).allSatisfy { writer in versions.count { $0 == "\(writer)" } == 25 })
  }

  @Test("what cannot be written or read is one error")
  func unreadable() throws {
    #expect(throws: VerdictFileError.self) {
      try HistoryFile.append(Self.run("1", []), to: "/dev/null/history")
    }
    #expect(throws: VerdictFileError.self) { try HistoryFile.read("/dev/null/history") }
    let folder = Self.folder()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(throws: VerdictFileError.self) { try HistoryFile.read(folder) }
  }

  @Test("every kind of change is told, the worst first")
  func changes() throws {
    var first = ["gone", "verdict", "case", "steps", "ulp", "coverage", "results", "slow", "same"]
      .map { Self.check($0, "proved") }
    var second = first.dropFirst().map { $0 } + [Self.check("new", "sampled")]
    first[1].verdict = "refuted"
    (first[2].verdict, second[1].verdict) = ("refuted", "refuted")
    (first[2].found, second[1].found) = ("1 gives 2, not 3", "4 gives 5, not 6")
    (first[3].valueSteps, second[2].valueSteps) = (1, 2)
    (first[4].ulp, second[3].ulp) = (1.5, 0.5)
    first[5].coverage = .init(met: 9, possible: 10)
    second[4].coverage = .init(met: 8, possible: 10)
    (first[6].digest, second[5].digest) = ("aa", "bb")
    second[6].throughput = 250
    let history = DeviceHistory.grouped([Self.run("1", first), Self.run("2", second)])
    #expect(history.count == 1)
    let step = try #require(history.first?.steps.first)
    let told = step.changes.map { "\($0.judgement.rawValue) \($0.what) \($0.id)" }
    #expect(
      told == [
        "worse value steps steps", "worse coverage coverage", "better verdict verdict",
        "better ulp ulp", "changed counterexample case", "changed results results",
        "slower speed slow",
      ])
    #expect(step.changes.last?.ratio == 0.25)
    #expect(step.added == ["new"] && step.missing == ["gone"] && step.unchanged == 1)
    #expect(step.hasWorsened)
    #expect(step.conditions == [])
    // Eight checks are in both, of which one has a quarter of its speed.
    let speed = try #require(step.speed)
    #expect(abs(speed - pow(0.25, 1 / 8.0)) < 1e-12)
    #expect(
      step.summary == "2 worse, 2 better, 2 changed, 1 slower, 1 equal, 1 new, 1 not asked again, "
        + "speed x0.84")
  }

  @Test("a lost verdict is worse, a stronger one better, a short run says nothing of speed")
  func judgements() throws {
    func step(_ old: HistoryRecord.Check, _ new: HistoryRecord.Check) throws -> HistoryStep {
      try #require(
        DeviceHistory.grouped([Self.run("1", [old]), Self.run("2", [new])]).first?.steps.first)
    }
    let lost = try step(Self.check("a", "sampled"), Self.check("a", "undecided"))
    #expect(lost.changes.map(\.judgement) == [.worse])
    let won = try step(Self.check("a", "sampled"), Self.check("a", "proved"))
    #expect(won.changes.map(\.judgement) == [.better] && !won.hasWorsened)
    let short = try step(
      Self.check("a", "proved", seconds: 0.001), Self.check("a", "proved", seconds: 0.002))
    #expect(short.changes == [] && short.speed == nil)
    let middling = try step(
      Self.check("a", "proved", seconds: 0.02), Self.check("a", "proved", seconds: 0.04))
    #expect(middling.changes == [] && middling.speed == 0.5)
  }

  @Test("runs of one version are joined, and other specifications or tools are told")
  func versions() throws {
    let history = try #require(
      DeviceHistory.grouped([
        Self.run("1", [Self.check("a", "refuted"), Self.check("b", "proved")]),
        Self.run("1", [Self.check("a", "proved")]),
        Self.run("1", [Self.check("a", "proved")], specification: "00bb", tool: "0.2.0"),
        Self.run(nil, [Self.check("a", "proved")], device: "production"),
      ]).first)
    #expect(history.versions.map(\.name) == ["1, specification 00aa", "1, specification 00bb"])
    #expect(history.versions[0].runs == 2)
    #expect(history.versions[0].verdicts == "2 proved")
    let step = try #require(history.steps.first)
    #expect(step.conditions.count == 2)
    #expect(step.conditions[0].contains("00aa, then 00bb"))
    #expect(step.missing == ["b"])
  }
}
