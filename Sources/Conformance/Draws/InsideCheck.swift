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
public struct InsideCheck: OperationCheck {
  /// The operation, which takes random words.
  public let operation: Operation
  /// The name of the dialect preset that the operation's dialect was taken from.
  public let preset: String
  /// The device, asked without words.
  public let device: any Device
  /// What is demanded.
  public let demand: DrawDemand
  /// How much is drawn where the demand does not say.
  public let effort: CheckEffort
  let subject: DrawSubject

  /// Prepares to judge an operation that takes random words.
  ///
  /// - Throws: `OperationError` where the operation contradicts itself, and where nothing is drawn.
  public init(
    _ operation: Operation, on device: any Device, preset: String = "standard",
    demand: DrawDemand = DrawDemand(), effort: CheckEffort
  ) throws(OperationError) {
    guard operation.takesRandomWord else {
      throw OperationError(text: "nothing is random in \(operation.name(dialect: preset))")
    }
    guard let drawing = device.drawingInside else {
      throw OperationError(
        text: "\(device.name) draws nothing by itself: it is given its random words")
    }
    (self.operation, self.preset, self.device) = (operation, preset, drawing)
    (self.demand, self.effort) = (demand, effort)
    subject = try DrawSubject(operation, sharesWord: demand.sharesWord)
  }

  public var question: DeviceLaw {
    .inside(sharesWord: demand.sharesWord && operation.sharesRoundings)
  }

  public var cost: CheckCost { CheckCost(cases: UInt64(effort.draws)) }
  public var terms: [String] { demand.terms }
  public var runsBesideOthers: Bool { false }
  // Draws of several shards would be several runs, each with a false alarm of its own.
  public var isUndivided: Bool { true }

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
    var result = CheckResult(of: self, .skipped(reason: ""))
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
  public func replay(_ choices: [UInt64]) async throws -> ReplayedCase {
    if let flaw = subject.flaw(choices) {
      throw ReplayError(what: flaw, remedy: "copy the whole replay line")
    }
    guard let cases = DrawCases(subject, only: choices) else {
      throw ReplayError(
        what: "this case has too many outcomes to be counted", remedy: "copy the whole replay line")
    }
    let run = DrawRun(self, cases, standard: 1 << 17)
    let result = await run.judged(CheckContext(), CheckResult(of: self, .skipped(reason: "")))
    if let counterexample = result.verdict.counterexample {
      return ReplayedCase(counterexample, holds: false)
    }
    guard result.verdict.conforms else {
      throw DeviceError.failed(result.verdict.reason ?? "nothing was decided")
    }
    return ReplayedCase(
      Counterexample(
        law: id.description, subject: device.name, choices: choices,
        text: subject.operandText(choices), expected: "draws by the stated law",
        got: "\(result.cases) draws that agree with it"), holds: true)
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
