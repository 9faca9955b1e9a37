import Foundation
import Testing

@Suite("masks and estimators on the command line")
struct SparsityTests {
  @Test("lists name, spelling and what is judged")
  func lists() throws {
    let masks = try Command.run("list masks").text
    #expect(masks.contains("\n  transposable  transposable-N:M\n"))
    #expect(masks.contains("judged: 1:2 1:4 2:4"))
    let json = try Command.json(Command.run("list estimators --json").output)
    let estimators = try #require(json["estimators"] as? [[String: Any]])
    let mvue = try #require(estimators.first { $0["name"] as? String == "mvue" })
    #expect((mvue["judged"] as? [String])?.contains("mvue-4:8") == true)
    #expect(mvue["unbiased"] as? Bool == true)
    #expect(mvue["page"] as? String == "mvue")
    let laws = try Command.run("list laws").text
    #expect(laws.contains("estimator/*/unbiased"))
    #expect(laws.contains("mask/*/row-and-column-sums"))
  }

  @Test("a mask is shown with its exact number, beside the formula in print")
  func showsMasks() throws {
    let sheet = try Command.run("show transposable-4:8").text
    #expect(sheet.contains("masks per tile    116963796250, counted exactly\n"))
    #expect(sheet.contains("formula in print  17557585920000, above the count\n"))
    let json = try Command.json(Command.run("show transposable-2:4 --json").output)
    #expect(json["masks"] as? String == "90")
    #expect(json["printedFormula"] as? String == "144")
    #expect(try Command.run("show 2:4").text.contains("masks per block  6\n"))
    #expect(try Command.run("show 3:4").text.contains("24, transposable-3:4\n"))
    #expect(try Command.run("show mvue-2:4/quantised-8").text.contains("2^-8"))
    #expect(try Command.run("show 2:4 --codes").status == 2)
    #expect(
      try Command.run("show 4:2").diagnostics.hasPrefix("assay: the pattern 4:2 of '4:2' keeps"))
  }

  @Test("a block is derived step by step")
  func explainsBlocks() throws {
    let text = try Command.run(
      "explain mvue --pattern 2:4 --values 3,-1,2,-4 --word 0x40000000"
    ).text
    #expect(text.contains("  scale       10 / 2 = 5,"))
    #expect(text.contains("  element 3   [6, 10), hit at 25/4\n"))
    #expect(text.contains("858993460 to 2576980377 give the same\n"))
    #expect(text.hasSuffix("  result      5, 0, 0, -5\n"))
    let json = try Command.json(
      Command.run(
        "explain mvue --pattern 2:4 --values 3,-1,2,-40 --word 0 --format float8_e4m3fn --json"
      ).output)
    #expect(json["result"] as? [String] == ["6", "0", "0", "-40"])
    let below = try Command.run("explain prune-below --threshold 1/2 --values -0.3 --word 5").text
    #expect(below.hasSuffix("  result       -1/2\n"))
  }

  @Test("a matrix is derived with the proof that its mask is best")
  func explainsMasks() throws {
    let text = try Command.run(
      "explain mask --pattern transposable-2:4 --values 3,2,2,0,1,5,4,2,0,0,1,9,3,3,3,3"
    ).text
    #expect(text.contains("  row 0       1100 of 3, 2, 2, 0\n"))
    #expect(text.contains("  kept        8, magnitudes sum to 30\n"))
    #expect(
      text.contains("no mask keeps more") || text.contains("no\n              mask keeps more"))
    let json = try Command.json(
      Command.run("explain mask --pattern 2:4 --values -inf,2,nan,1 --json").output)
    #expect(json["result"] as? [String] == ["1", "0", "1", "0"])
  }

  @Test(
    "mistakes are told in one line",
    arguments: [
      "explain mvue --pattern 2:4 --values 1,2,3 --word 1",
      "explain mvue --pattern 2:4 --values 1,2,3,4",
      "explain mvue --pattern 2:4 --values nan,1,2,3 --word 1",
      "explain mask --pattern 2:4 --values 1,2,3",
      "explain cast --pattern 2:4 --to int8 --values 1",
      "verify cast --from float32 --to int8 --pattern 2:4",
      "verify mask --pattern 2:4 --format float32",
      "verify mask --pattern 2:4 --format float32 --rows 1 --columns 3",
      "replay estimator/mvue-2:4/nothing 1",
    ])
  func mistakes(line: String) throws {
    let result = try Command.run(line)
    #expect(result.status == 2)
    #expect(result.text.isEmpty)
    #expect(result.diagnostics.split(separator: "\n").count == 1)
  }

  @Test("one operation is verified")
  func verifies() throws {
    let result = try Command.run(
      "verify mask --pattern 2:4 --format float8_e4m3fn --rows 2 --columns 8 --effort quick")
    #expect(result.status == 0, "\(result.text)\(result.diagnostics)")
    #expect(result.text.contains("2:4 2x8"))
    let law = try Command.run("verify estimator/mvue-1:2/unbiased --effort quick")
    #expect(law.status == 0)
    #expect(law.text.contains("enumerated"))
  }

  @Test("a law of an estimator is replayed by its id")
  func replays() throws {
    let result = try Command.run("replay estimator/mvue-2:4/unbiased 1,2,3,4")
    #expect(result.status == 0, "\(result.diagnostics)")
    #expect(result.text.contains("block [1 -2 3 -4]"))
  }

  @Test("no line is wider than 80 columns")
  func width() throws {
    let lines = [
      "help verify", "help distribution", "help explain", "help apply", "show 2:4", "show 8:16",
      "show transposable-4:8", "show prune-greedy-8:16", "show mvue-8:16/quantised-8",
      "show threshold-0x3F",
    ]
    for line in lines {
      let result = try Command.run(line)
      #expect(result.status == 0, "\(line)")
      let wide = result.text.split(separator: "\n").first { $0.count > 80 }
      #expect(wide == nil, "\(line)")
    }
  }
}
