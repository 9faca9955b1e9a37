public import Descriptors
public import Devices
import Harness
import Reference
import Reporting
import Synchronization

/// A device judged on an operation: every case of a domain, bit for bit against the reference.
public struct DeviceCheck: Sendable {
  /// The operation.
  public let operation: Operation
  /// The name of the dialect preset that the operation's dialect was taken from.
  public let preset: String
  /// The device.
  public let device: any Device
  /// How much is tried.
  public let effort: CheckEffort
  /// The size of a sample, where it is not the effort's own.
  public let sample: UInt64?
  /// Which answers are taken although their bits differ.
  public let policy: AnswerPolicy

  /// Creates the check.
  public init(
    _ operation: Operation, on device: any Device, preset: String = "standard",
    effort: CheckEffort, sample: UInt64? = nil, policy: AnswerPolicy = .exact
  ) {
    self.policy = policy
    self.operation = operation
    self.preset = preset
    self.device = device
    self.effort = effort
    self.sample = sample
  }

  /// The id of the law: the operation's name, then the device behind an `@`.
  public var id: String { "\(operation.name(dialect: preset))@\(device.name)" }

  /// The most cases of a block that are compared one by one.
  static let mostListed: UInt64 = 1 << 10

  /// Judges the device.
  ///
  /// Never throws: a device that fails, or answers less than asked, makes the verdict `undecided`
  /// with the reason, and what it had answered is counted.
  public func run(_ context: CheckContext = CheckContext()) async -> CheckResult {
    await run(context, cases: nil)
  }

  /// Judges the device on cases that were made before, by this operation, effort and seed.
  func run(_ context: CheckContext, cases: CheckCases?) async -> CheckResult {
    await limited(to: context.allowance).judge(context, cases)
  }

  private func judge(_ context: CheckContext, _ cases: CheckCases?) async -> CheckResult {
    let clock = ContinuousClock()
    let begin = clock.now
    var result = CheckResult(id: id, subject: device.name, verdict: .skipped(reason: ""))
    switch device.support(for: operation) {
    case .unsupported(let reason):
      result.verdict = .skipped(reason: reason)
      return result
    case .absent(let reason):
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
      let unit = try device.prepare(operation)
      let cases =
        cases ?? .shared(operation, effort: effort, sample: sample, seed: context.seed)
      defer {
        if context.segments > 0 {
          result.extent?.basis = .init(
            effort: effort.rawValue, sample: sample,
            isAimed: CoverageCount.aims(at: cases.evaluator, context.coverage))
        }
      }
      switch cases.questions {
      case .everyCode(let map):
        try await sweep(unit, cases.evaluator, map, context, &result)
      case .listed(let domain):
        try await compare(unit, cases.evaluator, domain, context, &result)
      }
    } catch {
      result.fail(error)
    }
    result.seconds = (clock.now - begin) / .seconds(1) + (context.resumed?.seconds ?? 0)
    return result
  }

  /// Why an answer with other bits than the reference's is taken; `nil` where it is not.
  typealias Accepting =
    @Sendable (_ got: UInt64, _ expected: UInt64, _ codes: [UInt64], _ word: UInt32) -> String?

  /// The policy made ready.
  var acceptance: Accepting {
    guard policy != .exact else { return { _, _, _, _ in nil } }
    let rule = AnswerRule(VectorTask(operation, preset: preset), policy)
    return { got, expected, codes, word in
      guard case .accepted(let reason) = rule([got], expected: [expected], to: item(codes, word))
      else { return nil }
      return reason
    }
  }

  /// A case as policies look at it.
  func item(_ codes: [UInt64], _ word: UInt32) -> Case {
    Case(codes: codes, words: operation.takesRandomWord ? [word] : [])
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

  /// Sets the verdict.
  func conclude(
    _ failure: CaseShrinker.Case?, _ evaluator: ScalarEvaluator, _ context: CheckContext,
    _ answeredLess: Bool, _ isEverything: Bool, _ result: inout CheckResult
  ) {
    if let failure {
      result.verdict = .refuted(counterexample(failure, evaluator))
    } else if answeredLess {
      result.verdict = .undecided(reason: "the device answered only \(result.cases) cases")
    } else if result.cursor != nil {
      result.verdict = .undecided(reason: "time ran out after \(result.cases) cases")
    } else if !isEverything {
      result.verdict = .sampled(cases: result.cases, seed: context.seed)
    } else if context.shard.count > 1 {
      result.verdict = .enumerated(cases: result.cases)
      result.extent?.together = "proved"
    } else {
      result.verdict = .proved(cases: result.cases)
    }
  }

  /// The counterexample with its derivation.
  func counterexample(
    _ failing: CaseShrinker.Case, _ evaluator: ScalarEvaluator
  ) -> Counterexample {
    let explanation = Explanation(evaluator, codes: failing.codes, word: failing.word)
    let operands = zip(evaluator.operands, failing.codes).map { format, code in
      "\(hexadecimal(code, bits: format.bits)) (\(format.decode(code)))"
    }
    let word = operation.takesRandomWord ? ["word \(failing.word)"] : []
    let got =
      failing.got <= evaluator.result.lastCode
      ? " (\(evaluator.result.decode(failing.got)))" : ": wider than the format"
    return Counterexample(
      law: id, subject: device.name,
      choices: failing.codes + (operation.takesRandomWord ? [UInt64(failing.word)] : []),
      text: (operands + word).joined(separator: ", "),
      expected: "\(hexadecimal(explanation.code, bits: evaluator.result.bits))"
        + " (\(explanation.result))",
      got: hexadecimal(failing.got, bits: evaluator.result.bits) + got,
      derivation: explanation.steps.map { "\($0.label): \($0.text)" })
  }
}
