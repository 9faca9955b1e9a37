import Foundation
import Testing

@Suite("assay survey")
struct SurveyTests {
  /// Runs a survey of an npy file with the given binary32 values.
  private func survey(_ values: [Float], _ arguments: [String]) throws -> Command.Result {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-survey-\(UUID().uuidString).npy").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(values.count),), }"
    header += String(repeating: " ", count: 117 - header.utf8.count) + "\n"
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(header.utf8)
    for value in values {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return try Command.run(["survey", path] + arguments)
  }

  @Test("A table for people, within 80 columns and without colour in a pipe")
  func table() throws {
    let result = try survey([1.25, -5, 8, .nan], ["--to", "float4_e2m1fn", "float8_e4m3fnuz"])
    #expect(result.status == 0)
    #expect(result.diagnostics == "")
    let lines = result.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(!result.text.contains("\u{1B}"))
    #expect(
      lines.contains("  float4_e2m1fn    12.53        1    0.6667     0.217  -0.42    1     0"))
    #expect(lines.contains("1 NaN and 0 infinite inputs"))
  }

  @Test("One JSON document with exact values")
  func json() throws {
    let result = try survey(
      [1.25, -5], ["--to", "float4_e2m1fn", "--rounding", "toward-zero", "--json"])
    #expect(result.status == 0)
    let document = try JSONSerialization.jsonObject(with: result.output) as? [String: Any]
    let totals = try #require(document?["totals"] as? [[String: Any]])
    #expect(totals[0]["bias"] as? String == "3/8")
    #expect(totals[0]["noise"] as? String == "17/16")
    #expect(totals[0]["maxSteps"] as? Int == 0)
  }

  @Test(
    "Refusals are one line and exit with 2",
    arguments: [
      (["--to", "flot8_e4m3fn"], "unknown format 'flot8_e4m3fn'; nearest: float8_e4m3fn; "),
      (["--to", "tf32"], "'tf32' has 19 bits; survey a format of at most 16 bits"),
      (["--to", "int8", "--tensor", "none*"], "no tensor fits 'none*'; the first is 'assay-"),
      (["--to", "int8", "--jobs", "0"], "--jobs is 0; give a number from 1 on"),
      ([], "missing expected argument '--to <format> ...'; see 'assay help survey'"),
    ])
  func refusals(arguments: [String], message: String) throws {
    let result = try survey([1], arguments)
    #expect(result.status == 2)
    #expect(result.text == "")
    #expect(result.diagnostics.hasPrefix("assay: \(message)"))
    #expect(result.diagnostics.split(separator: "\n").count == 1)
  }

  @Test("A file that is no tensor file is refused by the reader")
  func unreadable() throws {
    let result = try Command.run(["survey", "nowhere.npy", "--to", "int8"])
    #expect(result.status == 2)
    #expect(result.diagnostics.hasPrefix("assay: nowhere.npy: cannot open the file: "))
  }
}
