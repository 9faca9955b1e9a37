import Conformance
import Descriptors
import Devices
import Harness
import Reference
import Results
import Specs
import Testing

/// A device that computes an operation on blocks of its own, whatever it is asked.
private struct StubbornBlocks: Device {
  let own: Operation
  /// Whether the last element of every matrix is wrong where the first is not zero.
  var slips = false
  let name = "stubborn"
  let summary = "encodes as it likes"

  func support(for operation: Operation) -> DeviceSupport { .supported }
  func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    let unit = try ModelDevice().prepare(own)
    return StubbornBlockUnit(unit: unit, slips: slips)
  }
}

private struct StubbornBlockUnit: Unit {
  let unit: any Unit
  let slips: Bool

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    let count = try await unit.run(&batch)
    batch.flags = nil
    guard slips else { return count }
    for index in 0..<count where batch.codes(at: index)[0] == 0x4040_0000 {
      var results = batch.results(at: index)
      results[1] ^= 1
      batch.setResults(index, results)
    }
    return count
  }
}

@Suite("which block format a device follows")
struct BlockDialectTests {
  private func judge(
    _ asked: String, _ own: String, slips: Bool = false, sample: UInt64? = 24
  ) async throws -> DialectReport {
    let catalog = try Catalog.builtIn()
    let check = DeviceCheck(
      try Evaluator(try blockOperation(asked)),
      on: StubbornBlocks(own: try blockOperation(own), slips: slips), effort: .quick,
      sample: sample)
    let result = await check.run(CheckContext(candidates: DialectCandidates(catalog)))
    #expect(result.verdict.counterexample != nil)
    return try #require(result.dialects)
  }

  @Test(
    "a device is told by the rule of its scales, or by the entry that it follows",
    arguments: [
      ("mxfp4_e2m1", "mxfp4_e2m1-ceil", "mxfp4_e2m1 with scheme ceil"),
      ("mxfp4_e2m1", "mxfp4_e2m1-even", "mxfp4_e2m1 with scheme even"),
      ("mxfp8_e4m3", "mxfp8_e4m3-rceil", "mxfp8_e4m3 with scheme rceil"),
      ("nvfp4", "nvfp4-division", "nvfp4-division"),
      ("nvfp4", "nvfp4-four-over-six", "nvfp4-four-over-six"),
    ])
  func rules(_ asked: String, _ own: String, _ expected: String) async throws {
    let report = try await judge(
      "encode-block/\(asked)/float32/1x32", "encode-block/\(own)/float32/1x32")
    #expect(report.follows.contains(expected), "\(report.lines)")
    #expect(report.nearest == nil)
  }

  @Test("a device is told by how its elements saturate, and by what a NaN does")
  func elements() async throws {
    let asked = try blockOperation("encode-block/mxfp8_e4m3/float32/1x32")
    guard case .encodeBlock(var block, let rows, let columns, let ragged) = asked.function else {
      return
    }
    block.elementDialect.overflow = .satNone
    block.nonFinite = .element
    var own = asked
    own.function = .encodeBlock(block, rows: rows, columns: columns, ragged: ragged)
    let check = DeviceCheck(
      try Evaluator(asked), on: StubbornBlocks(own: own), effort: .quick, sample: 24)
    let candidates = DialectCandidates(try Catalog.builtIn())
    let report = try #require(await check.run(CheckContext(candidates: candidates)).dialects)
    let name = try #require(report.follows.first)
    #expect(name.contains("element overflow sat-none"))
    #expect(name.contains("non-finite element"))
  }

  @Test("a decoder is told by the format that it takes the codes for, and by its rounding")
  func decoding() async throws {
    let report = try await judge(
      "decode-block/mxfp8_e4m3/bfloat16/1x32", "decode-block/mxfp8_e5m2/bfloat16/1x32")
    #expect(report.follows.contains("mxfp8_e5m2"), "\(report.lines)")
  }

  @Test("a slip gives the nearest, and the smallest case where they part")
  func nearest() async throws {
    let report = try await judge(
      "encode-block/mxfp4_e2m1/float32/1x32", "encode-block/mxfp4_e2m1-ceil/float32/1x32",
      slips: true, sample: 400)
    #expect(report.follows == [])
    let nearest = try #require(report.nearest)
    #expect(nearest.dialect == "mxfp4_e2m1 with scheme ceil")
    // Only the first element counts, so all others are zeros.
    #expect(nearest.text == "element 0 0x40400000 (3), else 0")
    #expect(nearest.got == "element 1 0x1 (1/2)")
    #expect(nearest.expected == "element 1 0x0 (0)")
  }

  @Test("what is asked for is not looked for again, and nothing without candidates")
  func none() async throws {
    let operation = try blockOperation("encode-block/mxfp4_e2m1/float32/1x32")
    let check = DeviceCheck(
      try Evaluator(operation), on: StubbornBlocks(own: operation), effort: .quick, sample: 24)
    let candidates = DialectCandidates(try Catalog.builtIn())
    #expect(await check.run(CheckContext(candidates: candidates)).dialects == nil)
    let other = try blockOperation("encode-block/mxfp4_e2m1-ceil/float32/1x32")
    let refuted = DeviceCheck(
      try Evaluator(operation), on: StubbornBlocks(own: other), effort: .quick, sample: 24)
    #expect(await refuted.run().dialects == nil)
  }
}
