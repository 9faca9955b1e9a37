public import Descriptors
public import Devices
import Harness
public import Reference
import Results
import Synchronization

/// A device judged on an operation: every case of a domain, bit for bit against the reference.
public struct DeviceCheck: OperationCheck {
  /// The operation.
  public let operation: Operation
  /// The name of the dialect preset that the operation's dialect was taken from.
  public let preset: String
  /// The device.
  public let device: any Device
  /// How much is tried.
  public internal(set) var effort: CheckEffort
  /// The size of a sample, where it is not the effort's own.
  public internal(set) var sample: UInt64?
  /// Which answers are taken although their bits differ, element by element.
  public let policy: AnswerPolicy
  /// Whether all cases are made of a few codes, since those of the whole format are too many.
  let isSpelled: Bool
  /// The reference, where it was made before.
  private let known: Evaluator?

  /// Creates the check.
  public init(
    _ operation: Operation, on device: any Device, preset: String = "standard",
    effort: CheckEffort, sample: UInt64? = nil, policy: AnswerPolicy = .exact
  ) {
    (self.operation, self.device, self.preset, self.effort) = (operation, device, preset, effort)
    (self.sample, self.policy, isSpelled, known) = (sample, policy, false, nil)
  }

  /// Creates the check of an operation whose reference is there already.
  public init(
    _ evaluator: Evaluator, on device: any Device, effort: CheckEffort, sample: UInt64? = nil,
    policy: AnswerPolicy = .exact
  ) {
    (operation, self.device, preset, self.effort) =
      (evaluator.operation, device, "standard", effort)
    (self.sample, self.policy, isSpelled, known) = (sample, policy, false, evaluator)
  }

  /// Creates a check of all cases that are made of a few codes; `nil` where all codes can be tried
  /// anyway, where there are several formats, and where cases are too long.
  public init?(
    spelling evaluator: Evaluator, on device: any Device, effort: CheckEffort,
    policy: AnswerPolicy = .exact
  ) {
    let operands = evaluator.operation.operandCount
    guard evaluator.scalar == nil, evaluator.operands.count == 1,
      evaluator.operation.wordCount == 0, operands >= 2,
      operands * evaluator.format.bits > effort.enumeratedBlockBits,
      effort.enumeratedBlockBits / operands >= 2
    else { return nil }
    (operation, self.device, preset, self.effort) =
      (evaluator.operation, device, "standard", effort)
    (sample, self.policy, isSpelled, known) = (nil, policy, true, evaluator)
  }

  public var question: DeviceLaw { isSpelled ? .alphabet : .answers }

  /// The reference.
  ///
  /// - Throws: `OperationError` where the operation contradicts itself.
  public func evaluator() throws(OperationError) -> Evaluator {
    if let known { return known }
    return try Evaluator(operation)
  }

  /// What is asked.
  func cases(seed: UInt64) throws(OperationError) -> CheckCases {
    .shared(try evaluator(), effort: effort, sample: sample, seed: seed, isSpelled: isSpelled)
  }

  /// Judges the device.
  ///
  /// Never throws: a device that fails, or answers less than asked, makes the verdict `undecided`
  /// with the reason, and what it had answered is counted; so does an operation without a meaning.
  public func run(_ context: CheckContext = CheckContext()) async -> CheckResult {
    await run(context, cases: nil)
  }

  /// Judges the device on cases that were made before, by this operation, effort and seed.
  func run(_ context: CheckContext, cases: CheckCases?) async -> CheckResult {
    await limited(to: context.allowance).judge(context, cases)
  }

  private func judge(_ context: CheckContext, _ cases: CheckCases?) async -> CheckResult {
    await judging(device.support(for: operation), context) { result in
      let unit = try device.prepare(operation)
      let cases = if let cases { cases } else { try self.cases(seed: context.seed) }
      defer {
        if context.segments > 0 {
          let isAimed =
            cases.evaluator.scalar.map { CoverageCount.aims(at: $0, context.coverage) } ?? false
          result.extent?.basis = .init(effort: effort.rawValue, sample: sample, isAimed: isAimed)
        }
      }
      let runner = CaseRunner(
        evaluator: cases.evaluator, unit: unit, accepts: acceptance(cases.evaluator))
      switch cases.questions {
      case .everyCode(let map, let scalar):
        try await sweep(runner, scalar, map, context, &result)
      case .listed(let source):
        result.domain = cases.alphabet?.text
        try await compare(runner, source, context, &result)
      }
    }
  }

  /// Why an answer with other results than the reference's is taken; `nil` where it is not.
  typealias Accepting =
    @Sendable (_ item: Case, _ got: Answer, _ expected: Answer) -> String?

  /// The policy made ready.
  func acceptance(_ evaluator: Evaluator) -> Accepting {
    guard policy != .exact else { return { _, _, _ in nil } }
    let rule = AnswerRule(VectorTask(evaluator, preset: preset), policy)
    return { item, got, expected in
      guard got.flags == nil || got.flags == expected.flags,
        case .accepted(let reason) = rule(got.results, expected: expected.results, to: item)
      else { return nil }
      return reason
    }
  }

  /// What stands before a reason of acceptance among the classes that blocks count.
  static let accepted = "accepted: "

  /// Takes what was accepted out of the counts; returns the classes.
  func classes(of tally: CaseTally, _ result: inout CheckResult) -> [String: UInt64] {
    var (classes, accepted): ([String: UInt64], [String: UInt64]) = ([:], [:])
    for (name, count) in tally.classes {
      if name.hasPrefix(Self.accepted) {
        accepted[String(name.dropFirst(Self.accepted.count))] = count
      } else {
        classes[name] = count
      }
    }
    result.acceptance = policy.acceptance(counting: accepted)
    return classes
  }
}
