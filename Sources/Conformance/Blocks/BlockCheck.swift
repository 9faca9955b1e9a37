public import Descriptors
public import Devices
import Harness
import Reference
import Reporting

/// A device judged on an operation on blocks: case by case, bit for bit against the reference.
public struct BlockCheck: Sendable {
  /// What the device should compute.
  public let evaluator: Evaluator
  /// The device.
  public let device: any Device
  /// How much is tried.
  public let effort: CheckEffort
  /// The size of a sample, where it is not the effort's own.
  public let sample: UInt64?
  /// Which answers are taken although their bits differ, element by element.
  public let policy: AnswerPolicy
  /// The codes of which all cases are made, where they are not taken from the whole format.
  let alphabet: CodeAlphabet?

  /// Creates the check.
  public init(
    _ evaluator: Evaluator, on device: any Device, effort: CheckEffort, sample: UInt64? = nil,
    policy: AnswerPolicy = .exact
  ) {
    self.policy = policy
    self.evaluator = evaluator
    self.device = device
    self.effort = effort
    self.sample = sample
    alphabet = nil
  }

  /// Creates a check of all cases that are made of a few codes; `nil` where all codes can be tried
  /// anyway, where there are several formats, and where cases are too long.
  public init?(
    spelling evaluator: Evaluator, on device: any Device, effort: CheckEffort,
    policy: AnswerPolicy = .exact
  ) {
    let operands = evaluator.operation.operandCount
    guard evaluator.operands.count == 1, evaluator.operation.wordCount == 0, operands >= 2,
      operands * evaluator.format.bits > effort.enumeratedBlockBits,
      effort.enumeratedBlockBits / operands >= 2
    else { return nil }
    self.policy = policy
    self.evaluator = evaluator
    self.device = device
    self.effort = effort
    sample = nil
    alphabet = CodeAlphabet(
      evaluator.format, count: 1 << (effort.enumeratedBlockBits / operands))
  }

  /// The operation.
  public var operation: Operation { evaluator.operation }

  /// The id of the law: the operation's name, then the device behind an `@`.
  public var id: String {
    "\(operation.name)\(alphabet == nil ? "" : "/" + Self.spelled)@\(device.name)"
  }

  /// What the id of a check over an alphabet ends in.
  static let spelled = "alphabet"

  /// Judges the device.
  ///
  /// Never throws: a device that fails, or answers less than asked, makes the verdict `undecided`
  /// with the reason, and what it had answered is counted.
  public func run(_ context: CheckContext = CheckContext()) async -> CheckResult {
    await limited(to: context.allowance).judge(context)
  }

  private func judge(_ context: CheckContext) async -> CheckResult {
    let clock = ContinuousClock()
    let begin = clock.now
    var result = CheckResult(id: id, subject: device.name, verdict: .skipped(reason: ""))
    switch device.support(for: operation) {
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
      try await compare(try device.prepare(operation), context, &result)
    } catch {
      result.fail(error)
    }
    result.seconds = (clock.now - begin) / .seconds(1) + (context.resumed?.seconds ?? 0)
    return result
  }

  private func compare(
    _ unit: any Unit, _ context: CheckContext, _ result: inout CheckResult
  ) async throws {
    let domain =
      alphabet.map { BlockDomain(evaluator, over: $0, seed: context.seed) }
      ?? effort.domain(for: evaluator, sample: sample, seed: context.seed)
    result.domain = alphabet?.text
    let classes = BlockClasses(evaluator)
    let coverage = context.coverage == .none ? nil : BlockCoverage(operation)
    let size = Self.batchSize(domain.count, operation)
    let accepts = acceptance
    let runner = BlockRunner(evaluator: evaluator, unit: unit, accepts: accepts)
    let run = context.run(blocks: (domain.count + size - 1) / size)
    let tally = run.tally
    let outcome = await run.callAsFunction {
      { block in
        let first = block * size
        let cases = (first..<min(first + size, domain.count)).map { domain($0) }
        let answers = try await runner.answers(cases)
        var seen: [String: UInt64] = [:]
        var cells: [Int: UInt64] = [:]
        defer {
          tally.add(
            block, answered: UInt64(answers.count), asked: UInt64(cases.count), classes: seen,
            cells: cells, digest: Answer.digest(of: answers, block: block))
        }
        for (index, got) in answers.enumerated() {
          let expected = evaluator.answer(cases[index])
          if index % BlockCoverage.every == 0 || first + UInt64(index) < domain.aimedCount {
            if let coverage {
              cells[BlockCoverage.classified, default: 0] += 1
              coverage.classify(cases[index], expected) { cells[$0, default: 0] += 1 }
            }
            for name in classes.of(cases[index], expected) { seen[name, default: 0] += 1 }
          }
          if got.agrees(with: expected) { continue }
          guard let reason = accepts(cases[index], got, expected) else {
            return AnsweredCase(input: cases[index], got: got)
          }
          seen[DeviceCheck.accepted + reason, default: 0] += 1
        }
        return nil
      }
    }
    tally.conclude(outcome, &result)
    let met = tally.classes.filter { !$0.key.hasPrefix(DeviceCheck.accepted) }
    result.acceptance = policy.acceptance(counting: accepted(tally))
    if context.segments > 0 {
      result.extent?.basis = .init(effort: effort.rawValue, sample: sample)
    }
    if let error = outcome.error { throw error }
    if let failure = outcome.failure, !context.candidates.isEmpty {
      let match = BlockDialectMatch(
        evaluator: evaluator, unit: unit, candidates: context.candidates)
      result.dialects = await match(domain, failing: failure)
    }
    result.coverage = coverage?.record(tally.cells, context.coverage)
    if domain.extent == .sample {
      result.classes = met
      // A short run may miss what is rare.
      if outcome.failure == nil, domain.count >= 500 {
        result.warnings = classes.all.filter { result.classes[$0] == nil }
          .map { "never met: \($0)" }
      }
    }
    result.verdict = await verdict(
      outcome.failure, runner, domain, context, answeredLess: tally.isShort, result)
    if result.verdict.word == "enumerated" {
      result.extent?.together = domain.extent == .everything ? "proved" : nil
    }
  }

