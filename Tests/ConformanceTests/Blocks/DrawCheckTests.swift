import Conformance
import Descriptors
import Devices
import Harness
import Reference
import Specs
import Testing

@Suite("all draws of a block")
struct DrawCheckTests {
  static let operation = "estimator/mvue-2:4/integer/float4_e2m1fn/float32"

  static func check(_ law: DrawLaw, on device: any Device) throws -> DrawCheck {
    try #require(
      DrawCheck(law, of: try blockOperation(operation), on: device, effort: .quick))
  }

  @Test("satisfy every law by the definition", arguments: DrawLaw.allCases)
  func healthy(_ law: DrawLaw) async throws {
    let result = try await Self.check(law, on: ModelDevice()).run()
    #expect(result.verdict.conforms, "\(result.verdict)")
    #expect(result.cases > 500)
  }

  @Test("of two nibbles are enumerated")
  func enumerated() async throws {
    let operation = try blockOperation("estimator/mvue-1:2/quantised-4/float4_e2m1fn")
    let check = try #require(
      DrawCheck(.unbiased, of: operation, on: ModelDevice(), effort: .standard))
    let laws = await check.run()
    #expect(laws.verdict == .enumerated(cases: 256 * 16))
    let cases = await DeviceCheck(
      try Evaluator(operation), on: ModelDevice(), effort: .standard
    ).run()
    #expect(cases.verdict == .enumerated(cases: 256 * 16))
  }

  @Test(
    "break a law where the device is wrong, in a small block",
    arguments: [
      (DrawLaw.unbiased, "wrong-denominator"), (.minimumVariance, "successive-sold"),
      (.norms, "saturated-scaled"),
    ])
  func broken(_ law: DrawLaw, _ fault: String) async throws {
    let fault = try #require(Fault.ofElements.first { $0.id == fault })
    let device = FaultyDevice(fault, in: ModelDevice())
    let check = try Self.check(law, on: device)
    let found = try #require(await check.run().verdict.counterexample)
    #expect(found.law == "\(Self.operation)/\(law.rawValue)@\(device.name)")
    let again = try await check.replay(found.choices)
    #expect(!again.holds)
    let healthy = try await Self.check(law, on: ModelDevice()).replay(found.choices)
    #expect(healthy.holds)
  }

  @Test("keep as many elements as there are places")
  func support() async throws {
    let lost = ModelDevice(change: { results in
      var results = results
      if let last = results.lastIndex(where: { $0 != 0 }) { results[last] = 0 }
      return results
    })
    let found = try #require(
      try await Self.check(.support, on: lost).run().verdict.counterexample)
    #expect(found.choices.count { $0 != 0 } == 1)
  }

  @Test("are asked only where they can be counted out")
  func domains() throws {
    let cases: [(String, DrawLaw, Bool)] = [
      ("estimator/mvue-2:4/float32", .unbiased, false),
      ("estimator/mvue-2:4/quantised-8/float32", .unbiased, true),
      ("estimator/mvue-2:4/quantised-16/float32", .unbiased, false),
      ("estimator/mvue-2:4/quantised-8/float32", .minimumVariance, false),
      ("estimator/mvue-4:8/integer/int8", .norms, false),
      ("estimator/greedy-2:4/int8", .support, false), ("mask/2:4/int8/1x4", .support, false),
    ]
    for (id, law, isAsked) in cases {
      let check = DrawCheck(
        law, of: try blockOperation(id), on: ModelDevice(), effort: .quick)
      #expect((check != nil) == isAsked, "\(id) \(law.rawValue)")
    }
  }
}
