import Foundation
import Testing

@Suite("policies on the command line")
struct PolicyTests {
  private static let cast = "cast --from float16 --to float8_e5m2"

  /// A device that answers as the reference of a dialect does, through awk.
  private func device(_ change: String) -> [String] {
    // binary16 to e5m2 toward zero is the first byte, but for NaNs whose bits all fall off.
    ["--exec", "awk '{ r = substr($1, 1, 2); \(change); print r; fflush() }'"]
  }

  private func verify(_ device: [String], _ options: [String] = []) throws -> Command.Result {
    try Command.run(
      ["verify"] + Self.cast.split(separator: " ").map(String.init)
        + ["--rounding", "toward-zero", "--overflow", "sat-none"] + device + options)
  }

  @Test("a device with other NaNs conforms under a policy, which the verdict names and counts")
  func nans() throws {
    let bits = device("if (r ~ /^[7F][C-F]/ && substr($1, 2) != \"C00\") r = \"7F\"")
    let exact = try verify(bits)
    #expect(exact.status == 1)
    #expect(exact.text.contains("wrong answers would be accepted with --nan any"))
    #expect(!exact.text.contains("--zero-sign"))
    let run = try verify(bits, ["--nan", "any"])
    #expect(run.status == 0, "\(run.text)")
    #expect(run.text.contains("policy: --nan any"))
    #expect(run.text.contains("2046 cases: NaN of other bits"))
    // One that gives a NaN where an infinity is due abuses it.
    let infinite = device("if (r ~ /^[7F][C-F]/) r = \"7F\"")
    #expect(try verify(infinite, ["--nan", "any"]).status == 1)
    #expect(try verify(bits, ["--nan", "some"]).status == 2)
  }

  @Test("a device that flushes conforms under a waiver, one that flushes more does not")
  func flushing() throws {
    let nan = "if (r ~ /^[7F][C-F]/ && substr($1, 2) != \"C00\") r = \"7E\"; "
    let flush = device(nan + "if (r ~ /^0[0-3]/) r = \"00\"; if (r ~ /^8[0-3]/) r = \"80\"")
    let waived = ["--nan", "any", "--waive", "flush-subnormal-results"]
    let run = try verify(flush, waived)
    #expect(run.status == 0, "\(run.text)")
    #expect(run.text.contains("cases: flush-subnormal-results"))
    let more = device(nan + "if (r ~ /^0[0-4]/) r = \"00\"; if (r ~ /^8[0-3]/) r = \"80\"")
    let refuted = try verify(more, waived)
    #expect(refuted.status == 1)
    #expect(refuted.text.contains("0x0400"))
  }

  @Test("policies hold for each element of a block")
  func blocks() throws {
    let block =
      "decode-block --block mxfp4_e2m1 --to float8_e5m2 --ragged --columns"
      .split(separator: " ").map(String.init)
    func rows(_ columns: String, _ level: String) throws -> [[Substring]] {
      let run = try Command.run(
        ["vectors"] + block + [columns, "--level", level, "--expected"])
      #expect(run.status == 0, "\(run.diagnostics)")
      return run.text.split(separator: "\n").map { $0.split(separator: " ") }
    }
    // A device that looks its answers up and has no zero with a sign, or other mistakes.
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("policies-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(
      rows("1", "exhaustive").map { $0.joined(separator: " ") + "\n" }.joined().utf8
    ).write(to: file)
    func device(_ change: String) -> [String] {
      let load =
        "while ((getline l < \"\(file.path)\") > 0) { split(l, f, \" \"); \(change); "
        + "r[f[1] f[2]] = f[3] }"
      return ["--exec", "awk 'BEGIN { \(load) } { print r[$1 $2]; fflush() }'"]
    }
    let unsigned = "if (f[3] == \"80\") f[3] = \"00\""
    let verify = ["verify"] + block + ["1", "--effort", "standard"]
    #expect(try Command.run(verify + device(unsigned)).status == 1)
    let taken = try Command.run(verify + device(unsigned) + ["--zero-sign", "any"])
    #expect(taken.status == 0, "\(taken.text)")
    #expect(taken.text.contains("policy: --zero-sign any"))
    #expect(taken.text.contains("cases: zero of the other sign"))
    let worse = unsigned + "; if (f[3] == \"3C\") f[3] = \"00\""
    #expect(try Command.run(verify + device(worse) + ["--zero-sign", "any"]).status == 1)
    // The second element alone is wrong, and right again under the policy.
    let answers = try rows("2", "1").map { row in
      "\(row[row.count - 2]) \(row[row.count - 1] == "80" ? "00" : row[row.count - 1])\n"
    }
    let judge = ["judge"] + block + ["2", "--level", "1"]
    let bytes = Array(answers.joined().utf8)
    #expect(try Command.run(judge, input: .file(bytes)).status == 1)
    let judged = try Command.run(judge + ["--zero-sign", "any"], input: .file(bytes))
    #expect(judged.status == 0, "\(judged.text)")
    #expect(judged.text.contains("policy: --zero-sign any"))
  }

  @Test("policies go with one operation on numbers")
  func misplaced() throws {
    #expect(try Command.run("verify format --nan any").status == 2)
    #expect(
      try Command.run(
        "verify mask --pattern 2:4 --rows 4 --columns 4 --format float16 --zero-sign any"
      ).status == 2)
  }
}
