import Devices
public import Harness
public import Results

/// What came of one check.
public struct CheckResult: Sendable {
  /// The id of the law.
  public var id: String
  /// What was judged.
  public var subject: String
  /// The verdict.
  public var verdict: Verdict
  /// The finite domain that was finished, in words, where it is not every input.
  public var domain: String?
  /// The number of cases that were answered and compared.
  public var cases: UInt64 = 0
  /// The number of cases that were asked for, where the budget of the run allowed fewer.
  public var asked: UInt64?
  /// Wall-clock seconds, thresholds included.
  public var seconds: Double = 0
  /// How often each class of operand and result was met, for sampled checks.
  public var classes: [String: UInt64] = [:]
  /// Which classes of operands, results and roundings were met, where that was counted.
  public var coverage: CoverageRecord?
  /// The dialect that a refuted device follows instead, where it was looked for.
  public var dialects: DialectReport?
  /// How far off a refuted device is.
  public var steps: StepReport?
  /// Doubts about the check itself, such as a class of input that was never met.
  public var warnings: [String] = []
  /// What the rows of recorded answers were.
  public var rows: AnswerRows?
  /// What was accepted beyond equal bits, and how often.
  public var acceptance: Acceptance?
  /// The first block that was not done, when time ran out.
  public var cursor: UInt64?
  /// Where the check stands, to go on from.
  public var state: CheckState?
  /// Which cases were done, and the digest of what came of them.
  public var extent: VerdictExtent?
  /// What a statistical verdict rests on, for devices with randomness inside.
  public var draws: DrawStatement?
  /// Whether the device, or what runs it, failed before the check was done.
  public private(set) var hasFailed = false

  /// Creates a result.
  public init(id: String, subject: String, verdict: Verdict) {
    self.id = id
    self.subject = subject
    self.verdict = verdict
  }

  /// Creates the result of a check.
  public init(of check: any Check, _ verdict: Verdict) {
    self.init(id: check.id.description, subject: check.judged, verdict: verdict)
  }

  /// Leaves the verdict open for a failure of the device, or of what runs it.
  ///
  /// A device that does not compute the operation, and finds out only when asked, has not failed.
  public mutating func fail(_ error: any Error) {
    if case DeviceError.unsupported(let reason) = error {
      verdict = .skipped(reason: reason)
      return
    }
    verdict = .undecided(reason: "\(error)")
    hasFailed = true
  }
}
