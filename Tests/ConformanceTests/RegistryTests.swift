import Conformance
import Descriptors
import Devices
import Harness
import Reference
import Specs
import Testing

/// Ids, laws and checks lead to each other.
@Suite("the registry of laws")
struct RegistryTests {
  static let catalog = Result { try Catalog.builtIn() }
  static let plan = Result {
    try VerificationPlan.everything(catalog: try catalog.get(), effort: .quick)
  }

  @Test("every id of the plan is read back")
  func planned() throws {
    let checks = try Self.plan.get().checks
    #expect(checks.count > 15_000)
    let wrong = checks.filter { planned in
      CheckID(parsing: planned.id) != planned.check.id || "\(planned.check.id)" != planned.id
    }
    #expect(wrong.map(\.id) == [])
  }

  @Test("and leads to the same check")
  func checks() throws {
    var seen: Set<String> = []
    var wrong: [String] = []
    for planned in try Self.plan.get().checks {
      let id = planned.check.id
      // Every operation on many elements; of those on a few, which are many times as many, one of a kind.
      let key =
        switch id {
        case .law(let family, let subject, _): "\(family)/\(subject)"
        case .operation(let name, let law, let device):
          device == "production" && NamedOperation.families.contains { name.hasPrefix($0 + "/") }
            ? planned.id : "\(name.prefix { $0 != "/" })\(law.suffix)@\(device)"
        case .bug: planned.id
        }
      guard seen.insert(key).inserted else { continue }
      let again = try LawRegistry.check(id, in: try Self.catalog.get()) { name in
        let own =
          (planned.check as? any OperationCheck)?.device ?? (planned.check as? CorpusCheck)?.device
        let device = try #require(own)
        #expect(device.name == name)
        return device
      }
      if again.id != id || again.row != planned.row || again.judged != planned.device
        || type(of: again) != type(of: planned.check)
      {
        wrong.append("\(planned.id) read as \(again.id)")
      }
    }
    #expect(wrong == [])
  }

  @Test(
    "devices may have any name",
    arguments: [
      "production:avx2", "exec:./a/b", "exec:awk '{ print \"1 @ 2\" }' # me@home/order",
      "library:/tmp/a@b/c.so", "inside:always-low:7", "@", "", "a/random-inside@b",
    ])
  func devices(_ device: String) throws {
    let operation = "cast/float32/float16/stochastic-8/sat-none"
    let ids =
      DeviceLaw.allCases.map { CheckID.operation(operation, $0, device: device) }
      + [.bug("B01-double-rounding", device: device)]
    for id in ids { #expect(CheckID(parsing: "\(id)") == id) }
    #expect(Set(ids.map(\.description)).count == ids.count)
  }

  @Test("other texts are no ids", arguments: ["", "format", "format/decode-total", "/"])
  func nonsense(_ text: String) {
    #expect(CheckID(parsing: text) == nil)
  }

  @Test(
    "what does not exist is refused with what to do",
    arguments: [
      "format/float8_e4m3fn/decode-totl", "format/nothing/decode-total", "fromat/int8/nearest",
      "mask/9:4/support", "estimator/mvue-9:4/unbiased", "accumulator/nothing/exchange",
      "block/nothing/scale-in-its-window", "corpus/B00@production", "cast/float32@production",
      "add/float16/nearest-even/sat-none/order@production",
      "add/float16/nearest-even/sat-none/alphabet@production",
      "mask/2:4/int8/1x4/unbiased@production",
      "dot/exact/1/float4_e2m1fn/float32/alphabet@production",
    ])
  func refusals(_ text: String) throws {
    let id = try #require(CheckID(parsing: text))
    #expect(throws: SpecError.self) {
      try LawRegistry.check(id, in: try Self.catalog.get()) { _ in ProductionDevice() }
    }
  }

  @Test("each family is planned, with all laws of what is listed")
  func families() throws {
    let planned = Set(try Self.plan.get().checks.map(\.id))
    #expect(Set(LawRegistry.families.map(\.name)).count == LawRegistry.families.count)
    for family in LawRegistry.families {
      let laws = family.laws(in: try Self.catalog.get())
      // Comparisons and the like are judged in a few formats only, by the same laws.
      let left = laws.filter { !planned.contains($0.id) }
      #expect(laws.count > left.count, "plan the laws of \(family.name)")
      #expect(left.isEmpty || family.name == "selection", "plan \(left.first?.id ?? "")")
      #expect(laws.allSatisfy { $0.id.hasPrefix(family.name + "/") })
    }
  }

  @Test("laws of names that no list has are found")
  func unlisted() async throws {
    for (text, choices) in [
      ("estimator/mvue-1:5/support", [1, 2, 0, 1, 2]), ("format/Binary5p2sf/decode-total", [7]),
      ("accumulator/fmaq-m5e4-10-8/exchange", [1, 3, 5]),
    ] as [(String, [UInt64])] {
      let id = try #require(CheckID(parsing: text))
      let check = try LawRegistry.check(id, in: try Self.catalog.get()) { _ in ProductionDevice() }
      #expect(try await check.replay(choices).holds)
    }
    let rule = try #require(MaskRule(named: "3:5"))
    for law in MaskLaws.all(for: rule) {
      let id = try #require(CheckID(parsing: law.id))
      let check = try LawRegistry.check(id, in: try Self.catalog.get()) { _ in ProductionDevice() }
      #expect(check.judged == rule.name)
    }
  }

  @Test("what any effort finds is run again")
  func efforts() async throws {
    let operation = try blockOperation("dot/exact/2/float8_e4m3fn/float32")
    let wrong = ModelDevice(change: { $0.map { $0 ^ 1 } })
    var found = 0
    for effort in CheckEffort.allCases {
      guard
        let check = DeviceCheck(spelling: try Evaluator(operation), on: wrong, effort: effort)
      else { continue }
      found += 1
      let again = try await LawRegistry.check(check.id, in: try Self.catalog.get()) { _ in wrong }
        .replay([0x38, 0x38, 0x38, 0x38])
      #expect(!again.holds)
    }
    #expect(found > 0)
    // 32 thousand draws, which only the longest runs count out.
    let pruning = try blockOperation("estimator/mvue-2:4/integer/int16/float32")
    let draws = try #require(
      DrawCheck(.unbiased, of: pruning, on: ModelDevice(), effort: .exhaustive))
    let again = try await LawRegistry.check(draws.id, in: try Self.catalog.get()) { _ in
      ModelDevice()
    }.replay([300, 200, 100, 50])
    #expect(again.holds)
  }
}
