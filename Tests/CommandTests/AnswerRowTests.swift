import Foundation
import Testing

@Suite("rows of answers that are not as they should be")
struct AnswerRowTests {
  private static let cast = "cast --from float8_e5m2 --to float8_e4m3fn"

  /// The right answers, a row each.
  private func answers() throws -> [String] {
    try Command.run("vectors \(Self.cast) --expected").text
      .split(separator: "\n" as Character).map { String($0.suffix(2)) }
  }

  private struct Judged {
    var status: Int32
    var diagnostics: String
    var record: [String: Any]
    func kind(_ name: String) -> [Int?] {
      let kind = (record["rows"] as? [String: Any])?[name] as? [String: Int] ?? [:]
      return [kind["count"], kind["first"]]
    }
    var missing: Int? { (record["rows"] as? [String: Any])?["missing"] as? Int }
  }

  private func judge(_ rows: [String], _ options: String = "") throws -> Judged {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-test-\(UUID().uuidString).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    let run = try Command.run(
      "judge \(Self.cast) \(options) --json \(file.path)",
      input: .file([UInt8]((rows.joined(separator: "\n") + "\n").utf8)))
    let record = (try? Data(contentsOf: file)).map { try? Command.json($0) } ?? nil
    return Judged(status: run.status, diagnostics: run.diagnostics, record: record ?? [:])
  }

  @Test("one bad row is counted with its place, and the rest is judged")
  func one() throws {
    let right = try answers()
    #expect(right.count == 256)
    for (bad, kind) in [
      ("", "malformed"), ("1 2 3", "malformed"), ("4G", "malformed"), ("100", "malformed"),
      ("xx", "undefined"), ("0z", "undefined"),
    ] {
      var rows = right
      rows[16] = bad
      let judged = try judge(rows)
      #expect(judged.status == 4)
      #expect(judged.kind(kind) == [1, 17], "\(bad)")
      #expect(judged.record["cases"] as? Int == 255)
      #expect(judged.missing == (kind == "malformed" ? 1 : 0))
    }
  }

  @Test("short, long and empty")
  func length() throws {
    let right = try answers()
    let short = try judge(Array(right.dropLast(6)))
    #expect(short.status == 4 && short.missing == 6)
    let long = try judge(right + ["00", "00"])
    #expect(long.status == 4)
    #expect(long.kind("surplus") == [2, 257])
    #expect(try judge([]).status == 2)
    let none = try Command.run("judge \(Self.cast)", input: .nothing)
    #expect(none.status == 4)
    #expect(none.text.contains("256 of 256 cases were not answered"))
  }

  @Test("nonsense throughout is refused with its first row")
  func nonsense() throws {
    let judged = try judge(["hello", "world"])
    #expect(judged.status == 2)
    #expect(judged.diagnostics.contains("row 1 has 'hello', which is no code in hex"))
  }

  @Test("with their cases, rows may be repeated, contradict each other or answer something else")
  func tagged() throws {
    let rows = try Command.run("vectors \(Self.cast) --expected").text
      .split(separator: "\n" as Character).map(String.init)
    let repeated = try judge(rows + [rows[3], rows[4]])
    #expect(repeated.status == 0)
    #expect(repeated.kind("repeated") == [2, 257])
    let contradictory = try judge(rows + ["00 01"])
    #expect(contradictory.status == 1)
    #expect(contradictory.kind("contradictory") == [1, 257])
    let untagged = try judge([rows[0], "00"] + rows.dropFirst(2))
    #expect(untagged.status == 4)
    #expect(untagged.kind("malformed") == [1, 2])
    let twice = try judge(["00 01", "00 01"] + rows.dropFirst())
    #expect(twice.status == 1)
    #expect(twice.kind("wrong") == [1, 1] && twice.kind("repeated") == [1, 2])
    let restless = try judge(["00 01", "00 02"] + rows.dropFirst())
    #expect(restless.kind("wrong") == [1, 1] && restless.kind("contradictory") == [1, 2])
    let shuffled = try judge(rows.reversed())
    #expect(shuffled.status == 0)
    #expect(shuffled.record["verdict"] as? String == "proved")
  }

  @Test("a row that answers what was not asked is not judged")
  func unasked() throws {
    let run = try Command.run(
      "judge add --format float32", input: .file([UInt8]("12345678 12345678 00000000\n".utf8)))
    #expect(run.status == 4)
    #expect(run.text.contains("1 row answers a case that was not asked"))
  }

  @Test(
    "a wrong answer refutes whatever else is wrong, and the option that would accept it is told")
  func wrong() throws {
    var rows = try answers()
    rows[5] = "xx"
    rows[0x7F] = "FF"
    rows[0x80] = "00"
    let judged = try judge(rows)
    #expect(judged.status == 1)
    #expect(judged.kind("wrong") == [2, 128] && judged.kind("undefined") == [1, 6])
    let remarks = judged.record["warnings"] as? [String] ?? []
    #expect(remarks.contains("1 of 2 wrong answers would be accepted with --nan any"))
    #expect(remarks.contains("1 of 2 wrong answers would be accepted with --zero-sign any"))
    rows[5] = try answers()[5]
    let accepted = try judge(rows, "--nan any --zero-sign any")
    #expect(accepted.status == 0)
    let acceptance = accepted.record["acceptance"] as? [String: Any]
    #expect(acceptance?["policy"] as? [String] == ["--nan any", "--zero-sign any"])
    #expect(
      acceptance?["cases"] as? [String: Int] == [
        "NaN of other bits": 1, "zero of the other sign": 1,
      ])
  }

  @Test("a line without an end is passed over, in bounded memory")
  func endless() throws {
    let right = try answers()
    let judged = try judge([String(repeating: "0", count: 3 << 20)] + right.dropFirst())
    #expect(judged.status == 4)
    #expect(judged.kind("malformed") == [1, 1] && judged.record["cases"] as? Int == 255)
  }
}
