import Foundation
import Testing

@Suite("files of vectors")
struct VectorFileTests {
  /// One operation of each kind, small.
  static let operations = [
    "cast --from float6_e2m3fn --to float4_e2m1fn --rounding stochastic-4",
    "mul --format float4_e2m1fn --to float8_e4m3fn",
    "fma --format float4_e2m1fn", "faa --format float4_e2m1fn", "sqrt --format float8_e5m2",
    "dot --accumulator float32 --length 4 --format float8_e4m3fn",
    "encode-block --block nvfp4 --columns 32 --format float32",
    "decode-block --block nvfp4 --columns 16 --to bfloat16",
    "mask --pattern 2:4 --rows 2 --columns 8 --format bfloat16",
    "mvue --pattern 2:4 --format float16", "prune-below --format float16 --threshold 0.5",
    "compress --pattern 2:4 --layout mma-sp --format float8_e4m3fn",
  ]

  private func folder() -> String {
    FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-test-\(UUID().uuidString)").path
  }

  private func manifest(_ folder: String) throws -> [String: Any] {
    try Command.json(Data(contentsOf: URL(fileURLWithPath: folder + "/manifest.json")))
  }

  private func files(_ folder: String, _ role: String) throws -> [String] {
    let files = try manifest(folder)["files"] as? [[String: Any]] ?? []
    return files.filter { $0["role"] as? String == role }.compactMap { $0["name"] as? String }
      .map { "\(folder)/\($0)" }
  }