  /// How many cases a batch has: not a multiple of any vector, nor one more than that.
  ///
  /// What becomes of the blocks that are left over shows only where there are several of them.
  static func batchSize(_ cases: UInt64, _ operation: Operation) -> UInt64 {
    let most = min(cases, UInt64(max(23, 4096 / operation.operandCount)))
    return most < 23 ? max(1, most) : most - (most - 7) % 16
  }

  private func verdict(
    _ failure: AnsweredCase?, _ runner: BlockRunner, _ domain: BlockDomain,
    _ context: CheckContext, answeredLess: Bool, _ result: CheckResult
  ) async -> Verdict {
    if let failure { return .refuted(await refutation(failure, runner)) }
    if answeredLess {
      return .undecided(reason: "the device answered only \(result.cases) cases")
    }
    if result.cursor != nil {
      return .undecided(reason: "time ran out after \(result.cases) cases")
    }
    switch domain.extent {
    case .sample: return .sampled(cases: result.cases, seed: context.seed)
    case .everything where context.shard.count == 1: return .proved(cases: result.cases)
    case .everything, .everyDraw, .alphabet: return .enumerated(cases: result.cases)
    }
  }

  /// The smallest failing case that is found from a failing one.
  private func refutation(
    _ failing: AnsweredCase, _ runner: BlockRunner
  ) async -> Counterexample {
    let small = await BlockShrinker(runner)(failing)
    // What fails only beside its neighbours may have been shrunk beside others.
    for item in [small, failing] {
      switch try? await runner.trial(item.input) {
      case .wrongAlone(let got):
        return counterexample(AnsweredCase(input: item.input, got: got))
      case .wrongAmongOthers(let got):
        return counterexample(
          AnsweredCase(input: item.input, got: got), remark: Self.amongOthers)
      case .right, nil: continue
      }
    }
    return counterexample(failing, remark: "the device gave this once, and not again")
  }

  static let amongOthers = "alone in a batch the device is right; beside other cases it is not"

  /// The counterexample with its derivation.
  func counterexample(_ failing: AnsweredCase, remark: String? = nil) -> Counterexample {
    let text = BlockText(evaluator)
    let expected = evaluator.answer(failing.input)
    let flags = failing.got.flags == nil ? nil : expected.flags
    return Counterexample(
      law: id, subject: device.name, choices: failing.input.choices,
      text: text.operands(failing.input),
      expected: text.answer(Answer(results: expected.results, flags: flags)),
      got: text.answer(failing.got),
      derivation: (remark.map { [$0] } ?? [])
        + BlockDerivation(evaluator).lines(failing.input, expected, failing.got))
  }
}

extension CheckEffort {
  /// The cases of an operation on blocks.
  func domain(for evaluator: Evaluator, sample: UInt64?, seed: UInt64) -> BlockDomain {
    BlockDomain(
      evaluator, enumeratingUpTo: enumeratedBlockBits,
      sample: sample ?? self.sample(of: evaluator.operation),
      seed: seed, isAimed: true)
  }

  /// The most bits of a case on blocks for which all cases are tried.
  var enumeratedBlockBits: Int {
    switch self {
    case .quick: 8
    case .standard: 16
    case .exhaustive: 24
    }
  }

  /// How many cases of an operation on blocks are sampled: fewer of large ones.
  func sample(of operation: Operation) -> UInt64 {
    let elements: UInt64 =
      switch self {
      case .quick: 4_500
      case .standard: 24_000
      case .exhaustive: 2_000_000
      }
    var cost = UInt64(operation.operandCount)
    // An exact optimum of a tile takes much longer than a sort.
    if case .mask(.transposable(let pattern, .optimal), _, _, _) = operation.function {
      cost *= UInt64(max(1, pattern.of / 2))
    }
    // Sums are cheap to evaluate, and what goes wrong in long ones is rare.
    if case .dot = operation.function { return max(400, 4 * elements / cost) }
    return max(7, elements / cost)
  }
}
