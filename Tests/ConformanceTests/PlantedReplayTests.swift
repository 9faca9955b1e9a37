import Conformance
import Descriptors
import Devices
import Harness
import Reference
import Specs
import Testing

/// A failure is planted in each law, and what is found is run again by the id and the choices that its
/// line prints, as the command does it.
@Suite("counterexamples are run again")
struct PlantedReplayTests {
  /// Laws in which nothing can be planted, and why.
  static let unplanted: [String: String] = [:]

  /// Runs the case that the line of a counterexample names.
  static func replay(
    _ found: Counterexample, on device: (any Device)? = nil
  ) async throws -> ReplayedCase {
    let choices = ChoiceList.text(found.choices)
    #expect(found.replayLine == "assay replay \(Counterexample.shellWord(found.law)) \(choices)")
    let id = try #require(CheckID(parsing: found.law))
    let check = try LawRegistry.check(id, in: try RegistryTests.catalog.get()) { name in
      let device = try #require(device)
      #expect(device.name == name)
      return device
    }
    return try await check.replay(try ChoiceList.parse(choices))
  }

  @Test("of every law of every family")
  func laws() async throws {
    let catalog = try RegistryTests.catalog.get()
    var seen: Set<String> = []
    var missed: [String] = []
    for family in LawRegistry.families {
      for law in family.laws(in: catalog) {
        guard case .law(_, _, let name) = CheckID(parsing: law.id),
          seen.insert("\(family.name)/\(name)").inserted
        else { continue }
        let wrong = Property(id: law.id, subject: law.subject, domain: law.domain) { choices in
          _ = try law.check(&choices)
          return .fails(expected: "nothing", got: "a planted failure")
        }
        let check = try PlannedCheck(wrong, effort: .quick)
        guard let found = await check.run(CheckContext(workers: 1)).verdict.counterexample else {
          missed.append("\(family.name)/\(name)")
          continue
        }
        let again = try await check.check.replay(found.choices)
        #expect(again.outcome == .refuted && again.counterexample == found, "\(law.id)")
        // By its id alone it is the law without the failure, on the same case.
        let healthy = try await Self.replay(found)
        #expect(healthy.holds, "\(law.id)")
        #expect(healthy.counterexample.law == law.id)
        #expect(healthy.counterexample.choices == found.choices)
        #expect(healthy.counterexample.text == found.text, "\(law.id)")
      }
    }
    #expect(seen.count > 100)
    #expect(missed == Self.unplanted.keys.sorted())
  }

  @Test(
    "of a device that is wrong everywhere, for each kind of operation",
    arguments: [
      "cast/float32/float8_e4m3fn/nearest-even/sat-none",
      "add/float8_e5m2/stochastic-4/sat-finite/p3109-4.0", "is-nan/int8/nearest-even/sat-none",
      "mask/2:4/float8_e4m3fn/1x4", "estimator/mvue-2:4/float8_e4m3fn",
      "estimator/mvue-1:2/integer/float4_e2m1fn/float32", "estimator/prune-below-0x14/int8",
      "dot/exact/2/float8_e4m3fn/float32", "encode-block/mxfp8_e4m3/float32/1x32",
      "decode-block/mxfp8_e4m3/float32/1x32",
    ])
  func devices(_ name: String) async throws {
    let named = try NamedOperation(parsing: name, catalog: try RegistryTests.catalog.get())
    let device = ModelDevice(change: { $0.map { $0 ^ 1 } })
    var refuted = 0
    for check in try PlannedCheck.all(
      of: named.operation, on: device, preset: named.preset, effort: .quick)
    {
      guard let found = await check.run(CheckContext()).verdict.counterexample else { continue }
      refuted += 1
      let again = try await Self.replay(found, on: device)
      #expect(again.outcome == .refuted && again.counterexample == found, "\(check.id)")
    }
    #expect(refuted > 0)
  }

  @Test("of each law about all draws of a block")
  func draws() async throws {
    let operation = try blockOperation(DrawCheckTests.operation)
    let faults: [DrawLaw: String] = [
      .unbiased: "wrong-denominator", .minimumVariance: "successive-sold",
      .norms: "saturated-scaled",
    ]
    for law in DrawLaw.allCases {
      // Whatever is kept last is lost.
      var device: any Device = ModelDevice(change: { results in
        var results = results
        if let last = results.lastIndex(where: { $0 != 0 }) { results[last] = 0 }
        return results
      })
      if let id = faults[law] {
        device = FaultyDevice(
          try #require(Fault.ofElements.first { $0.id == id }), in: ModelDevice())
      }
      let check = try #require(DrawCheck(law, of: operation, on: device, effort: .quick))
      let found = try #require(await check.run().verdict.counterexample, "\(law)")
      let again = try await Self.replay(found, on: device)
      #expect(again.outcome == .refuted && again.counterexample == found, "\(law)")
    }
  }

  @Test("of a device that minds what stands beside a case")
  func order() async throws {
    let stale = try #require(Fault.ofElements.first { $0.id == "block-stale" })
    let device = FaultyDevice(stale, in: ModelDevice())
    let evaluator = try Evaluator(try blockOperation("mask/2:4/float4_e2m1fn/1x4"))
    let check = OrderCheck(evaluator, on: device, effort: .quick)
    let found = try #require(await check.run().verdict.counterexample)
    let again = try await Self.replay(found, on: device)
    // The case stands in other batches then, which the answer names.
    #expect(again.outcome == .refuted)
    #expect(again.counterexample.law == found.law && again.counterexample.text == found.text)
    #expect(again.counterexample.expected == found.expected)
  }

  @Test("of devices that draw wrongly, where draws of one case tell")
  func inside() async throws {
    let low = DrawingDevice(try #require(WordSource.named("always-low")))
    let healthy = DrawingDevice()
    for (id, device, sharesWord) in [
      (InsideCheckTests.cast, low, false), (ElementDrawTests.encode, healthy, true),
    ] {
      let check = try InsideCheckTests.check(id, on: device, draws: 20_000) {
        $0.sharesWord = sharesWord
      }
      let found = try #require(await check.run().verdict.counterexample, "\(check.id)")
      let again = try await Self.replay(found, on: device)
      // Other draws are made, so that counts differ.
      #expect(again.outcome == .refuted, "\(check.id)")
      #expect(again.counterexample.law == found.law)
      #expect(again.counterexample.choices == found.choices)
    }
  }

  @Test("of public bugs, by the operation and by the bug")
  func corpus() async throws {
    let entry = try #require(try Corpus.builtIn().entries.first { $0.id == "B12-nan-as-480" })
    let device = FaultyDevice(try #require(Fault.all.first { $0.id == "nan-as-number" }))
    let check = try CorpusCheck(entry, on: device, catalog: try RegistryTests.catalog.get())
    let found = try #require(await check.run().verdict.counterexample)
    let again = try await Self.replay(found, on: device)
    #expect(again.outcome == .refuted && again.counterexample == found)
    #expect(try await check.replay(found.choices).counterexample == found)
    await #expect(throws: ReplayError.self) { try await check.replay([1, 2, 3]) }
  }
}
