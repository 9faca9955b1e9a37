public import Devices
import Harness
public import Specs

/// A device asked for the cases of one public bug.
public struct CorpusCheck: Sendable {
  /// The bug.
  public let entry: CorpusEntry
  /// Its cases.
  public let cases: [CorpusCase]
  /// The device.
  public let device: any Device

  /// Creates the check.
  ///
  /// - Throws: `SpecError` where a case of the entry cannot be understood.
  public init(
    _ entry: CorpusEntry, on device: any Device, catalog: Catalog
  ) throws(SpecError) {
    self.entry = entry
    self.device = device
    var cases: [CorpusCase] = []
    for row in entry.rows { cases.append(try CorpusCase(row, catalog: catalog)) }
    self.cases = cases
  }

  /// The id under which the check is planned: `corpus/B01-double-rounding@production`.
  public var id: String { "\(Self.family)/\(entry.id)@\(device.name)" }

  /// The beginning of such ids.
  public static let family = "corpus"

  /// Asks the device for each case, in a batch full of it.
  ///
  /// A case whose operation the device does not compute is left out, and a warning says how many were;
  /// where that leaves none, the check is skipped. A case on which the reference and the corpus part
  /// leaves the check undecided. Never throws, as the other checks.
  public func run(_ context: CheckContext = CheckContext()) async -> CheckResult {
    let clock = ContinuousClock()
    let begin = clock.now
    var result = CheckResult(id: id, subject: device.name, verdict: .skipped(reason: ""))
    var asked: [CorpusCase] = []
    var reason = ""
    for item in cases {
      switch item.support(on: device) {
      case .supported: asked.append(item)
      case .unsupported(let why), .absent(let why): reason = why
      }
    }
    guard !asked.isEmpty else {
      result.verdict = .skipped(reason: reason)
      return result
    }
    do {
      try await compare(asked, context, &result)
      if asked.count < cases.count {
        result.warnings = [
          "\(cases.count - asked.count) of \(cases.count) cases are not for this device"
        ]
      }
    } catch {
      result.fail(error)
    }
    result.seconds = (clock.now - begin) / .seconds(1)
    return result
  }

  private func compare(
    _ asked: [CorpusCase], _ context: CheckContext, _ result: inout CheckResult
  ) async throws {
    let run = context.run(blocks: UInt64(asked.count))
    let tally = run.tally
    let outcome = await run.callAsFunction {
      { block -> Counterexample? in
        let item = asked[Int(block)]
        guard item.reference == item.row.expected else {
          throw SpecError(
            what: "the reference and the corpus part on \(item.row.operation)",
            remedy: "one of them is wrong: report it")
        }
        let answers = try await item.answers(of: device)
        let codes = answers.flatMap { $0 }
        tally.add(
          block, answered: 1, asked: 1,
          digest: BlockHash.digest(of: codes, block: block, count: UInt64(codes.count)))
        return answers.first { $0 != item.row.expected }
          .map { item.counterexample($0, on: device) }
      }
    }
    tally.conclude(outcome, &result)
    if let error = outcome.error { throw error }
    result.domain = "the cases of \(entry.sources.joined(separator: ", "))"
    if let failure = outcome.failure {
      result.verdict = .refuted(failure)
    } else if result.cursor != nil {
      result.verdict = .undecided(reason: "time ran out after \(result.cases) cases")
    } else {
      result.verdict = .enumerated(cases: result.cases)
    }
  }
}
