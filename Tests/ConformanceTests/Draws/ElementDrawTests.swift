import Descriptors
import Devices
import ExactArithmetic
import Harness
import Results
import Specs
import Testing

@testable import Conformance

@Suite("elements of a block that are drawn inside the device")
struct ElementDrawTests {
  static let encode = "encode-block/mxfp4_e2m1/float32/1x4/stochastic-4/atMost"
  static let decode = "decode-block/nvfp4/float8_e5m2/1x3/stochastic-4/atMost"
  static let rounded = "estimator/mvue-2:4/float8_e4m3fn/stochastic-8"

  private func check(
    _ id: String, _ source: String = "philox", seed: UInt64 = 1, draws: Int = 10_000,
    demand change: (inout DrawDemand) -> Void = { _ in }
  ) throws -> InsideCheck {
    let source = try #require(WordSource.named(source))
    return try InsideCheckTests.check(
      id, on: DrawingDevice(source, seed: seed), draws: draws, demand: change)
  }

  @Test("conform where each has a word of its own", arguments: [encode, decode, rounded])
  func healthy(_ id: String) async throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      let check = try check(id, seed: 100 + seed)
      let result = await check.run(CheckContext(seed: seed))
      #expect(result.verdict.conforms, "\(result.verdict)")
      // Four counts of 6 pairs, or of 3; none where outcomes are whole blocks.
      let tests = [Self.encode: 24, Self.decode: 12, Self.rounded: 0]
      let families = try #require(result.draws?.families)
      #expect(families.map(\.name) == DrawBudget.Family.allCases.map(\.rawValue))
      #expect(families.first { $0.name == "elements" }?.tests == tests[id])
    }
  }

  @Test(
    "are refuted where they share a word, or part of one",
    arguments: WordSource.all.filter(\.isWithinBlocks).map(\.id))
  func shared(_ source: String) async throws {
    for id in source == "overlapping-bits" ? [Self.decode] : [Self.encode, Self.decode] {
      let check = try check(id, source, draws: 20_000)
      let found = await check.run()
      #expect(found.verdict.counterexample != nil, "\(id) \(found.verdict)")
    }
  }

  @Test("are refuted by their pairs alone, whatever else is seen")
  func pairs() async throws {
    let check = try check(Self.encode)
    let cases = check.cases(seed: 1)
    var alike = DrawCounts(cases)
    var apart = DrawCounts(cases)
    let device = DrawingDevice(seed: 5)
    let ask = try check.subject.start(device)
    let shared = try check.subject.start(
      DrawingDevice(try #require(WordSource.named("ends-alike")), seed: 5))
    let order = (0..<24_000).map { $0 % cases.items.count }
    let items = cases.items.map(\.codes)
    let width = check.subject.width
    #expect(apart.add(try await ask(items, order), order: order, width: width) == nil)
    #expect(alike.add(try await shared(items, order), order: order, width: width) == nil)
    let bound = Rational(1, over: 1_000_000_000)
    #expect(apart.pairs.findings(apart, bound: bound).isEmpty)
    let found = alike.pairs.findings(alike, bound: bound)
    #expect(Set(found.map(\.test)) == ["elements 0 and 3"])
    #expect(apart.neighbours.findings(bound: bound).isEmpty)
  }

  @Test("and draws of a batch are refuted by bits that overlap, which even coins do not see")
  func neighbours() async throws {
    let check = try check(InsideCheckTests.cast, "sliding-bits", draws: 20_000)
    let result = await check.run()
    #expect(result.verdict.counterexample != nil)
    #expect(result.classes.keys.allSatisfy { $0.hasPrefix("refuted by neighbours") })
  }

  @Test("share a word where that is said, and are refuted where they do not")
  func oneWord() async throws {
    for id in [Self.encode, Self.decode] {
      let shared = try check(id, "one-a-block") { $0.sharesWord = true }
      #expect(shared.question == .inside(sharesWord: true))
      let result = await shared.run()
      #expect(result.verdict.conforms, "\(result.verdict)")
      let apart = try check(id) { $0.sharesWord = true }
      #expect(await apart.run().verdict.counterexample != nil)
    }
  }

  @Test("raise no more false alarms than stated, however loosely that is stated")
  func falseAlarms() async throws {
    var alarms = 0
    let cases = try check(Self.encode).cases(seed: 1)
    for seed in 1...16 as ClosedRange<UInt64> {
      let check = try check(Self.encode, seed: seed, draws: 3_000) {
        $0.falseAlarm = Rational(1, over: 4)
      }
      if await !check.run(CheckContext(), cases: cases).verdict.conforms { alarms += 1 }
    }
    // Four are stated on the average; nine or more would come once in a hundred times.
    #expect(alarms < 9)
  }

  @Test("spend no more than the false alarm on all tests of all looks together")
  func budget() throws {
    let budget = DrawBudget(falseAlarm: Rational(1, over: 1000), looks: 7)
    var spent = Rational.zero
    for (family, tests) in zip(DrawBudget.Family.allCases, [590, 33, 4177, 1860, 18, 2]) {
      for look in 0..<7 {
        spent += Rational(tests) * budget.share(family, look: look, tests: tests)
      }
    }
    #expect(spent < budget.falseAlarm)
    #expect(spent > budget.falseAlarm * Rational(98, over: 100))
  }

  @Test(
    "say how many draws a bias takes, and decide nothing with fewer",
    arguments: [
      InsideCheckTests.cast, "add/float8_e5m2/stochastic-8b/sat-none", InsideCheckTests.pruning,
      "estimator/prune-below-0x3F800000/float32", "dot/float32/4/bfloat16/stochastic-8", encode,
      decode, rounded,
    ])
  func power(_ id: String) async throws {
    let cases = try check(id).cases(seed: 1)
    func run(_ change: (inout DrawDemand) -> Void) async throws -> CheckResult {
      try await check(id, draws: 4_000, demand: change).run(CheckContext(), cases: cases)
    }
    let few = try await run { $0.bias = Rational(1, over: 1000) }
    #expect(few.verdict.reason?.hasSuffix("too few to see a common shift of 1/1000") == true)
    let needed = try #require(few.draws?.needed)
    #expect(needed.map(\.bias) == ["1/100", "1/1000", "1/10000"])
    #expect(needed[1].draws > few.cases)
    let single = try await run { $0.deviation = Rational(1, over: 100) }
    #expect(
      single.verdict.reason?.hasSuffix(
        "too few to see an error of 1/100 in one outcome's "
          + "probability") == true)
    // What is seen with these draws is said, and is enough for what is not asked to be smaller.
    let size = try #require(few.draws?.bias.flatMap { Rational($0) })
    let enough = try await run { $0.bias = size }
    #expect(enough.verdict.conforms, "\(enough.verdict)")
  }
}
