import Conformance
import Descriptors
import Devices
import ExactArithmetic
import Harness
import Results
import Specs
import Testing

@Suite("devices with randomness inside")
struct InsideCheckTests {
  static let cast = "cast/float32/float8_e4m3fn/stochastic-8/sat-none"
  static let narrow = "cast/float32/float4_e2m1fn/stochastic-4a/sat-finite"
  static let pruning = "estimator/mvue-2:4/float32"

  static func check(
    _ id: String, on device: any Device, draws: Int? = nil, effort: CheckEffort = .quick,
    demand change: (inout DrawDemand) -> Void = { _ in }
  ) throws -> InsideCheck {
    var demand = DrawDemand()
    demand.draws = draws
    change(&demand)
    let named = try NamedOperation(parsing: id, catalog: try Catalog.builtIn())
    return try InsideCheck(
      named.operation, on: device, preset: named.preset, demand: demand, effort: effort)
  }

  @Test("are not refuted where they are healthy", arguments: [cast, pruning])
  func healthy(_ id: String) async throws {
    for seed in 1...12 as ClosedRange<UInt64> {
      let check = try Self.check(id, on: DrawingDevice(seed: 1000 + seed), draws: 20_000)
      let result = await check.run(CheckContext(seed: seed))
      #expect(result.verdict.conforms, "\(result.verdict)")
      #expect(result.cases > 18_000)
      #expect(result.draws?.looked == result.draws?.looks)
    }
  }

  @Test(
    "are refuted where a word is wrong or goes to several cases",
    arguments: WordSource.all.filter { !$0.isHealthy && !$0.isWithinBlocks }.map(\.id))
  func faults(_ id: String) async throws {
    let source = try #require(WordSource.named(id))
    let isLow = source.visibleBits.upperBound < 32
    // What is missing in the lowest of eight bits takes many draws of a rare outcome.
    for operation in isLow ? [Self.narrow] : [Self.cast, Self.pruning] {
      let check = try Self.check(operation, on: DrawingDevice(source), draws: 1 << 16)
      let result = await check.run()
      let found = try #require(result.verdict.counterexample, "\(operation) \(result.verdict)")
      #expect(found.law == "\(check.id)")
      #expect(!found.choices.isEmpty)
    }
  }

  @Test("are refuted at once by an outcome that cannot come")
  func support() async throws {
    for (id, width) in [(Self.cast, 1), (Self.pruning, 4)] {
      let check = try Self.check(id, on: SeldomWrong())
      let result = await check.run()
      let found = try #require(result.verdict.counterexample)
      #expect(found.derivation.first == "its probability is 0")
      #expect(found.choices.count == width)
      #expect(result.cases < 60_000)
    }
  }

  @Test("are told by what is wrong with them, smallest case first")
  func diagnosis() async throws {
    func test(_ source: String) async throws -> [String] {
      let device = DrawingDevice(try #require(WordSource.named(source)))
      return await Array(try Self.check(Self.cast, on: device).run().classes.keys)
    }
    #expect(try await test("always-low") == ["refuted by outcome"])
    #expect(try await test("pairs") == ["refuted by draws 1 apart"])
    #expect(try await test("same-start") == ["refuted by start"])
    #expect(try await test("same-batches") == ["refuted by repeated batches"])
  }

  @Test("may repeat themselves after a start where that is allowed")
  func replays() async throws {
    let source = try #require(WordSource.named("same-start"))
    let check = try Self.check(Self.cast, on: DrawingDevice(source)) { $0.allowsReplays = true }
    #expect(await check.run().verdict.conforms)
  }

  @Test("are undecided where the draws are too few for what is to be seen")
  func power() async throws {
    let few = try Self.check(Self.cast, on: DrawingDevice(), draws: 5_000) {
      $0.bias = Rational(1, over: 100)
    }
    let undecided = await few.run()
    #expect(undecided.verdict.reason?.hasSuffix("too few to see a common shift of 1/100") == true)
    let enough = try Self.check(Self.cast, on: DrawingDevice()) { $0.bias = Rational(1, over: 100) }
    let result = await enough.run()
    #expect(result.verdict.conforms, "\(result.verdict)")
    let bias = try #require(result.draws?.bias.flatMap { Rational($0) })
    #expect(bias <= Rational(1, over: 99))
    let single = try Self.check(Self.cast, on: DrawingDevice()) {
      $0.deviation = Rational(1, over: 20)
    }
    let deviation = try #require(await single.run().draws?.deviation.flatMap { Rational($0) })
    #expect(deviation <= Rational(51, over: 1000))
  }

  @Test("answer less than asked, or fail, and are undecided")
  func silence() async throws {
    let check = try Self.check(Self.cast, on: ProcessDevice("head -n 3", timeout: 5, patience: 300))
    let result = await check.run()
    #expect(result.verdict.reason != nil)
    #expect(result.draws?.looked == 0)
  }

  @Test("draw one case again")
  func replay() async throws {
    let low = try Self.check(
      Self.cast, on: DrawingDevice(try #require(WordSource.named("always-low"))))
    // 1.0625: halfway between two values.
    let wrong = try await low.replay([0x3F88_0000])
    #expect(!wrong.holds)
    let healthy = try await Self.check(Self.cast, on: DrawingDevice()).replay([0x3F88_0000])
    #expect(healthy.holds)
    await #expect(throws: ReplayError.self) { try await low.replay([1, 2]) }
    await #expect(throws: ReplayError.self) { try await low.replay([1 << 40]) }
  }

  @Test("are asked nothing but operands")
  func operandsOnly() async throws {
    // Answers 38 whatever comes, unless a line has more than eight digits.
    let plain = #"while read x; do case "$x" in *" "*) exit 3;; *) echo 38;; esac; done"#
    let check = try Self.check(Self.cast, on: ProcessDevice(plain, timeout: 10))
    let found = try #require(await check.run().verdict.counterexample)
    #expect(found.got.hasPrefix("0x38"))
  }
}

/// A healthy device whose every 3001st answer is another code.
private struct SeldomWrong: Device {
  let name = "seldom-wrong"
  let summary = "a neighbour now and then"
  /// One source of draws, however often it is made ready.
  private let healthy = DrawingDevice()
  var drawingInside: (any Device)? { self }

  func support(for operation: Operation) -> DeviceSupport { .supported }

  func prepare(_ operation: Operation) throws(DeviceError) -> any Devices.Unit {
    Wrong(unit: try healthy.prepare(operation), isSingle: operation.kind != nil)
  }

  private struct Wrong: Devices.Unit {
    let unit: any Devices.Unit
    let isSingle: Bool

    func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
      let done = try await unit.run(&batch)
      for row in stride(from: 3000, to: done, by: 3001) {
        var results = batch.results(at: row)
        if isSingle {
          results[0] = (results[0] + 5) & 0x7F
        } else {
          results[3] ^= 3
        }
        batch.setResults(row, results)
      }
      return done
    }
  }
}
