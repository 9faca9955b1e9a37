import Conformance
import Descriptors
import Devices
import Harness
import Reference
import Specs
import Testing

/// An operation on blocks, read from its id.
func blockOperation(_ id: String) throws -> Operation {
  try Operation(parsing: id, catalog: try Catalog.builtIn())
}

@Suite("devices judged on blocks")
struct BlockCheckTests {
  private static func check(
    _ id: String, on device: any Device, effort: CheckEffort = .quick
  ) throws -> DeviceCheck {
    DeviceCheck(try Evaluator(try blockOperation(id)), on: device, effort: effort)
  }

  @Test("what can be finished is proved, and the rest sampled with every class met")
  func healthy() async throws {
    let finished = try await Self.check("mask/1:2/float4_e2m1fn/1x2", on: ModelDevice()).run()
    #expect(finished.verdict == .proved(cases: 256))
    let sampled = try await Self.check(
      "mask/2:4/float32/3x16", on: ModelDevice(), effort: .standard
    )
    .run()
    #expect(sampled.verdict == .sampled(cases: 500, seed: 1))
    #expect(sampled.warnings == [])
    #expect(Set(["non-finite", "subnormal", "ties", "zeros"]).isSubset(of: sampled.classes.keys))
  }

  @Test("a wrong device is refuted by a small case that fails again")
  func refuted() async throws {
    let signed = try #require(Fault.ofElements.first { $0.id == "signed-ranking" })
    let device = FaultyDevice(signed, in: ModelDevice())
    let check = try Self.check("mask/1:2/float32/3x8", on: device)
    let found = try #require(await check.run().verdict.counterexample)
    // One element below zero beside a smaller one, and zeros elsewhere.
    #expect(found.choices.count { $0 != 0 } == 1)
    #expect(found.choices.contains(0xBF80_0000))
    #expect(found.law == "mask/1:2/float32/3x8@fault:signed-ranking")
    #expect(found.derivation.contains { $0.hasPrefix("kept: 12, magnitudes sum to") })
    let again = try await check.replay(found.choices)
    #expect(!again.holds)
    let other = try Self.check("mask/1:2/float32/3x8", on: ModelDevice())
    let healthy = try await other.replay(found.choices)
    #expect(healthy.holds)
  }

  @Test("what goes wrong only beside other cases is found, and said to be so")
  func neighbours() async throws {
    let stale = try #require(Fault.ofElements.first { $0.id == "block-stale" })
    let device = FaultyDevice(stale, in: ModelDevice())
    let check = try Self.check("mask/2:4/float4_e2m1fn/1x4", on: device)
    let found = try #require(await check.run().verdict.counterexample)
    #expect(found.derivation.first?.contains("beside other cases") == true)
    let again = try await check.replay(found.choices)
    #expect(!again.holds)
    let order = OrderCheck(try check.evaluator(), on: device, effort: .quick)
    let moved = try #require(await order.run().verdict.counterexample)
    #expect(moved.law == "mask/2:4/float4_e2m1fn/1x4/order@fault:block-stale")
    let replayed = try await order.replay(moved.choices)
    #expect(!replayed.holds)
    let healthy = await OrderCheck(try check.evaluator(), on: ModelDevice(), effort: .quick).run()
    #expect(healthy.verdict.conforms)
  }

  @Test("a failure of the past comes first")
  func remembered() async throws {
    let device = ModelDevice(change: { $0 == [1, 0] ? [0, 1] : $0 })
    let check = try Self.check("mask/1:2/float32/1x2", on: device)
    let choices: [UInt64] = [0x4040_0000, 0x4000_0000]
    let result = await check.run(CheckContext(remembered: [[0, 0x3F80_0000], choices]))
    #expect(result.verdict.counterexample?.choices == choices)
    #expect(result.cases == 1)
  }

  @Test("choices that are no case are refused with what a case has")
  func refusals() async throws {
    let check = try Self.check("mask/1:2/float8_e4m3fn/1x2", on: ModelDevice())
    for choices in [[1], [1, 2, 3], [1, 256]] as [[UInt64]] {
      await #expect(throws: ReplayError.self) { try await check.replay(choices) }
    }
  }

  @Test("a device that answers too little, or no block at all, is not judged")
  func unanswered() async throws {
    let lazy = try await Self.check("mask/1:2/float32/1x2", on: ModelDevice(answered: { $0 / 2 }))
      .run()
    #expect(lazy.verdict.word == "undecided")
    let instruction = InstructionDevice.all[0]
    let other = try await Self.check("mask/1:2/float32/1x2", on: instruction).run()
    #expect(other.verdict.word == "skipped")
  }

  @Test("parts cover what the whole does, and a stopped check goes on")
  func parts() async throws {
    let check = try Self.check("mask/2:4/bfloat16/3x16", on: ModelDevice(), effort: .standard)
    var cases: UInt64 = 0
    for part in ["1/3", "2/3", "3/3"] {
      let shard = try #require(Shard(part))
      cases += await check.run(CheckContext(shard: shard)).cases
    }
    #expect(cases == 500)
    let stopped = await check.run(CheckContext(deadline: .now))
    #expect(stopped.cursor == 0 && stopped.verdict.word == "undecided")
    var state = CheckState()
    (state.block, state.answered, state.asked) = (2, 100, 100)
    let rest = await check.run(CheckContext(resumed: state))
    #expect(rest.verdict.conforms && rest.cases > 100 && rest.cases <= 500)
  }
}
