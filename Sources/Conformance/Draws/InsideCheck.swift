public import Descriptors
public import Devices
import ExactArithmetic
import Harness
public import Reference
import Results

/// A device judged on an operation whose random numbers it draws itself: exact tests of what comes.
///
/// It is given the operands only, each case again and again among others, and what comes is compared
/// with the law of the case over all random words. `DrawBudget` says how the probability of a false
/// alarm is spent.
public struct InsideCheck: Sendable {
  /// The device, asked without words.
  public let device: any Device
  /// What is demanded.
  public let demand: DrawDemand
  /// How much is drawn where the demand does not say.
  public let effort: CheckEffort
  let subject: DrawSubject
  /// The first columns of a table.
  let row: PlannedCheck.Row

  /// Prepares to judge an operation that takes random words.
  ///
  /// - Throws: `OperationError` where the operation contradicts itself.
  public init(
    _ operation: Operation, on device: any Device, preset: String = "standard",
    demand: DrawDemand = DrawDemand(), effort: CheckEffort
  ) throws(OperationError) {
    self.device = device.drawingInside ?? device
    self.demand = demand
    self.effort = effort
    subject = try DrawSubject(operation, preset: preset, sharesWord: demand.sharesWord)
    row = PlannedCheck(DeviceCheck(operation, on: device, preset: preset, effort: effort)).row
  }

  /// What stands behind the id of an operation, and where one word rounds all elements of a block.
  public static let suffix = DrawSubject.suffix
  public static let sharedSuffix = DrawSubject.sharedSuffix

  /// The id: that of the operation, `/random-inside`, and the device behind an `@`.
  public var id: String { "\(subject.id)@\(device.name)" }

  /// The device's answers, and what they amount to.
  ///
  /// Never throws: a device that fails, or answers less than asked, makes the verdict `undecided`.
  public func run(_ context: CheckContext = CheckContext()) async -> CheckResult {
    await run(context, cases: nil)
  }

  /// The cases of a run with a seed.
  func cases(seed: UInt64) -> DrawCases {
    DrawCases(subject, count: effort.drawnCases, seed: seed)
  }

  /// Judges the device on cases that were chosen before.
  func run(_ context: CheckContext, cases chosen: DrawCases?) async -> CheckResult {
    let begin = ContinuousClock.now
    var result = CheckResult(id: id, subject: device.name, verdict: .skipped(reason: ""))
    switch subject.support(device) {
    case .unsupported(let reason), .absent(let reason):
      result.verdict = .skipped(reason: reason)
      return result
    case .supported: break
    }
    let cases = chosen ?? cases(seed: context.seed)
    if cases.randomCount == 0 {
      result.verdict = .undecided(reason: "no case was found that has more than one outcome")
      return result
    }
    let run = DrawRun(self, cases, standard: effort.draws)
    result = await run.judged(context, result)
    result.seconds =
      (ContinuousClock.now - begin) / .seconds(1) + (context.resumed?.seconds ?? 0)
    result.state?.seconds = result.seconds
    return result
  }

  /// Draws one case again and again, by itself.
  ///
  /// - Throws: `ReplayError` for choices that are no case, `DeviceError` where the device does not
  ///   answer.
  public func replay(_ choices: [UInt64]) async throws -> DeviceCheck.ReplayedCase {
    if let flaw = subject.flaw(choices) {
      throw ReplayError(what: flaw, remedy: "copy the whole replay line")
    }
    guard let cases = DrawCases(subject, only: choices) else {
      throw ReplayError(
        what: "this case has too many outcomes to be counted", remedy: "copy the whole replay line")
    }
    let run = DrawRun(self, cases, standard: 1 << 17)
    let result = await run.judged(
      CheckContext(), CheckResult(id: id, subject: device.name, verdict: .skipped(reason: "")))
    if let counterexample = result.verdict.counterexample {
      return DeviceCheck.ReplayedCase(counterexample: counterexample, holds: false)
    }
    guard result.verdict.conforms else {
      throw DeviceError.failed(result.verdict.reason ?? "nothing was decided")
    }
    return DeviceCheck.ReplayedCase(
      counterexample: Counterexample(
        law: id, subject: device.name, choices: choices, text: subject.operandText(choices),
        expected: "draws by the stated law", got: "\(result.cases) draws that agree with it"),
      holds: true)
  }
}

extension PlannedCheck {
  /// A device judged by what it draws itself.
  public init(_ check: InsideCheck) {
    let row = Row(check.row.operation, check.row.format, check.row.rule + " random-inside")
    self.init(
      id: check.id, row: row, group: row, device: check.device.name,
      cost: CheckCost(cases: UInt64(check.effort.draws)), run: { await check.run($0) })
    runsBesideOthers = false
    // Draws of several shards would be several runs, each with a false alarm of its own.
    isUndivided = true
    terms = check.demand.terms
  }
}

extension CheckEffort {
  /// All draws of a device with randomness inside.
  fileprivate var draws: Int {
    switch self {
    case .quick: 1 << 16
    case .standard: 1 << 20
    case .exhaustive: 1 << 25
    }
  }

  /// The cases that they are shared by.
  fileprivate var drawnCases: Int {
    switch self {
    case .quick: 24
    case .standard: 64
    case .exhaustive: 160
    }
  }
}
