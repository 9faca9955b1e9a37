import Conformance
import Descriptors
import Devices
import Harness
import Reference
import Specs
import Testing

@Suite("devices that compress and expand")
struct CompressionCheckTests {
  private static let ids = [
    "compress/2:4/float4_e2m1fn", "expand/2:4/float4_e2m1fn", "compress/4:8/bfloat16",
    "expand/4:8/bfloat16", "compress/2:4/mma-sp/float8_e4m3fn", "expand/2:4/mma-sp/float8_e4m3fn",
    "compress/1:2/mma-sp-tf32/tf32", "expand/1:2/mma-sp-tf32/tf32", "compress/7:64/int8",
    "expand/7:64/int8", "compress/1:2/float8_e4m3fnuz",
  ]

  @Test("ids are read back, and wrong ones are none")
  func names() throws {
    for id in Self.ids { #expect(try blockOperation(id).name == id) }
    let wrong = [
      "compress/2:4", "compress/4:2/int8", "compress/02:4/int8", "compress/2:4/bytes/int8",
      "compress/1:2/mma-sp/int8", "expand/2:4/mma-sp-tf32/tf32", "expand/2:4/int8/int8",
    ]
    for id in wrong { #expect(throws: SpecError.self) { try blockOperation(id) } }
  }

  @Test("the production module conforms, with every class met", arguments: ids)
  func production(_ id: String) async throws {
    let operation = try blockOperation(id)
    for check in try PlannedCheck.all(of: operation, on: ProductionDevice(), effort: .standard) {
      let found = await check.run(CheckContext())
      #expect(found.verdict.conforms, "\(check.id): \(found.verdict)")
      #expect(found.warnings == [], "\(check.id)")
    }
  }

  @Test("what can be finished is proved, over the cases that have results")
  func proofs() async throws {
    let expected: [(String, UInt64)] = [
      // Two zeros and 14 others: both zero, or one of them.
      ("compress/1:2/float4_e2m1fn", 4 + 2 * 2 * 14),
      ("expand/1:2/float4_e2m1fn", 2 * 16), ("expand/2:4/float4_e2m1fn", 6 * 256),
      ("compress/1:2/float8_e4m3fn", 4 + 2 * 2 * 254),
    ]
    for (id, cases) in expected {
      let evaluator = try Evaluator(try blockOperation(id))
      let found = await DeviceCheck(evaluator, on: ProductionDevice(), effort: .standard).run()
      #expect(found.verdict == .proved(cases: cases), "\(id)")
    }
  }

  @Test("no device is asked what has no results, and both modules refuse the same")
  func refusals() async throws {
    for id in Self.ids {
      let evaluator = try Evaluator(try blockOperation(id))
      let vectors = CaseVectors(try VectorTask(evaluator.operation), effort: .quick, seed: 3)
      for index in 0..<vectors.count {
        #expect(evaluator.refusal(of: vectors[index].codes) == nil, "\(id)")
      }
    }
    for id in ["compress/1:2/float4_e2m1fn", "expand/2:4/mma-sp/float4_e2m1fn"] {
      let operation = try blockOperation(id)
      let evaluator = try Evaluator(operation)
      let unit = try ProductionDevice().prepare(operation)
      var batch = Batch(operation, count: 256)
      for index in 0..<256 {
        let codes: [UInt64] =
          id.hasPrefix("expand")
          ? [1, 2, 3, 4, UInt64(index)] : [UInt64(index) >> 4, UInt64(index) & 15]
        batch.set(index, codes: codes)
      }
      #expect(try await unit.run(&batch) == 256)
      for index in 0..<256 {
        let due = evaluator.answer(Case(codes: batch.codes(at: index)))
        #expect(batch.results(at: index) == due.results)
        #expect(batch.flags?[index] == due.flags)
      }
    }
  }

  @Test("a wrong device is refuted by a small case with its derivation, and replayed")
  func refuted() async throws {
    let fault = try #require(Fault.ofElements.first { $0.id == "free-place-below" })
    let device = FaultyDevice(fault, in: ProductionDevice())
    let evaluator = try Evaluator(try blockOperation("compress/2:4/float8_e4m3fn"))
    let check = DeviceCheck(evaluator, on: device, effort: .quick)
    let found = try #require(await check.run().verdict.counterexample)
    #expect(found.choices.filter { $0 != 0 }.count == 1)
    #expect(found.derivation.contains { $0.hasPrefix("free places: taken by the zeros at") })
    let again = try await check.replay(found.choices)
    #expect(!again.holds)
    await #expect(throws: (any Error).self) { try await check.replay([1, 2, 3, 4]) }
  }
}
