import Descriptors
import Devices
import Harness
public import Specs

/// The tests of devices with randomness inside, tested themselves: every planted mistake must be
/// caught, and healthy devices of many seeds must not be refuted.
public struct DrawTrial: Sendable {
  /// A mistake in an operation.
  public struct Row: Hashable, Sendable {
    /// The operation's id.
    public var operation: String
    /// The source of the random words.
    public var source: String
    /// What is wrong with it.
    public var title: String
    /// The word of the verdict.
    public var verdict: String
    /// The test that refuted it; empty where none did.
    public var test: String
    /// The draws that were made.
    public var draws: UInt64
  }

  /// Every mistake in every operation in which it shows.
  public private(set) var rows: [Row] = []
  /// The verdicts on healthy devices, by their word.
  public private(set) var healthy: [String: Int] = [:]
  /// The draws of all healthy devices together.
  public private(set) var healthyDraws: UInt64 = 0
  /// The healthy devices that were refuted, with their seeds.
  public private(set) var alarms: [String] = []

  /// The mistakes that were not caught.
  public var missed: [Row] { rows.filter { $0.verdict != "refuted" } }

  /// Judges every mistake once, and healthy devices so many times.
  ///
  /// - Parameters:
  ///   - runs: the verdicts on healthy devices, spread over the operations, each by a seed of its own.
  ///   - progress: called with the share that is done.
  public static func run(
    catalog: Catalog, runs: Int, effort: CheckEffort = .standard, seed: UInt64 = 1,
    progress: @Sendable (Double) -> Void = { _ in }
  ) async throws -> DrawTrial {
    var trial = DrawTrial()
    let subjects = try Subject.all(catalog)
    let total = Double(runs + subjects.count * WordSource.all.count)
    var done = 0.0
    func step() {
      done += 1
      progress(done / total)
    }
    for subject in subjects {
      let cases = try subject.check(DrawingDevice(), .standard).cases(seed: seed)
      for source in WordSource.all where !source.isHealthy {
        defer { step() }
        let device = DrawingDevice(source, seed: seed)
        guard subject.shows(device) else { continue }
        let result = try await subject.check(device, effort).run(
          CheckContext(seed: seed), cases: effort == .standard ? cases : nil)
        let test = result.classes.keys.first.map { String($0.dropFirst("refuted by ".count)) }
        trial.rows.append(
          Row(
            operation: subject.id, source: source.id, title: source.title,
            verdict: result.verdict.word, test: test ?? "", draws: result.cases))
      }
    }
    for (index, subject) in subjects.enumerated() {
      let own = runs / subjects.count + (index < runs % subjects.count ? 1 : 0)
      var cases: DrawCases?
      for run in 0..<own {
        defer { step() }
        // Choosing cases takes longer than drawing them: sixteen runs share a choice.
        let check = try subject.check(
          DrawingDevice(seed: seed &* 1_000_003 &+ UInt64(index) << 32 &+ UInt64(run)), .quick)
        if run % 16 == 0 { cases = check.cases(seed: seed &+ UInt64(run)) }
        let result = await check.run(CheckContext(seed: seed &+ UInt64(run)), cases: cases)
        trial.healthy[result.verdict.word, default: 0] += 1
        trial.healthyDraws += result.cases
        if !result.verdict.conforms { trial.alarms.append("\(check.id): \(result.verdict)") }
      }
    }
    return trial
  }

  /// What devices are tried on.
  private struct Subject {
    var id: String
    var shows: (DrawingDevice) -> Bool
    var check: (DrawingDevice, CheckEffort) throws -> InsideCheck

    init(_ operation: Operation) {
      id = operation.name()
      shows = { $0.shows(in: operation) }
      check = { InsideCheck(operation, on: $0, effort: $1) }
    }

    init(_ operation: Operation) {
      id = operation.name
      shows = { $0.shows(in: operation) }
      check = { try InsideCheck(operation, on: $0, effort: $1) }
    }

    static func all(_ catalog: Catalog) throws -> [Subject] {
      let scalars = [
        "cast/float32/float8_e4m3fn/stochastic-8/sat-none",
        "cast/float32/float4_e2m1fn/stochastic-4a/sat-finite",
        "add/float8_e5m2/stochastic-8b/sat-none",
      ]
      let blocks = [
        "estimator/mvue-2:4/float32", "estimator/mvue-1:4/bfloat16",
        "estimator/mvue-2:4/quantised-4/float8_e4m3fn",
        "estimator/mvue-2:4/integer/float8_e4m3fn",
        "estimator/mvue-2:4/float8_e4m3fn/stochastic-8",
        "estimator/prune-below-0x3F800000/float32",
        "dot/float32/4/bfloat16/stochastic-8",
        "encode-block/mxfp4_e2m1/float32/1x4/stochastic-8/atMost",
        "decode-block/nvfp4/float8_e5m2/1x4/stochastic-4/atMost",
      ]
      return try scalars.map {
        Subject(try NamedOperation(parsing: $0, catalog: catalog).operation)
      } + blocks.map { Subject(try Operation(parsing: $0, catalog: catalog)) }
    }
  }
}
