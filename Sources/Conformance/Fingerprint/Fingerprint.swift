public import Descriptors
public import Devices
import ExactArithmetic
import Harness
import Reference
public import Specs

/// What was found out about a unit that sums products, from its answers alone.
public struct Fingerprint: Sendable {
  /// What was asked and seen, one finding a line.
  public var findings: [Finding] = []
  /// The accumulator that explains every answer; `nil` where none of the model does.
  public var accumulator: Accumulator?
  /// Other accumulators that explain every answer too: operands of this format cannot tell them apart.
  public var alternatives: [Accumulator] = []
  /// The unit judged against the accumulator, length by length.
  public var verification: [CheckResult] = []
  /// Where the model ends: the smallest case found that no accumulator of it explains.
  public var outside: String?
  /// How many sums the unit was asked for before it was judged.
  public var asked = 0

  /// Something that was seen.
  public struct Finding: Hashable, Sendable {
    public var question: String
    public var answer: String

    /// Creates a finding.
    public init(_ question: String, _ answer: String) {
      self.question = question
      self.answer = answer
    }
  }
}

/// Finds out how a unit sums products: in which order, with how many bits, rounded how, over which
/// exponents; then judges it against what was found.
///
/// Measurements narrow the model down to candidates, and answers to many structured sums leave those
/// over that explain all of them. A unit outside the model is reported as such, with a case.
public struct FingerprintRun: Sendable {
  let device: any Device
  let format: FormatDescriptor
  let result: FormatDescriptor
  let catalog: Catalog
  let effort: CheckEffort
  let seed: UInt64
  /// The terms of the sums in which the order is looked for.
  let length = 40
  /// The longest sum in which chunks are looked for.
  let longest: Int

  /// Creates a run.
  ///
  /// - Parameters:
  ///   - device: which must sum products of `format` in `result`, of any length up to `longest`.
  ///   - longest: the longest sum that is asked for.
  public init(
    _ device: any Device, format: FormatDescriptor, result: FormatDescriptor, catalog: Catalog,
    effort: CheckEffort = .standard, seed: UInt64 = 1, longest: Int = 1040
  ) {
    self.device = device
    self.format = format
    self.result = result
    self.catalog = catalog
    self.effort = effort
    self.seed = seed
    self.longest = longest
  }

  /// Asks, narrows down, and judges.
  ///
  /// - Throws: `DeviceError` where the device does not answer.
  public func callAsFunction() async throws -> Fingerprint {
    let bench = ProbeBench(device, format: format, result: result)
    var found = Fingerprint()
    let order = try await OrderProbe(bench)
    var lost: [UInt64]?
    if let order { lost = try await order.lostPlaces(length: length) }
    let shapes = try await shapes(order, lost, &found)
    guard !shapes.isEmpty else {
      found.asked = bench.asked
      return found
    }
    let measures = try await StageMeasures(bench, lost: lost, length: length)
    report(measures, &found)
    let candidates = AccumulatorCandidates(
      catalog: catalog, measures: measures, result: result, shapes: shapes)
    try await Elimination(bench: bench, seed: seed, length: length)
      .explain(candidates.all, &found)
    found.asked = bench.asked
    await judge(&found)
    return found
  }

  // MARK: - Stages

  private func report(_ measures: StageMeasures, _ found: inout Fingerprint) {
    found.findings.append(
      .init(
        "kept bits",
        measures.keptBits.map { "\($0) behind the leading one" }
          ?? "all that products of \(format.name) can ask for"))
    found.findings.append(
      .init(
        "small terms",
        "2^\(measures.lowest) comes through"
          + (measures.losesBelow ? ", smaller ones do not" : ", none smaller can be asked for")))
    found.findings.append(
      .init(
        "large terms",
        "2^\(measures.highest) comes through"
          + (measures.beyond.map { ", the next gives \($0)" } ?? ", none larger can be asked for")
          + "; sums reach \(measures.largestSum)"))
  }

  // MARK: - Verdict

  private func judge(_ found: inout Fingerprint) async {
    while let accumulator = found.accumulator {
      var results: [CheckResult] = []
      for length in lengths(accumulator) {
        let operation = Operation(
          .dot(accumulator, length: length), format: format, result: result,
          dialect: catalog.standard.dialect(for: result.name))
        guard let evaluator = try? Evaluator(operation) else { continue }
        let check = BlockCheck(evaluator, on: device, effort: effort)
        results.append(await check.run(CheckContext(seed: seed &+ 1)))
      }
      found.verification = results
      let refuted = results.first { result in
        if case .refuted = result.verdict { true } else { false }
      }
      guard let refuted, case .refuted(let example) = refuted.verdict else { return }
      if found.alternatives.isEmpty {
        found.accumulator = nil
        found.outside =
          "\(example.text): \(example.got), the nearest accumulator gives "
          + example.expected
      } else {
        found.accumulator = found.alternatives.removeFirst()
      }
    }
  }

  /// Lengths around everything that a sum may be cut by.
  private func lengths(_ accumulator: Accumulator) -> [Int] {
    var lengths: Set<Int> = [1, 2, 3, 4, 7, 16, 33]
    if let chunk = accumulator.chunk?.length {
      lengths.formUnion([chunk, chunk + 1, 2 * chunk + 3])
    }
    if case .aligned(let aligned) = accumulator.adder {
      lengths.formUnion([aligned.terms, aligned.terms + 1, 2 * aligned.terms + 1])
    }
    if case .lanes(let lanes, _) = accumulator.order {
      lengths.formUnion([lanes, lanes + 1, 2 * lanes + 1])
    }
    return lengths.filter { $0 <= longest }.sorted()
  }
}
