import Descriptors
import Devices
import Harness
import Reference
import Results
import Testing

@testable import Conformance

@Suite("policies for blocks")
struct BlockPolicyTests {
  /// The production module with its results changed, one by one.
  private struct Changed: Device {
    let name = "changed"
    let summary = "results changed one by one"
    let healthy = ProductionDevice()
    let change: @Sendable (UInt64) -> UInt64

    func support(for operation: Operation) -> DeviceSupport { .supported }

    func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
      ChangedUnit(unit: try healthy.prepare(operation), change: change)
    }
  }

  private struct ChangedUnit: Unit {
    let unit: any Unit
    let change: @Sendable (UInt64) -> UInt64

    func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
      let done = try await unit.run(&batch)
      for row in 0..<done { batch.setResults(row, batch.results(at: row).map(change)) }
      return done
    }
  }

  private func result(
    _ id: String, _ policy: AnswerPolicy, _ change: @escaping @Sendable (UInt64) -> UInt64
  ) async throws -> CheckResult {
    await DeviceCheck(
      try Evaluator(try blockOperation(id)), on: Changed(change: change), effort: .quick,
      sample: 600, policy: policy
    ).run()
  }

  @Test("take a zero of the other sign, and count how often")
  func zeros() async throws {
    for id in ["decode-block/mxfp4_e2m1/float16/1x3/atMost", "dot/exact/2/float8_e5m2/float16"] {
      let unsigned: @Sendable (UInt64) -> UInt64 = { $0 == 0x8000 ? 0 : $0 }
      let signed: @Sendable (UInt64) -> UInt64 = { $0 == 0 ? 0x8000 : $0 }
      for change in [unsigned, signed] {
        let taken = try await result(id, AnswerPolicy(zeroSign: .any), change)
        #expect(taken.verdict.conforms, "\(id) \(taken.verdict)")
        #expect(taken.acceptance?.policy == ["--zero-sign any"])
      }
      let exact = try await result(id, .exact, signed)
      #expect(exact.verdict.counterexample != nil)
      let counted = try await result(id, AnswerPolicy(zeroSign: .any), signed)
      #expect(counted.acceptance?.cases["zero of the other sign"] ?? 0 > 0)
      #expect(counted.classes.keys.allSatisfy { !$0.hasPrefix("accepted") })
      let worse = try await result(id, AnswerPolicy(zeroSign: .any)) { $0 == 0x4000 ? 0 : $0 }
      #expect(worse.verdict.counterexample != nil)
    }
  }

  @Test("take any NaN where one is due, in elements and in scales")
  func nans() async throws {
    let id = "encode-block/mxfp8_e5m2/float32/1x2/atMost"
    let any = AnswerPolicy(nan: .any)
    // A NaN of E5M2 with another payload; E8M0 has one NaN only, FF, which is one here too.
    let changed = try await result(id, any) { $0 == 0x7E ? 0x7F : $0 }
    #expect(changed.verdict.conforms, "\(changed.verdict)")
    let number = "decode-block/mxfp4_e2m1/float16/1x3/atMost"
    let infinite = try await result(number, any) { $0 == 0x4000 ? 0x7E00 : $0 }
    #expect(infinite.verdict.counterexample != nil)
  }

  @Test("take flushed elements: those that are subnormal, or were before they were rounded")
  func flushing() async throws {
    let waived = AnswerPolicy(waivers: [.flushSubnormalResults])
    for id in [
      "decode-block/mxfp8_e4m3/float8_e5m2/1x3/atMost", "dot/exact/1/float8_e4m3fn/float8_e5m2",
    ] {
      // All that is below the smallest normal number, 04, loses its value; the sign stays.
      let flush: @Sendable (UInt64) -> UInt64 = { $0 & 0x7F < 4 ? $0 & 0x80 : $0 }
      let taken = try await result(id, waived, flush)
      #expect(taken.verdict.conforms, "\(id) \(taken.verdict)")
      #expect(taken.acceptance?.cases["flush-subnormal-results"] ?? 0 > 0)
      #expect(try await result(id, .exact, flush).verdict.counterexample != nil)
      // Normal numbers are not: the smallest one only where it was less before.
      let more = try await result(id, waived) { $0 & 0x7F < 8 ? $0 & 0x80 : $0 }
      #expect(more.verdict.counterexample != nil)
    }
    let tiny = TinyResults(
      try VectorTask(try blockOperation("decode-block/mxfp8_e4m3/float8_e5m2/1x2/atMost")))
    // 15/8 * 2^-15 = 2^-14 * 15/16 rounds up to the smallest normal number of E5M2, and 2^-14 is it.
    #expect(tiny(Case(codes: [0x3F, 0x38, 112])) == [true, true])
    #expect(tiny(Case(codes: [0x3F, 0x38, 113])) == [false, false])
    #expect(tiny(Case(codes: [0x40, 0x3F, 112])) == [false, true])
  }
}
