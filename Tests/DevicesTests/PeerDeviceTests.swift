import Descriptors
import Specs
import Testing

@testable import Devices

/// Answers each block with the codes that it is given, in the script's wider codes.
private struct Script: Unit {
  let answers: [[UInt64]]

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    for (index, codes) in answers.enumerated() { batch.setResults(index, codes) }
    return answers.count
  }
}

@Suite("What a library can be asked, and how it refuses")
struct PeerDeviceTests {
  private static let text = """
    version 2.1
    sources float32 float64
    targets float16 float8_e5m2
    arithmetic float16
    roundings nearest-even up
    roundings-float8_e5m2 down
    saturations sat-none
    p3109-roundings to-odd
    p3109-saturations sat-propagate
    blocks mxfp4_e2m1
    block-sources float32
    block-targets float64
    """

  private func support(
    _ from: String, _ to: String, _ rounding: RoundingRule, _ overflow: OverflowRule = .satNone
  ) throws -> DeviceSupport {
    let catalog = try Catalog.builtIn()
    let description = try #require(PeerDescription(Self.text))
    return description.support(
      for: .cast(
        from: try catalog.format(named: from), to: try catalog.format(named: to),
        dialect: Dialect(rounding: rounding, overflow: overflow)))
  }

  @Test func casts() throws {
    #expect(try support("float32", "float16", .up) == .supported)
    #expect(try support("float32", "float16", .down) == .unsupported("it does not round down"))
    #expect(try support("float32", "float8_e5m2", .down) == .supported)
    #expect(
      try support("float32", "float16", .up, .satFinite)
        == .unsupported("it does not do sat-finite"))
    #expect(try support("float32", "Binary8p3se", .toOdd, .satPropagate) == .supported)
    #expect(
      try support("float32", "Binary8p3se", .toOdd)
        == .unsupported("it does not do sat-none"))
    #expect(try support("float32", "Binary8p3se", .up) == .unsupported("it does not round up"))
    // The values of P3109's formats come out as binary64, whatever else it casts to.
    #expect(try support("Binary8p3se", "float64", .up) == .supported)
    #expect(
      try support("float32", "float64", .up) == .unsupported("it does not have this operation"))
  }

  private func block(
    _ name: String, rows: Int = 1, columns: Int = 32, from source: String? = nil,
    into result: String? = nil, _ rounding: RoundingRule = .toNearestOrEven
  ) throws -> Operation {
    let catalog = try Catalog.builtIn()
    let block = try catalog.block(named: name)
    if let source {
      return Operation(
        .encodeBlock(block, rows: rows, columns: columns, ragged: .refuse),
        format: try catalog.format(named: source))
    }
    return Operation(
      .decodeBlock(block, rows: rows, columns: columns, ragged: .refuse),
      format: try catalog.format(named: result ?? "float64"),
      dialect: Dialect(rounding: rounding))
  }

  @Test func blocks() throws {
    let description = try #require(PeerDescription(Self.text))
    for (operation, isThere) in [
      (try block("mxfp4_e2m1", from: "float32"), true),
      (try block("mxfp4_e2m1", into: "float64"), true),
      (try block("mxfp4_e2m1", into: "float64", .up), false),
      (try block("mxfp4_e2m1", into: "float32"), false),
      (try block("mxfp4_e2m1", from: "bfloat16"), false),
      (try block("mxfp4_e2m1", rows: 2, from: "float32"), false),
      (try block("mxfp8_e4m3", from: "float32"), false),
    ] {
      #expect((description.support(for: operation) == .supported) == isThere, "\(operation)")
    }
  }

  @Test func refusals() async throws {
    let operation = try block("mxfp4_e2m1", from: "float32")
    let right = Array(repeating: UInt64(3), count: 32) + [0x7F]
    let unit = PeerUnit(
      operation,
      asked: Script(answers: [right, Array(repeating: 0x101, count: 33)]))
    let batch = Batch(operation, count: 2)
    #expect(try await unit.answers(batch) == [.codes(right), .refused("raises ValueError")])
    var copy = batch
    await #expect(throws: DeviceError.failed("raises ValueError at case 2 of the batch")) {
      try await unit.run(&copy)
    }
    // The script answers in twice the bytes, so that a refusal is no result's code.
    let layout = PeerUnit.layout(operation)
    #expect(layout.results.count == 33 && layout.resultBytes == 66)
  }

  @Test func codesOfRefusals() {
    #expect(PeerRefusal(0x1_0002, of: 2)?.text == "raises OverflowError")
    #expect(PeerRefusal(0xFFFF, of: 2) == nil)
    #expect(PeerRefusal(0x1_0002, of: 4) == nil)
    #expect(PeerRefusal(0x7FF4_0000_0000_0003, of: 8)?.text.contains("does not have") == true)
    #expect(PeerRefusal(0x7FF8_0000_0000_0000, of: 8) == nil)
    #expect(PeerRefusal(0x1_00FE, of: 2)?.text == "raises an error")
  }
}