  @Test("what is expected conforms, whatever the operation and the encoding")
  func roundTrip() throws {
    // Every operation in one encoding, every encoding with several operations.
    let encodings = ["hex", "readmemh", "npy", "raw"]
    for (index, operation) in Self.operations.enumerated() {
      let encoding = encodings[index % 4]
      let folder = folder()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let written = try Command.run(
        "vectors \(operation) --as \(encoding) --expected --out \(folder)")
      #expect(written.status == 0, "\(written.diagnostics)")
      let expected = try files(folder, "expected").flatMap { ["--results", $0] }
      let judged = try Command.run(["judge", "--manifest", "\(folder)/manifest.json"] + expected)
      #expect(judged.status == 0, "\(encoding): \(judged.text) \(judged.diagnostics)")
      let name = try #require(expected.last)
      var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: name)))
      // Another code in the last row.
      let place = bytes.count - (encoding == "raw" || encoding == "npy" ? 1 : 2)
      bytes[place] = bytes[place] == 48 ? 49 : encoding == "npy" || encoding == "raw" ? 1 : 48
      try Data(bytes).write(to: URL(fileURLWithPath: name))
      let spoilt = try Command.run(["judge", "--manifest", "\(folder)/manifest.json"] + expected)
      #expect(spoilt.status == 1, "\(encoding): \(spoilt.text) \(spoilt.diagnostics)")
    }
  }

  @Test("what the reference makes of raw cases is what was expected")
  func applied() throws {
    for operation in Self.operations.suffix(6) {
      let folder = folder()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      _ = try Command.run("vectors \(operation) --as raw --expected --out \(folder)")
      let cases = try Data(contentsOf: URL(fileURLWithPath: folder + "/cases.bin"))
      let results = try Command.run(
        "apply \(operation) --by reference", input: .file([UInt8](cases)))
      #expect(
        results.output == (try Data(contentsOf: URL(fileURLWithPath: folder + "/expected.bin"))))
    }
  }

  @Test("recorded answers on blocks tell what the device computes instead")
  func recordedBlocks() throws {
    let options = "--format float32 --columns 32"
    let folder = folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try Command.run(
      "vectors encode-block --block mxfp4_e2m1 \(options) --as raw --out \(folder)")
    let cases = try Data(contentsOf: URL(fileURLWithPath: folder + "/cases.bin"))
    let answers = try Command.run(
      "apply encode-block --block mxfp4_e2m1-ceil \(options)", input: .file([UInt8](cases)))
    try answers.output.write(to: URL(fileURLWithPath: folder + "/answers.bin"))
    let judged = try Command.run(
      "judge --manifest \(folder)/manifest.json --results \(folder)/answers.bin")
    #expect(judged.status == 1)
    #expect(judged.text.contains("follows mxfp4_e2m1 with scheme ceil instead"))
  }

  @Test("the manifest says what the files are, with digests that hold")
  func contents() throws {
    let folder = folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let operation = "cast --from float6_e2m3fn --to float4_e2m1fn --rounding stochastic-4"
    _ = try Command.run("vectors \(operation) --as readmemh --expected --out \(folder) --seed 3")
    let manifest = try manifest(folder)
    #expect(manifest["operation"] as? String == "cast")
    #expect(manifest["count"] as? Int == 1 << 10)
    #expect(manifest["extent"] as? String == "everything")
    #expect(manifest["seed"] as? Int == 3)
    #expect((manifest["dialect"] as? [String: String])?["rounding"] == "stochastic-4")
    #expect((manifest["words"] as? [String: Any])?["count"] as? Int == 1)
    let classes = manifest["classes"] as? [String: Int] ?? [:]
    #expect(classes["operand subnormal"] == 14 * 16)
    let text = try String(contentsOfFile: folder + "/cases.mem", encoding: .utf8)
    let rows = text.split(separator: "\n" as Character)
    #expect(rows.filter { $0.hasPrefix("//") }.count == 4)
    // 6 bits of the operand above 32 of the word.
    #expect(rows.last == "3F0000000F")
    for file in manifest["files"] as? [[String: Any]] ?? [] {
      let (name, digest) = (file["name"] as? String ?? "", file["sha256"] as? String ?? "")
      let sum = Process()
      sum.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      sum.arguments = ["sha256sum", "\(folder)/\(name)"]
      let pipe = Pipe()
      sum.standardOutput = pipe
      try sum.run()
      sum.waitUntilExit()
      let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      #expect(output.hasPrefix(digest) && digest.count == 64)
    }
  }

  @Test("whatever contradicts the manifest is refused in one line")
  func contradictions() throws {
    let folder = folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try Command.run("vectors mul --format float4_e2m1fn --out \(folder)")
    let path = "\(folder)/manifest.json"
    func refused(_ arguments: String, _ line: String) throws {
      let run = try Command.run("judge \(arguments)")
      #expect(run.status == 2)
      #expect(run.diagnostics.contains(line), "\(run.diagnostics)")
    }
    try refused("add --manifest \(path)", "is about mul, not add")
    try refused("--manifest \(path) --format float8_e5m2", "has --format=float4_e2m1fn")
    try refused("--manifest \(path) --seed 2", "has no --seed")
    try refused("--manifest \(folder)/none.json", "cannot be read")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    func spoil(_ from: String, _ to: String) throws {
      try text.replacing(from, with: to).write(toFile: path, atomically: true, encoding: .utf8)
    }
    try spoil("\"count\" : 256", "\"count\" : 255")
    try refused("--manifest \(path)", "has 255 cases, its options give 256")
    try spoil("\"sha256\" : \"", "\"sha256\" : \"0")
    try refused("--manifest \(path)", "has another digest of cases.hex")
    try spoil("\"specification\" : \"", "\"specification\" : \"0")
    try refused("--manifest \(path)", "was written by specifications 0")
    try spoil("\"options\"", "\"opinions\"")
    try refused("--manifest \(path)", "'options' is missing")
    try spoil("{", "")
    try refused("--manifest \(path)", "is no manifest of vectors")
  }

  @Test("arrays of another shape or width are refused")
  func arrays() throws {
    let folder = folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try Command.run(
      "vectors dot --accumulator float32 --length 2 --format float8_e4m3fn --as npy --out \(folder)"
    )
    let path = "\(folder)/manifest.json"
    let run = try Command.run("judge --manifest \(path) --results \(folder)/operand-1.npy")
    #expect(run.status == 2)
    #expect(run.diagnostics.contains("the results have 32 bits"))
    #expect(try Command.run("judge --manifest \(path)").diagnostics.contains("0 arrays given"))
    #expect(try Command.run("vectors add --format float16 --as npy").status == 2)
  }
}
