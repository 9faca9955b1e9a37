import Descriptors
import Devices
import Harness
import Reference
import Results
import Specs
import Testing

@testable import Conformance

@Suite("classes of blocks")
struct BlockAimTests {
  /// The coverage of a check with as few sampled cases as there can be.
  private func coverage(_ id: String) throws -> CoverageRecord {
    let operation = try blockOperation(id)
    let evaluator = try Evaluator(operation)
    let domain = ElementCases(
      evaluator, enumeratingUpTo: 0, sample: 1, seed: 1, isAimed: true)
    let tables = try #require(ElementCoverage(operation))
    var cells: [Int: UInt64] = [:]
    for index in 0..<domain.aimedCount {
      let item = domain(index)
      tables.classify(item, evaluator.answer(item)) { cells[$0, default: 0] += 1 }
    }
    return tables.record(cells, .full)
  }

  private func table(_ record: CoverageRecord, _ name: String) throws -> CoverageRecord.Table {
    try #require(record.tables.first { $0.name == name })
  }

  @Test(
    "what a block may hold is asked at every effort, in whole blocks and in those that are cut off",
    arguments: [
      "encode-block/nvfp4/float32/1x16", "encode-block/nvfp4/bfloat16/2x21/atMost",
      "encode-block/mxfp4_e2m1/float32/1x32", "encode-block/mxfp8_e4m3/bfloat16/2x42/atMost",
      "encode-block/mxint8/float32/1x32",
    ])
  func contents(_ id: String) throws {
    let record = try coverage(id)
    for name in ["holds x block", "largest x block"] {
      #expect(try table(record, name).neverMet == [:], "\(name)")
    }
    #expect(try table(record, "holds x block").metCount >= 14)
  }

  @Test(
    "the largest magnitude is asked at steps of the scale and at both ends of its range",
    arguments: [
      "encode-block/nvfp4/float32/1x32", "encode-block/mxfp4_e2m1/float32/1x32",
      "encode-block/mxint8/float32/1x32", "encode-block/mxfp8_e4m3-rceil/float32/1x32",
    ])
  func steps(_ id: String) throws {
    let steps = try table(try coverage(id), "largest x scale")
    #expect(steps.met["at a step of the scale"]?["between"] ?? 0 > 0)
    #expect(steps.met["below a step"]?["between"] ?? 0 > 0)
    #expect(steps.met["below a step"]?["smallest scale"] ?? 0 > 0)
    #expect(steps.neverMet == [:])
  }

  @Test("elements tie in every way, saturate, and come to zero with either sign")
  func ties() throws {
    for id in ["encode-block/mxfp4_e2m1/float32/1x32", "encode-block/nvfp4/float32/1x32"] {
      let record = try coverage(id)
      let roundings = try table(record, "element x rounding")
      let met = Set(roundings.met.values.flatMap(\.keys))
      for wanted in [
        "tie, even below", "tie, even above, carry", "tie, even below, to zero", "below half",
        "above half", "exact",
      ] {
        #expect(met.contains(wanted), "\(id): \(wanted)")
      }
      #expect(roundings.met["-0"] != nil)
    }
    let floor = try table(
      try coverage("encode-block/mxfp8_e4m3/float32/1x32"), "element x rounding")
    #expect(floor.met.values.contains { $0["outside the range"] != nil })
  }

  @Test("every class of scale is decoded with every class of element")
  func decoding() throws {
    for id in ["decode-block/nvfp4/float32/1x16", "decode-block/mxfp8_e4m3/bfloat16/2x42/atMost"] {
      let record = try coverage(id)
      #expect(record.totals.neverMet == 0, "\(record.neverMetLines)")
    }
  }

  @Test("a check asks them, and counts each of them")
  func check() async throws {
    let operation = try blockOperation("encode-block/nvfp4/float32/1x16")
    let check = DeviceCheck(
      try Evaluator(operation), on: ModelDevice(), effort: .quick, sample: 7)
    let result = await check.run(CheckContext(coverage: .full))
    let coverage = try #require(result.coverage)
    #expect(coverage.tables.first { $0.name == "holds x block" }?.neverMet == [:])
    #expect(result.cases > 40)
    #expect(coverage.cases >= result.cases - 7)
  }
}
