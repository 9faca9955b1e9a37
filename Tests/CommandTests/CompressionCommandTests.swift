import Foundation
import Testing

@Suite("compress and expand on the command line")
struct CompressionCommandTests {
  @Test("groups are stored and come back", arguments: ["reference", "production"])
  func applies(by device: String) throws {
    let groups: [UInt8] = [0, 7, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 5, 0x80, 0, 6]
    let stored = try Command.run(
      "apply compress --pattern 2:4 --format float8_e4m3fn --by \(device)", input: .pipe(groups))
    #expect(stored.status == 0, "\(stored.diagnostics)")
    #expect(
      Array(stored.output) == [7, 0, 1, 2, 0, 7, 2, 3, 0, 0, 0, 1, 5, 6, 0, 3])
    let back = try Command.run(
      "apply expand --pattern 2:4 --format float8_e4m3fn --by \(device)",
      input: .pipe(Array(stored.output)))
    #expect(Array(back.output) == [0, 7, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 5, 0, 0, 6])
  }

  @Test("what cannot be stored or brought back is named with its case")
  func refuses() throws {
    let lines: [(String, [UInt8], String)] = [
      (
        "compress --pattern 2:4", [0, 7, 0, 0, 1, 2, 0, 3],
        "case 1: group 0 has 3 elements other than 0, and 2:4 has 2 places"
      ),
      ("expand --pattern 2:4", [1, 2, 2, 1], "case 0: group 0 has the places 2, 1"),
      ("expand --pattern 2:4", [1, 2, 1, 4], "case 0 has the code 0x4, wider than the 2 bits"),
      ("compress --pattern 2:4 --layout mma-sp-tf32", [], "--layout mma-sp-tf32 is for 1:2"),
      ("compress --pattern 2:4 --layout nibbles", [], "unknown layout 'nibbles'"),
      ("compress --pattern 5:4", [], "'5:4' is no pattern N:M"),
      ("compress", [], "compress lacks --pattern"),
      ("expand --pattern 2:4 --rows 2", [], "expand has no --rows"),
      ("compress --pattern 2:4 --to float16", [], "compress has no --to"),
    ]
    for (line, input, start) in lines {
      for device in ["reference", "production"] {
        let result = try Command.run(
          "apply \(line) --format float8_e4m3fn --by \(device)", input: .pipe(input))
        #expect(result.status == 2, "\(line)")
        #expect(result.diagnostics.hasPrefix("assay: \(start)"), "\(result.diagnostics)")
      }
    }
    let scale = try Command.run(
      "apply compress --pattern 2:4 --format float8_e8m0fnu", input: .pipe([]))
    #expect(scale.diagnostics.hasPrefix("assay: float8_e8m0fnu has no 0, and what is not stored"))
  }

  @Test("a case is explained, listed and verified from outside")
  func explains() throws {
    let text = try Command.run(
      "explain compress --pattern 2:4 --format float8_e4m3fn --values 0,7,0,0"
    ).text
    #expect(text.contains("taken by the zeros at 2 above them"))
    #expect(text.contains("2 codes of uint2"))
    let json = try Command.json(
      Command.run("explain expand --pattern 2:4 --values 7,0,1,2 --json").output)
    #expect(json["result"] as? [String] == ["0", "7", "0", "0"])
    #expect(
      try Command.run("explain compress --pattern 2:4 --values 1,2,3,0").diagnostics
        .hasPrefix("assay: group 0 has 3 elements other than 0"))
    let list = try Command.run("list operations").text
    #expect(list.contains("compress") && list.contains("M codes to N, with their places"))
  }

  @Test("answers that an outside device gives are judged, asked or on its own")
  func devices() throws {
    // A device of two lines: 1:2 of int4, the survivor or the first zero.
    let script =
      "while read x y; do if [ \"$y\" != 0 ]; then echo \"$y 1\"; else echo \"$x 0\"; fi; done"
    let options = "--pattern 1:2 --format int4"
    let right = try Command.run(
      ["verify", "compress"] + options.split(separator: " ").map(String.init)
        + ["--exec", script, "--coverage", "none"])
    #expect(right.status == 0, "\(right.text)\(right.diagnostics)")
    let wrong = try Command.run(
      ["verify", "compress"] + options.split(separator: " ").map(String.init)
        + ["--exec", script.replacingOccurrences(of: "$x 0", with: "$x 1")])
    #expect(wrong.status == 1)
    #expect(wrong.text.contains("survivors: none"))
    let good = try Command.run(
      "judge compress \(options)", input: .pipe(Array("3 0 3 0\n0 5 5 1\n".utf8)))
    #expect(good.text.contains("2"), "\(good.text)\(good.diagnostics)")
  }
}
