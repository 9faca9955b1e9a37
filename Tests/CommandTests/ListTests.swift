import Foundation
import Testing

@Suite("assay list")
struct ListTests {
  @Test("operations as text")
  func operations() throws {
    let result = try Command.run("list operations")
    #expect(
      result.text.hasPrefix(
        """
        operations
          cast                      --from F --to F      x, rounded into another format
          add                       --format F [--to F]  x + y
          sub                       --format F [--to F]  x - y
        """))
    let lines = result.text.split(separator: "\n").dropFirst()
    #expect(lines.allSatisfy { $0.count <= 80 })
    // A line for each: nothing is wrapped.
    let names = lines.map { $0.split(separator: " ")[0] }
    #expect(Set(names).count == lines.count)
    #expect(names.last == "expand")
    #expect(
      lines.contains(
        "  compare-less              --format F           x < y"))
    #expect(
      lines.contains(
        "  scaled-add                --format S,F ...     s * x + t * y of s, x, t, y"))
    #expect(result.status == 0)
    #expect(result.diagnostics.isEmpty)
  }

  @Test("everything by default, each kind in a section of its own")
  func everything() throws {
    let kinds = [
      "formats", "blocks", "dialects", "accumulators", "masks", "estimators", "quantizers",
      "operations", "profiles", "laws", "devices", "corpus",
    ]
    let lines = try Command.run("list").text.split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.filter { !$0.isEmpty && !$0.hasPrefix(" ") }.map(String.init) == kinds)
    let json = try Command.json(Command.run("list --json").output)
    #expect(
      Set(json.keys) == Set(kinds + ["formatPatterns", "accumulatorPatterns", "blockPatterns"]))
  }

  @Test("formats in JSON carry their names in every system, and the naming rules follow")
  func formats() throws {
    let json = try Command.json(Command.run("list formats --json").output)
    let formats = try #require(json["formats"] as? [[String: Any]])
    let format = try #require(formats.first { $0["name"] as? String == "float8_e4m3fn" })
    #expect(format["bits"] as? Int == 8)
    let spellings = try #require(format["spellings"] as? [[String: String]])
    #expect(spellings.contains(["system": "onnx", "name": "FLOAT8E4M3FN"]))
    let patterns = try #require(json["formatPatterns"] as? [[String: String]])
    #expect(
      patterns.map { $0["name"] } == [
        "Binary{K}p{P}{s,u}{e,f}", "m{M}e{E}b{B}", "posit{N}", "int{N}, uint{N}",
      ])
  }

  @Test("a user's file adds its formats")
  func userFormats() throws {
    let file = try Command.file(
      "formats:\n  - name: tiny\n    exponent: 2\n    significand: 1\n")
    defer { try? FileManager.default.removeItem(atPath: file) }
    let list = try Command.run(["list", "formats", "--formats", file])
    #expect(list.text.contains("\n  tiny "))
    let show = try Command.run(["show", "tiny", "--codes", "--formats", file])
    #expect(show.text.hasPrefix("tiny, 4 bits\n  0x0  0\n  0x1  1/2\n"))
  }

  @Test("no line is wider than 80 columns, in lists, sheets and help")
  func width() throws {
    let json = try Command.json(Command.run("list formats --json").output)
    let formats = try #require(json["formats"] as? [[String: Any]]).compactMap {
      $0["name"] as? String
    }
    #expect(formats.count > 30)
    let lines =
      ["list", "help", "help list", "help show", "help explain", "help apply", "help replay"]
      + ["show torch-2.13", "show Binary16p1uf --codes", "show Binary8p3se", "show m7e4b12"]
      + formats.map { "show \($0)" }
    for line in lines {
      let result = try Command.run(line)
      #expect(result.status == 0, "\(line)")
      let wide = result.text.split(separator: "\n").first { $0.count > 80 }
      #expect(wide == nil, "\(line)")
      #expect(!result.text.contains(" \n"), "spaces at a line's end: \(line)")
    }
  }

  @Test("the version")
  func version() throws {
    let result = try Command.run("--version")
    #expect(result.text.wholeMatch(of: /assay \d+\.\d+\.\d+\n/) != nil)
    #expect(result.status == 0)
  }
}
