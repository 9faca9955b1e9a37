public import Descriptors
public import Devices
import Harness
public import Reference

/// The law that a block's results depend on the block and its words alone: not on where in a batch
/// it stands, what stands beside it, or how a stream is cut into batches.
///
/// No reference is asked; the device is compared with itself.
public struct OrderCheck: OperationCheck {
  /// What is computed; only the inputs are taken from it.
  public let evaluator: Evaluator
  /// The device.
  public let device: any Device
  /// How much is tried.
  public let effort: CheckEffort

  /// Creates the check.
  public init(_ evaluator: Evaluator, on device: any Device, effort: CheckEffort) {
    self.evaluator = evaluator
    self.device = device
    self.effort = effort
  }

  public var operation: Operation { evaluator.operation }
  public var question: DeviceLaw { .order }

  /// How many batches are tried.
  var batches: UInt64 {
    switch effort {
    case .quick: 4
    case .standard: 12
    case .exhaustive: 120
    }
  }

  /// How many cases each of them has.
  var casesPerBatch: UInt64 { evaluator.operation.operandCount <= 16 ? 37 : 19 }

  /// Judges the device on batches of a sample.
  public func run(_ context: CheckContext = CheckContext()) async -> CheckResult {
    await judging(device.support(for: operation), context) { found in
      let runner = CaseRunner(evaluator: evaluator, unit: try device.prepare(operation))
      let (total, size) = (batches, casesPerBatch)
      let domain = evaluator.sample(of: total * size, seed: context.seed)
      let run = context.run(blocks: total)
      let tally = run.tally
      let outcome = await run.callAsFunction {
        { block in
          let cases = (block * size..<(block + 1) * size).map { domain($0) }
          let (moved, alone) = try await moved(cases, runner)
          tally.add(
            block, answered: size, asked: size,
            digest: Answer.digest(of: alone, block: block))
          return moved
        }
      }
      tally.conclude(outcome, &found)
      if let error = outcome.error { throw error }
      if let failure = outcome.failure {
        found.verdict = .refuted(counterexample(failure))
      } else if found.cursor != nil {
        found.verdict = .undecided(reason: "time ran out after \(found.cases) cases")
      } else {
        found.verdict = .sampled(cases: found.cases, seed: context.seed)
      }
    }
  }

  /// A case with the device's answers to it in two places.
  struct Moved: Sendable {
    var input: Case
    var first: Answer
    var second: Answer
    var place: String
  }

  /// Compares each case alone with the cases in one batch, backwards, and cut in two.
  private func moved(_ cases: [Case], _ runner: CaseRunner) async throws -> (
    moved: Moved?, alone: [Answer]
  ) {
    var alone: [Answer] = []
    for item in cases {
      guard let answer = try await runner.answers([item]).first else {
        throw DeviceError.failed("it did not answer")
      }
      alone.append(answer)
    }
    let cut = cases.count / 3
    let together = try await runner.answers(cases)
    let backward = try await runner.answers(cases.reversed())
    let halves =
      try await runner.answers(Array(cases[..<cut])) + runner.answers(Array(cases[cut...]))
    for (place, answers) in [
      ("in a batch of \(cases.count)", together),
      ("in the batch backwards", Array(backward.reversed())), ("in a batch cut in two", halves),
    ] {
      guard answers.count == cases.count else {
        throw DeviceError.failed("it answered \(answers.count) of \(cases.count) cases")
      }
      for (index, answer) in answers.enumerated() where answer != alone[index] {
        let moved = Moved(
          input: cases[index], first: alone[index], second: answer, place: place)
        return (moved, alone)
      }
    }
    return (nil, alone)
  }

  /// Runs one case again: alone, then at several places among others.
  ///
  /// - Parameter choices: the operand codes, then the random words.
  /// - Throws: `ReplayError` for choices that are no case of the operation, `DeviceError` where the
  ///   device does not compute it or does not answer.
  public func replay(_ choices: [UInt64]) async throws -> ReplayedCase {
    let item = try evaluator.caseOf(choices)
    let runner = CaseRunner(
      evaluator: evaluator, unit: try device.prepare(operation))
    guard let alone = try await runner.answers([item]).first else {
      throw DeviceError.failed("it did not answer")
    }
    var moved = Moved(input: item, first: alone, second: alone, place: "anywhere")
    for (place, answer) in try await runner.amongOthers(item) where answer != alone {
      moved.second = answer
      moved.place = "as case \(place) of 17"
      break
    }
    return ReplayedCase(counterexample(moved), holds: moved.first == moved.second)
  }

  private func counterexample(_ moved: Moved) -> Counterexample {
    let text = CaseText(evaluator)
    return Counterexample(
      law: id.description, subject: device.name, choices: moved.input.choices,
      text: text.operands(moved.input), expected: "\(text.answer(moved.first)), as alone",
      got: "\(text.answer(moved.second)) \(moved.place)")
  }
}
