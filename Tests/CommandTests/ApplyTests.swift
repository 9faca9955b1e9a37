import Foundation
import Testing

@Suite("assay apply")
struct ApplyTests {
  static let allBytes = Array(0...255 as ClosedRange<UInt8>)

  /// Values as binary32 codes, little-endian.
  static func float32(_ values: [Float]) -> [UInt8] {
    values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
  }

  @Test(
    "all codes of an 8-bit format go to binary32 and back", arguments: ["reference", "production"])
  func roundTrip(by device: String) throws {
    let there = try Command.run(
      "apply cast --from float8_e4m3fn --to float32 --by \(device)", input: .file(Self.allBytes))
    #expect(there.status == 0)
    #expect(there.output.count == 4 * 256)
    // 0x38 is 1, 0x7E is 448, 0x01 is 2^-9.
    #expect(Array(there.output[4 * 0x38..<4 * 0x39]) == Self.float32([1]))
    #expect(Array(there.output[4 * 0x7E..<4 * 0x7F]) == Self.float32([448]))
    #expect(Array(there.output[4..<8]) == Self.float32([0x1p-9]))
    let back = try Command.run(
      "apply cast --from float32 --to float8_e4m3fn --by \(device)",
      input: .pipe(Array(there.output)))
    // The standard dialect has one NaN: the sign of 0xFF is not kept.
    #expect(Array(back.output) == Self.allBytes.dropLast() + [0x7F])
  }

  @Test("the random words of a conversion are drawn from a seed, as those of an estimator")
  func seeded() throws {
    // Half way between 1 and 9/8.
    let input = Command.Input.file(Self.float32(Array(repeating: 17.0 / 16, count: 64)))
    let line = "apply cast --from float32 --to float8_e4m3fn "
    let drawn = try Command.run(line + "--rounding stochastic-8 --seed 7", input: input)
    #expect(Set(drawn.output) == [0x38, 0x39])
    let again = try Command.run(
      line + "--rounding stochastic-8 --seed 7 --by reference", input: input)
    #expect(again.output == drawn.output)
    let nothing = try Command.run(line + "--seed 7", input: input)
    #expect(nothing.status == 2)
    #expect(nothing.diagnostics.contains("cast draws nothing here"))
  }

  @Test("every pair of 8-bit operands, twice over, by the reference and by production")
  func pairs() throws {
    let pairs = Self.allBytes.flatMap { x in Self.allBytes.flatMap { [x, $0] } }
    // More than one block, and past the size at which the reference keeps a table.
    let input = Command.Input.file(pairs + pairs)
    let line = "apply mul --format float8_e5m2 --to float16 --by "
    let reference = try Command.run(line + "reference", input: input)
    let production = try Command.run(line + "production", input: input)
    #expect(reference.output.count == 2 * 2 * 65536)
    #expect(reference.output == production.output)
    #expect(reference.output.prefix(131_072) == reference.output.suffix(131_072))
    // 1.5 * 1.5 = 2.25, operand by operand: 0x3E is 1.5.
    let offset = 2 * (0x3E * 256 + 0x3E)
    #expect(Array(reference.output[offset..<offset + 2]) == [0x80, 0x40])
  }

  @Test("the operands of a case keep their order")
  func operandOrder() throws {
    let result = try Command.run(
      "apply sub --format int8 --by reference", input: .pipe([5, 3, 3, 5]))
    #expect(Array(result.output) == [2, 0xFE])
  }

  @Test("a random word comes last, its low bits count")
  func randomWord() throws {
    // 1.25 in int4 steps: a quarter of the gap, so words from 192 on (of 256) round away.
    let input = [Float](repeating: 1.25, count: 3).map { Self.float32([$0]) }
    let words: [[UInt8]] = [[191, 0, 0, 0], [192, 0, 0, 0], [191, 0xFF, 0xFF, 0xFF]]
    let stream = zip(input, words).flatMap { $0 + $1 }
    for device in ["reference", "production"] {
      let result = try Command.run(
        "apply cast --from float32 --to int4 --rounding stochastic-8 --by \(device)",
        input: .file(stream))
      #expect(Array(result.output) == [1, 2, 1], "\(device)")
    }
  }

  @Test("a preset's rules apply")
  func preset() throws {
    let line = "apply cast --from float32 --to float8_e4m3fn --by reference --dialect "
    let input = Command.Input.pipe(Self.float32([1e9]))
    #expect(Array(try Command.run(line + "torch-2.11", input: input).output) == [0x7F])
    #expect(Array(try Command.run(line + "torch-2.13", input: input).output) == [0x7E])
  }

  @Test("a stream cut inside a case leaves no output, from a file or a pipe")
  func cutStream() throws {
    let bytes = [UInt8](repeating: 0, count: 4 * 100 + 3)
    for input in [Command.Input.file(bytes), .pipe(bytes)] {
      let result = try Command.run("apply cast --from float32 --to float16", input: input)
      #expect(result.status == 2)
      #expect(result.output.isEmpty)
      #expect(
        result.diagnostics
          == "assay: the input ends inside case 100, which begins at byte 400: 3 of 4 bytes; "
          + "a case is 1 operand of 4 bytes\n")
    }
    let file = [UInt8](repeating: 0, count: 4 * 300_000 + 1)
    let result = try Command.run("apply cast --from float32 --to float16", input: .file(file))
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
  }

  @Test("no cases, no results")
  func emptyStream() throws {
    for input in [Command.Input.nothing, .file([]), .pipe([])] {
      let result = try Command.run("apply cast --from float32 --to float16", input: input)
      #expect(result.status == 0)
      #expect(result.output.isEmpty)
    }
  }

  @Test(
    "a code wider than its format is named with its case", arguments: ["reference", "production"])
  func wideCode(by device: String) throws {
    var bytes = [UInt8](repeating: 0x3F, count: 70_000)
    bytes[69_000] = 0x40
    let result = try Command.run(
      "apply cast --from float6_e2m3fn --to float32 --by \(device)", input: .pipe(bytes))
    #expect(result.status == 2)
    #expect(
      result.diagnostics
        == "assay: case 69000 has the code 0x40, wider than the 6 bits of float6_e2m3fn; "
        + "the bits above a code must be 0\n")
  }

  /// The next bytes of a pipe; none where nothing comes for half a minute.
  private func answer(_ pipe: Pipe, count: Int) throws -> Data? {
    var ready = pollfd(
      fd: pipe.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, 30_000) == 1 else { return nil }
    return try pipe.fileHandleForReading.read(upToCount: count)
  }

  @Test("a program that waits for each answer gets it")
  func conversation() throws {
    let process = Command.process([
      "apply", "cast", "--from", "float32", "--to", "float16", "--by", "reference",
    ])
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    // One case and half of the next.
    try input.fileHandleForWriting.write(contentsOf: Data(Self.float32([1]) + [0, 0]))
    #expect(try answer(output, count: 2) == Data([0x00, 0x3C]))
    try input.fileHandleForWriting.write(contentsOf: Data([0, 0x40]))
    #expect(try answer(output, count: 2) == Data([0x00, 0x40]))
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
