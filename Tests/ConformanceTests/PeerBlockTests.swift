import Descriptors
import Devices
import Reference
import Specs
import Testing

@testable import Conformance

/// A library that scales by an infinity, raises an error on a NaN, and gives zeros another scale.
private struct Careless: PeerBlocks {
  let evaluator: Evaluator

  func answers(_ batch: Batch) async throws(DeviceError) -> [PeerUnit.Answer] {
    (0..<batch.count).map { index in
      let codes = batch.codes(at: index)
      let data = codes.map { evaluator.format.decode($0) }
      if data.contains(where: \.isNaN) { return .refused("raises ValueError") }
      var results = evaluator(codes).results
      if data.contains(where: { $0.number == nil }) { results[results.count - 1] = 0xFE }
      if data.allSatisfy(\.isZero) { results[results.count - 1] = 0x01 }
      return .codes(results)
    }
  }
}

@Suite struct PeerBlockTests {
  private static func question(_ name: String, _ peer: PeerDevice) throws -> PeerBlockQuestion {
    let operation = try Operation(parsing: name, catalog: try Catalog.builtIn())
    return PeerBlockQuestion(peer: peer, version: "1", operation: operation, document: "OCP MX")
  }

  private static var gfloat: PeerDevice? { PeerDevice.all.first { $0.name == "gfloat" } }

  private static var isThere: Bool { gfloat?.description != nil }

  @Test func everyWayIsFoundAndShrunk() async throws {
    let gfloat = try #require(Self.gfloat)
    let question = try Self.question("encode-block/mxfp4_e2m1/bfloat16/1x32", gfloat)
    let evaluator = try Evaluator(question.operation)
    var finding = PeerFinding(
      library: "careless", version: "1", operation: question.name, dialect: "OCP MX", cases: 0,
      isEverything: false, differing: 0, otherNaNs: 0, others: [])
    try await question.ask(
      Careless(evaluator: evaluator), effort: .quick, seed: 0, &finding)
    #expect(finding.cases >= 1000)
    #expect(finding.kinds.reduce(0) { $0 + $1.cases } == finding.differing)
    #expect(
      finding.kinds.map { "\($0.operand): \($0.outcome)" }.sorted() == [
        "a NaN in the block: raises ValueError",
        "an infinity in the block: the largest for NaN as the scale",
        "zeros only: the neighbour as the scale",
      ])
    let infinity = try #require(finding.kinds.first { $0.operand.contains("infinity") }).smallest
    #expect(infinity.operands == "0x7F80 (inf), 31 times 0x0000 (0)")
    #expect(infinity.expected == "32 times 0x0 (0); 0xFF (nan)")
    #expect(infinity.got == "32 times 0x0 (0); 0xFE (0x1p127)")
  }

  @Test func aNaNOfAnotherCodeIsNoDifference() async throws {
    let gfloat = try #require(Self.gfloat)
    let question = try Self.question("decode-block/mxfp8_e4m3/float64/1x32", gfloat)
    let evaluator = try Evaluator(question.operation)
    let study = PeerBlockStudy(evaluator, unit: Careless(evaluator: evaluator))
    let item = Case(codes: Array(repeating: 0x38, count: 32) + [0xFF], words: [])
    let nan: UInt64 = 0xFFF8_0000_0000_0001
    #expect(study.verdict(item, .codes(Array(repeating: nan, count: 32))) == .otherNaNs)
    let one = (1.0).bitPattern
    #expect(
      study.verdict(item, .codes(Array(repeating: one, count: 32)))
        == .differs(.init(operand: "a scale that is NaN", outcome: "other values")))
  }

  @Test(.enabled(if: isThere, "gfloat is not installed"))
  func gfloatScalesByAnInfinityAndRefusesNaN() async throws {
    let gfloat = try #require(Self.gfloat)
    let finding = try await Self.question("encode-block/mxfp4_e2m1/bfloat16/1x32", gfloat)
      .finding(beside: [], effort: .quick, seed: 0)
    #expect(finding.failure == nil)
    let infinity = try #require(finding.kinds.first { $0.operand == "an infinity in the block" })
    #expect(infinity.smallest.got.hasSuffix("31 times 0x0 (0); 0xFE (0x1p127)"))
    let nan = try #require(finding.kinds.first { $0.operand == "a NaN in the block" })
    #expect(nan.smallest.got == "raises ValueError")
    // As a device it answers whole blocks of its own formats, and nothing else.
    let catalog = try Catalog.builtIn()
    for name in ["encode-block/mxfp4_e2m1/bfloat16/2x64", "encode-block/nvfp4/float32/1x16"] {
      let operation = try Operation(parsing: name, catalog: catalog)
      #expect(gfloat.support(for: operation) == .unsupported("it does not have this operation"))
    }
  }
}
