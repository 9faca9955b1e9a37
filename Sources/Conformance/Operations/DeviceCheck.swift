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
      let cases = cases ?? CheckCases(operation, effort: effort, sample: sample, seed: context.seed)
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
      result.verdict = .undecided(reason: "\(error)")
    }
    result.seconds = (clock.now - begin) / .seconds(1) + (context.resumed?.seconds ?? 0)
    return result
  }

  /// Every code of the one operand, against the intervals of the reference.
  private func sweep(
    _ unit: any Unit, _ evaluator: Evaluator, _ map: IntervalMap, _ context: CheckContext,
    _ result: inout CheckResult
  ) async throws {
    let sweep = Sweep(map: map, unit: unit, accepts: acceptance)
    let total = map.lastCode + 1
    let size = BlockRun.size(of: total, atMost: Sweep.mostPerBlock)
    let run = context.run(blocks: (total + size - 1) / size)
    let tally = run.tally
    let outcome = await run.callAsFunction {
      [operation] in
      // A worker does one block after the other; taking the batch out keeps its columns unshared.
      let spare = Spare(Batch(operation, count: Int(size)))
      return { block in
        var batch = spare.take()
        defer { spare.giveBack(&batch) }
        let codes = block * size..<min((block + 1) * size, total)
        var accepted: [String: UInt64] = [:]
        let (count, failing) = try await sweep.mismatch(in: codes, using: &batch) {
          accepted[Self.accepted + $0, default: 0] += 1
        }
        tally.add(
          block, answered: count, asked: UInt64(codes.count), classes: accepted,
          digest: batch.results.digest(of: block, count: Int(count)))
        return failing.map { CaseShrinker.Case(codes: [$0.code], word: 0, got: $0.got) }
      }
    }
    tally.conclude(outcome, &result)
    _ = classes(of: tally, &result)
    if let error = outcome.error { throw error }
    let coverage = CoverageCount(evaluator, context.coverage)
    if !tally.isShort {
      let blocks = context.blocks(before: outcome.unfinishedFrom ?? (total + size - 1) / size)
      let parts = blocks.map { $0 * size..<min(($0 + 1) * size, total) }
      result.coverage = coverage?.record(swept: parts)
    }
    if let failure = outcome.failure, !context.candidates.isEmpty {
      let probes = CheckEffort.quick.domain(for: evaluator, sample: nil, seed: context.seed)
        .aiming(at: coverage?.aimed ?? [])
      let answers = await answers(
        unit, evaluator, probes, most: AnswerStudy.mostAnswers
      ) { _, codes, _ in context.shard == .whole && codes[0] < failure.codes[0] }
      result.study(answers, of: operation, preset: preset, presets: context.candidates.presets)
      result.coverage = coverage?.record(of: answers)
    }
    // The first failing code in order is already the smallest.
    conclude(outcome.failure, evaluator, context, tally.isShort, true, &result)
  }

  /// Case by case, against the reference evaluated on each.
  private func compare(
    _ unit: any Unit, _ evaluator: Evaluator, _ domain: CaseDomain, _ context: CheckContext,
    _ result: inout CheckResult
  ) async throws {
    let coverage = CoverageCount(evaluator, context.coverage)
    let domain = coverage.map { domain.aiming(at: $0.aimed) } ?? domain
    let size = BlockRun.size(of: domain.count, atMost: Self.mostListed)
    let accepts = acceptance
    let run = context.run(blocks: (domain.count + size - 1) / size)
    let tally = run.tally
    let outcome = await run.callAsFunction {
      [operation] in
      { block in
        let first = block * size
        let count = Int(min(size, domain.count - first))
        var batch = Batch(operation, count: count)
        let cases = (0..<count).map { domain(first + UInt64($0)) }
        for (index, item) in cases.enumerated() {
          batch.set(index, codes: item.codes, word: item.word)
        }
        let done = try await unit.run(&batch)
        var seen: [String: UInt64] = [:]
        var cells: [Int: UInt64] = [:]
        let digest = batch.results.digest(of: block, count: done)
        defer {
          tally.add(
            block, answered: UInt64(done), asked: UInt64(count), classes: seen, cells: cells,
            digest: digest)
        }
        for (index, item) in cases.prefix(done).enumerated() {
          let expected =
            coverage?.model.classify(item.codes, word: item.word) { cells[$0, default: 0] += 1 }
            ?? evaluator(item.codes, word: item.word)
          if index % 16 == 0 || !domain.isEverything {
            for (operand, code) in item.codes.enumerated() {
              seen["operand \(evaluator.operands[operand].classify(code).rawValue)", default: 0] +=
                1
            }
            seen["result \(evaluator.result.classify(expected).rawValue)", default: 0] += 1
          }
          let got = batch.results[index]
          if got != expected {
            if let reason = accepts(got, expected, item.codes, item.word) {
              seen[Self.accepted + reason, default: 0] += 1
              continue
            }
            let failing = CaseShrinker.Case(codes: item.codes, word: item.word, got: got)
            return (place: first + UInt64(index), case: failing)
          }
        }
        return nil
      }
    }
    tally.conclude(outcome, &result)
    let classes = classes(of: tally, &result)
    if let error = outcome.error { throw error }
    result.coverage = coverage.map {
      $0.record(
        tally.cells, cases: tally.answered,
        isEverything: domain.isEverything && context.shard.count == 1 && outcome.failure == nil
          && !tally.isShort && outcome.unfinishedFrom == nil)
    }
    if !domain.isEverything {
      result.classes = classes
      // A refuted device is asked no more, which says nothing about the cases.
      let wanted =
        outcome.failure != nil
        ? [] : Set(evaluator.operands.flatMap(\.classes).map { "operand \($0.rawValue)" })
      result.warnings = wanted.subtracting(result.classes.keys).sorted().map { "never met: \($0)" }
    }
    if let failure = outcome.failure, !context.candidates.isEmpty {
      let answers = await answers(
        unit, evaluator, domain, most: AnswerStudy.mostAnswers
      ) { place, _, _ in context.shard == .whole && place < failure.place }
      result.study(answers, of: operation, preset: preset, presets: context.candidates.presets)
      result.coverage = coverage?.record(of: answers)
    }
    var failure = outcome.failure?.case
    if let found = failure, !domain.isEverything {
      failure = await CaseShrinker(
        evaluator: evaluator, unit: unit, accepts: acceptance)(found)
    }
    conclude(
      failure, evaluator, context, tally.isShort, domain.isEverything, &result)
  }

  /// Why an answer with other bits than the reference's is taken; `nil` where it is not.
  typealias Accepting =
    @Sendable (_ got: UInt64, _ expected: UInt64, _ codes: [UInt64], _ word: UInt32) -> String?

  /// The policy made ready.
  var acceptance: Accepting {
    guard policy != .exact else { return { _, _, _, _ in nil } }
    let rule = AnswerRule(VectorTask(operation, preset: preset), policy)
    let takesWord = operation.takesRandomWord
    return { got, expected, codes, word in
      let item = VectorCase(codes: codes, words: takesWord ? [word] : [])
      guard case .accepted(let reason) = rule([got], expected: [expected], to: item) else {
        return nil
      }
      return reason
    }
  }

  /// What stands before a reason of acceptance among the classes that blocks count.
  static let accepted = "accepted: "

  /// Takes what was accepted out of the counts; returns the classes.
  private func classes(of tally: CaseTally, _ result: inout CheckResult) -> [String: UInt64] {
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

  private func conclude(
    _ failure: CaseShrinker.Case?, _ evaluator: Evaluator, _ context: CheckContext,
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
    _ failing: CaseShrinker.Case, _ evaluator: Evaluator
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

/// A worker's batch, kept between its blocks.
private final class Spare: Sendable {
  private let batch: Mutex<Batch>

  init(_ batch: Batch) {
    self.batch = Mutex(batch)
  }

  func take() -> Batch {
    batch.withLock { batch in
      var taken = Batch.empty
      swap(&taken, &batch)
      return taken
    }
  }

  func giveBack(_ used: inout Batch) {
    var taken = Batch.empty
    swap(&taken, &used)
    batch.withLock { [taken] in $0 = taken }
  }
}
