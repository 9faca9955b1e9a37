import Foundation
import Testing

@Suite("sums and blocks as streams, and explained")
struct SumStreamTests {
  private static func bytes(_ values: [Float]) -> [UInt8] { values.withUnsafeBytes { [UInt8]($0) } }

  private static func floats(_ data: Data) -> [Float] {
    stride(from: 0, to: data.count - 3, by: 4).map { place in
      Float(
        bitPattern: data[place..<place + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) })
    }
  }

  @Test("codes of a matrix each have the width of their own format, and are read back")
  func widths() throws {
    let values: [Float] = [1, -2, 3, 0.5, 6, 12, 0, -8]
    let block = ["--block", "w4a8-1x4", "--columns", "8", "--by", "reference"]
    let input = Command.Input.file(Self.bytes(values))
    let encoded = try Command.run(
      ["apply", "encode-block"] + block + ["--format", "float32"], input: input)
    #expect(encoded.status == 0)
    // 8 elements and 2 zero points of a byte, 2 scales and the matrix scale of two.
    #expect(encoded.output.count == 8 + 2 + 4 + 2)
    let decoded = try Command.run(
      ["apply", "decode-block"] + block + ["--to", "float32"],
      input: .file([UInt8](encoded.output)))
    #expect(decoded.status == 0)
    let back = Self.floats(decoded.output)
    try #require(back.count == 8)
    #expect(zip(back, values).allSatisfy { abs($0 - $1) < 1 })
    #expect(back[6] == 0)
    // Cut in the middle of a scale.
    let cut = try Command.run(
      ["apply", "decode-block"] + block + ["--to", "float32"],
      input: .file([UInt8](encoded.output.dropLast(5))))
    #expect(cut.status == 2)
    #expect(
      cut.diagnostics.contains(
        "a case is 8 codes of 1 byte, 2 codes of 1 byte, 2 codes of 2 bytes, 1 code of 2 bytes"))
  }

  @Test("a code wider than its own format is refused, whichever format that is")
  func wideCode() throws {
    let block = [
      "apply", "decode-block", "--block", "mxfp4_e2m1-1x2", "--columns", "2", "--to", "float32",
      "--by", "reference",
    ]
    let good = try Command.run(block, input: .file([0x4, 0xF, 0x7F]))
    #expect(good.status == 0)
    #expect(Self.floats(good.output) == [2, -6])
    let wide = try Command.run(block, input: .file([0x1, 0x10, 0x7F]))
    #expect(wide.status == 2)
    #expect(wide.diagnostics.contains("case 0 has the code 0x10, wider than the 4 bits"))
  }

  @Test("several cases follow each other")
  func cases() throws {
    let run = try Command.run(
      "apply encode-block --block nvfp4-exact-1x2 --columns 2 --format float32 --by reference",
      input: .file(Self.bytes([6, 3, 12, -6])))
    #expect(run.status == 0)
    #expect(run.output.count == 2 * (2 + 1 + 4))
    // 6 and 3 over a scale of the matrix that brings 6 to 448 * 6.
    #expect([UInt8](run.output.prefix(3)) == [0x7, 0x5, 0x7E])
    #expect([UInt8](run.output.dropFirst(7).prefix(3)) == [0x7, 0xD, 0x7E])
  }

  @Test("an encoding is explained scale by scale, in 80 columns")
  func explainedEncoding() throws {
    let run = try Command.run("explain encode-block --block mxfp4_e2m1-1x4 --values 1,2,3,7.3")
    #expect(run.status == 0)
    #expect(run.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let text = run.text.replacing(/\s+/, with: " ")
    for part in [
      "rule floor", "amax = 73/10", "scale 1 -> 0x7F = 1", "codes of elements 0x2 0x4 0x5 0x7",
      "73/10 becomes 73/10, between 6 and 8 -> 0x7 = 6", "decoded 1, 2, 3, 6",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    let json = try Command.json(
      try Command.run(
        "explain encode-block --block mxfp4_e2m1-1x4 --values 1,2,3,7.3 --json"
      ).output)
    #expect(json["result"] as? [String] == ["1", "2", "3", "6"])
  }

  @Test("a sum is explained addition by addition, each loss by its own rule")
  func explainedSum() throws {
    let run = try Command.run(
      "explain dot --accumulator fmaq-m7e4-12-10 --values 1.5,1.4921875,1.0078125,1.4921875")
    #expect(run.status == 0)
    #expect(run.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let text = run.text.replacing(/\s+/, with: " ")
    for part in [
      "product 0 3/2 * 129/128 = 387/256 -> 193/128",
      "rounded, lost 1/256 by the product stage (toward-zero)",
      "lost 257/16384: 129/16384 by the product stage (toward-zero), 1/128 by the sum stage "
        + "(toward-zero)",
      "value 119/32",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    let aligned = try Command.run(
      "explain dot --accumulator hopper-fp8 --format float8_e4m3fn "
        + "--values 448,0.017578125,448,0.017578125")
    #expect(
      aligned.text.replacing(/\s+/, with: " ").contains("lost 81/262144 by the alignment"))
  }

  @Test("a decoding takes values and codes of each format")
  func explainedDecoding() throws {
    let run = try Command.run(
      "explain decode-block --block nvfp4-1x4 --to float32 --values code:2,2,3,-6,448,0.5")
    #expect(run.status == 0)
    #expect(run.text.contains("224, 448, 672, -1344"))
  }

  @Test(
    "what does not fit is refused",
    arguments: [
      (
        "explain encode-block --block mxfp4_e2m1-1x4 --rows 2 --columns 4 --values 1,2,3",
        "--values has 3 values, a matrix of 2 x 4 has 8"
      ),
      (
        "explain decode-block --block nvfp4-1x4 --to float32 --values 1,2,3",
        "give 4 of float4_e2m1fn, 1 of float8_e4m3fn, 1 of float32, as values or codes"
      ),
      (
        "explain decode-block --block mxfp4_e2m1-1x1 --to float32 --values 5,1",
        "5 is not in float4_e2m1fn"
      ),
      ("explain encode-block --block mxfp4_e2m1-1x2 --values 1,2 --word 3", "takes no --word"),
    ])
  func refusals(line: String, message: String) throws {
    let run = try Command.run(line)
    #expect(run.status == 2)
    #expect(run.diagnostics.contains(message), "\(run.diagnostics)")
  }
}
