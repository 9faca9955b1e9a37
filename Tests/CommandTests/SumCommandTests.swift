import Foundation
import Testing

@Suite("accumulators and block formats on the command line")
struct SumCommandTests {
  @Test("both are listed, with the rules of their names")
  func lists() throws {
    let sums = try Command.run("list accumulators")
    #expect(sums.status == 0)
    for line in [
      "  fmaq-m7e4-12-10               The 12-bit accumulator of the paper.",
      "  hopper-fp8                    Hypothesis. ", "  {NAME}-chunk-{N}",
    ] {
      #expect(sums.text.contains(line))
    }
    let blocks = try Command.run("list blocks --json")
    let document = try Command.json(blocks.output)
    let listed = try #require(document["blocks"] as? [[String: Any]])
    #expect(listed.first?["name"] as? String == "mxfp8_e4m3")
    #expect((document["blockPatterns"] as? [[String: Any]])?.isEmpty == false)
    let json = try Command.json(try Command.run("list accumulators --json").output)
    let entries = try #require(json["accumulators"] as? [[String: Any]])
    #expect(entries.count { $0["hypothesis"] as? Bool == true } == 4)
  }

  @Test("an accumulator is shown in words, with the ends of its grids")
  func showAccumulator() throws {
    let run = try Command.run("show fmaq-m7e4-12-10-chunk-64")
    #expect(run.status == 0)
    let text = run.text.replacing(/\s+/, with: " ")
    for part in [
      "R_OF = 255/16 (15.9375), larger magnitudes become it; R_UF = 1/4096",
      "R_OF = 255/4 (63.75)", "chunk 64 products", "4097 values",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(run.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let document = try Command.json(try Command.run("show fmaq-m7e4-12-10 --json").output)
    let sum = try #require(document["sum"] as? [String: Any])
    #expect(sum["largest"] as? String == "255/4")
    #expect(sum["smallest"] as? String == "1/1024")
    #expect(sum["rounding"] as? String == "toward-zero")
    #expect(document["chunk"] as? Int == 16)
    #expect(document["hypothesis"] as? Bool == false)
  }

  @Test("a format's name is the format's; the accumulator is asked for by its kind")
  func showPlain() throws {
    #expect(try Command.run("show float32").text.hasPrefix("float32, format\n"))
    #expect(
      try Command.run("show accumulator:float32").text.hasPrefix("float32, accumulator\n"))
    #expect(try Command.run("show float32-kahan").text.contains("(Kahan)"))
    #expect(try Command.run("show hopper-fp8").text.contains("a guess that nobody has confirmed"))
  }

  @Test("a block format is shown in words, with its bits per element")
  func showBlock() throws {
    let run = try Command.run("show nvfp4-four-over-six")
    #expect(run.text.contains("two-level, reciprocal, four-over-six"))
    #expect(run.text.contains("largest block scale  256"))
    #expect(run.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let document = try Command.json(try Command.run("show w4a8 --json").output)
    #expect(document["bitsPerElement"] as? String == "133/32")
    #expect(document["matrixScale"] as? String == "bfloat16")
    #expect(document["zeroPoints"] as? Bool == true)
    #expect(try Command.run("show mxint8-16x2").text.contains("block             16 x 2\n"))
  }

  @Test(
    "what cannot be meant is refused in one line",
    arguments: [
      ("show float32-chunk-0", "'float32-chunk-0' has chunks of 0 products; take 1 to 1048576"),
      ("show mxfp4_e2m2", "unknown block 'mxfp4_e2m2'; nearest: mxfp4_e2m1"),
      ("show nvfp4 --codes", "nvfp4 is a block format, which has no codes"),
      ("apply dot --format float32 --length 2", "dot lacks --accumulator"),
      ("apply dot --format float32 --accumulator exact", "dot needs --length from 1 to"),
      ("apply dot --format float32 --accumulator exact --length 0", "dot needs --length from 1"),
      (
        "apply dot --format float32 --accumulator float32 --chunk 0 --length 2",
        "has chunks of 0 products"
      ),
      (
        "apply dot --format float32 --accumulator exact --length 2 --pattern 2:4",
        "dot has no --pattern"
      ),
      ("apply dot --format float32 --accumulator exact --length 2 --rows 2", "dot has no --rows"),
      ("apply encode-block --format float32 --columns 4", "encode-block lacks --block"),
      ("apply encode-block --block nvfp4 --columns 16", "encode-block lacks --format"),
      ("apply encode-block --block nvfp4 --format float32", "encode-block needs --columns"),
      (
        "apply encode-block --block nvfp4 --format float32 --columns 17",
        "17 columns are no multiple of the 16 of a block of nvfp4"
      ),
      (
        "apply encode-block --block nvfp4-2x4 --format float32 --columns 4 --rows 3",
        "3 rows are no multiple of the 2 of a block of nvfp4-2x4"
      ),
      (
        "apply encode-block --block nvfp4 --format float32 --columns 16 --to float32",
        "encode-block has no --to"
      ),
      (
        "apply decode-block --block nvfp4 --format float32 --columns 16",
        "decode-block has no --format"
      ),
      ("apply decode-block --block nvfp4 --columns 16", "decode-block lacks --to"),
      (
        "apply decode-block --block nvfp4 --columns 16 --to float32 --length 3",
        "decode-block has no --length"
      ),
      ("apply mask --pattern 2:4 --format int8 --block nvfp4", "mask has no --block"),
      ("apply cast --from float32 --to float16 --block nvfp4", "cast takes no options of masks"),
      ("replay dot/nothing/4/float32@production 0", "unknown accumulator 'nothing'"),
      ("replay dot/float32/0/float32@production 0", "is no operation's id"),
    ])
  func refusals(line: String, message: String) throws {
    let run = try Command.run(line)
    #expect(run.status == 2)
    #expect(run.text == "")
    #expect(run.diagnostics.contains(message), "\(run.diagnostics)")
    #expect(run.diagnostics.split(separator: "\n").count == 1)
  }
}
