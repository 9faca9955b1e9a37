import Conformance
import Foundation
import Harness
import Specs
import Testing

/// Every line that a report prints as a replay is run as it is printed.
@Suite("Replay lines of every family")
struct ReplayFamilyTests {
  /// The lines that a report prints to run its cases again.
  private static func replays(in report: String) -> [String] {
    report.split(separator: "\n").compactMap { line in
      line.firstRange(of: "replay:").map { String(line[$0.upperBound...]) }
    }
  }

  @Test("a counterexample of each family is found again by its line")
  func laws() async throws {
    let catalog = try Catalog.builtIn()
    for family in LawRegistry.families {
      let law = try #require(family.laws(in: catalog).first)
      let wrong = Property(id: law.id, subject: law.subject, domain: law.domain) { choices in
        _ = try law.check(&choices)
        return .fails(expected: "nothing", got: "a planted failure")
      }
      let found = await Search(.sampled(count: 100, seed: 1)).run(wrong)
      let line = try #require(found.verdict.counterexample).replayLine
      let result = try Command.shell(line)
      #expect(result.status == 0, "\(line): \(result.diagnostics)")
      #expect(result.text.hasPrefix(law.id) && result.text.hasSuffix("holds\n"), "\(line)")
    }
  }

  @Test(
    "what a device is refuted by, it is refuted by again",
    arguments: [
      "cast --from float32 --to float8_e4m3fn", "add --format float4_e2m1fn",
      "cast --from float16 --to float8_e5m2 --rounding stochastic-4",
      "mask --pattern 2:4 --format float8_e4m3fn --rows 1 --columns 4",
      "mvue --pattern 1:2 --format float8_e4m3fn",
      "dot --accumulator float32 --format float8_e4m3fn --length 2",
      "encode-block --block mxfp8_e4m3-1x4 --format float32 --columns 4",
      "decode-block --block mxfp8_e4m3-1x4 --to float32 --columns 4",
    ])
  func devices(operation: String) throws {
    // Whatever it is asked, it answers ones; its command has an @ and needs quotes.
    let fields = operation.hasPrefix("encode") ? 5 : operation.hasPrefix("ma") ? 4 : 1
    let count = operation.hasPrefix("mvue") ? 2 : operation.hasPrefix("decode") ? 4 : fields
    let ones = Array(repeating: "1", count: count).joined(separator: " ")
    let command = "awk '{ print \"\(ones)\" }' # me@home"
    let result = try Command.run(
      ["verify"] + operation.split(separator: " ").map(String.init)
        + ["--exec", command, "--effort", "quick"])
    #expect(result.status == 1, "\(result.diagnostics)")
    let lines = Self.replays(in: result.text)
    #expect(!lines.isEmpty)
    for line in lines {
      let again = try Command.shell(line)
      #expect(again.status == 1, "\(line): \(again.diagnostics)")
    }
  }

  @Test("a format of one's own is named by the line")
  func ownFormats() throws {
    let file = try Command.file(
      """
      formats:
        - {name: mine, family: fixed-point, bits: 4, fraction: 1, signed: true}
      """)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let result = try Command.run([
      "verify", "cast", "--from", "float16", "--to", "mine", "--exec", "sed s/.*/1/", "--formats",
      file, "--effort", "quick",
    ])
    #expect(result.status == 1, "\(result.diagnostics)")
    let line = try #require(Self.replays(in: result.text).first)
    #expect(line.hasSuffix(" --formats \(file)"))
    #expect(try Command.shell(line).status == 1)
  }

  @Test("answers of a file have no such line")
  func recorded() throws {
    let cases = try Command.run("vectors cast --from float4_e2m1fn --to int4")
    let answers = cases.text.split(separator: "\n").map { _ in "1\n" }.joined()
    let result = try Command.run(
      "judge cast --from float4_e2m1fn --to int4", input: .pipe(Array(answers.utf8)))
    #expect(result.status == 1)
    #expect(result.text.contains("expected: "))
    #expect(!result.text.contains("replay: "))
  }
}
