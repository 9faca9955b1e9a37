public import Devices
import Harness
public import Specs

/// A device asked for the cases of one public bug.
public struct CorpusCheck: Check {
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

  public var id: CheckID { .bug(entry.id, device: device.name) }
  public var judged: String { device.name }
  public var runsBesideOthers: Bool { !(device is any ForeignDevice) }

  public var row: PlannedCheck.Row {
    // What is usual goes without saying.
    let judged = device.name == "production" ? "" : " @\(device.name)"
    return .init(CheckID.corpus + judged, entry.kind, entry.id)
  }

  public var cost: CheckCost {
    CheckCost(cases: UInt64(cases.count), perMillion: 100_000_000)
  }

  /// Runs the case of the given inputs again, as any case of its operation.
  public func replay(_ choices: [UInt64]) async throws -> ReplayedCase {
    guard let item = cases.first(where: { $0.row.inputs == choices }) else {
      throw ReplayError(
        what: "\(entry.id) has no case of these inputs",
        remedy: "'assay list corpus --json' shows them")
    }
    return try await item.check(of: device, effort: .quick).replay(choices)
  }

  /// Asks the device for each case, in a batch full of it.
  ///
  /// A case whose operation the device does not compute is left out, and a warning says how many were;
  /// where that leaves none, the check is skipped. A case on which the reference and the corpus part
  /// leaves the check undecided. Never throws, as the other checks.
  public func run(_ context: CheckContext = CheckContext()) async -> CheckResult {
    var asked: [CorpusCase] = []
    var reason = ""
    for item in cases {
      switch item.support(on: device) {
      case .supported: asked.append(item)
      case .unsupported(let why), .absent(let why): reason = why
      }
    }
    return await judging(asked.isEmpty ? .unsupported(reason) : .supported, context) { result in
      try await compare(asked, context, &result)
      if asked.count < cases.count {
        result.warnings = [
          "\(cases.count - asked.count) of \(cases.count) cases are not for this device"
        ]
      }
    }
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
