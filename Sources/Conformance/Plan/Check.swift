public import Descriptors
public import Devices
public import Harness

/// One thing to be judged: a law about a format, an operation on a device, a public bug.
public protocol Check: Sendable {
  /// What is judged, by which law, on which device.
  var id: CheckID { get }
  /// Who is judged: a format, an estimator, a device.
  var judged: String { get }
  /// What the check's own row of a table says.
  var row: PlannedCheck.Row { get }
  /// What the check is going to do.
  var cost: CheckCost { get }
  /// Whether the check is too small to be divided among shards, and is done by one of them.
  var isUndivided: Bool { get }
  /// Whether others may run at the same time: not beside a device outside this process, which has its
  /// own way of keeping the machine busy.
  var runsBesideOthers: Bool { get }
  /// What is accepted beyond equal bits.
  var policy: AnswerPolicy { get }
  /// What else was demanded than what is usual, as options of the command line.
  var terms: [String] { get }

  /// Judges.
  ///
  /// Never throws: what goes wrong leaves the verdict open, with the reason.
  func run(_ context: CheckContext) async -> CheckResult

  /// Runs one case again, as the replay line of a counterexample has it.
  ///
  /// - Throws: `ReplayError` for choices that are no case, `OperationError` for an operation that
  ///   contradicts itself, `DeviceError` where the device does not compute it or does not answer.
  func replay(_ choices: [UInt64]) async throws -> ReplayedCase
}

extension Check {
  public var isUndivided: Bool { false }
  public var runsBesideOthers: Bool { true }
  public var policy: AnswerPolicy { .exact }
  public var terms: [String] { [] }

  /// What every run begins and ends with: nothing is asked of a device that does not compute it, what
  /// failed in the past is tried before all else, and whatever is thrown leaves the verdict open.
  func judging(
    _ support: DeviceSupport, _ context: CheckContext,
    _ search: (inout CheckResult) async throws -> Void
  ) async -> CheckResult {
    let begin = ContinuousClock.now
    var result = CheckResult(of: self, .skipped(reason: ""))
    switch support {
    case .unsupported(let reason), .absent(let reason):
      result.verdict = .skipped(reason: reason)
      return result
    case .supported: break
    }
    do {
      for choices in context.remembered {
        let replayed = try await replay(choices)
        guard !replayed.holds else { continue }
        result.verdict = .refuted(replayed.counterexample)
        result.cases = 1
        return result
      }
      try await search(&result)
    } catch {
      result.fail(error)
    }
    result.seconds = (ContinuousClock.now - begin) / .seconds(1) + (context.resumed?.seconds ?? 0)
    return result
  }
}

/// A check of what a device makes of one operation.
public protocol OperationCheck: Check {
  /// The operation.
  var operation: Operation { get }
  /// The name of the dialect preset that the operation's dialect was taken from.
  var preset: String { get }
  /// The device.
  var device: any Device { get }
  /// What is asked about the operation.
  var question: DeviceLaw { get }
}

extension OperationCheck {
  public var preset: String { "standard" }

  /// The operation's name, the law if it is not the usual one, then the device behind an `@`.
  public var id: CheckID {
    .operation(operation.name(dialect: preset), question, device: device.name)
  }

  public var judged: String { device.name }

  public var row: PlannedCheck.Row {
    PlannedCheck.row(operation, device, preset: preset, law: question.name)
  }

  public var runsBesideOthers: Bool { !(device is any ForeignDevice) }
}

/// One case run again, whether it holds or not.
public struct ReplayedCase: Sendable {
  /// The case, what was expected and what came; no texts for these where a law that holds has none.
  public var counterexample: Counterexample
  /// What was found.
  public var outcome: Outcome

  /// What came of a case.
  public enum Outcome: Hashable, Sendable {
    case holds, refuted
    /// The case could not be decided, and why.
    case undecided(reason: String)
  }

  /// Whether the case is as the law demands.
  public var holds: Bool { outcome == .holds }
}

extension ReplayedCase {
  init(_ counterexample: Counterexample, holds: Bool) {
    self.init(counterexample: counterexample, outcome: holds ? .holds : .refuted)
  }
}

/// Why choices are no case of a law.
public struct ReplayError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public var what: String
  /// What the reader can do about it.
  public var remedy: String

  /// The one line.
  public var description: String { "\(what); \(remedy)" }
}
