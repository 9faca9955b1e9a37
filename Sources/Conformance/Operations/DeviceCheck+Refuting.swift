import Descriptors
import Devices
import Harness
import Reference

extension DeviceCheck {
  /// The smallest failing case that is found from a failing one.
  func refutation(_ failing: AnsweredCase, _ runner: CaseRunner) async -> Counterexample {
    let small = await CaseShrinker(runner)(failing)
    // What fails only beside its neighbours may have been shrunk beside others.
    for item in [small, failing] {
      switch try? await runner.trial(item.input) {
      case .wrongAlone(let got):
        return counterexample(AnsweredCase(input: item.input, got: got), runner.evaluator)
      case .wrongAmongOthers(let got):
        return counterexample(
          AnsweredCase(input: item.input, got: got), runner.evaluator, remark: Self.amongOthers)
      case .right, nil: continue
      }
    }
    return counterexample(
      failing, runner.evaluator, remark: "the device gave this once, and not again")
  }

  static let amongOthers = "alone in a batch the device is right; beside other cases it is not"

  /// The counterexample with its derivation.
  func counterexample(
    _ failing: AnsweredCase, _ evaluator: Evaluator, remark: String? = nil
  ) -> Counterexample {
    let text = CaseText(evaluator)
    var expected = evaluator.answer(failing.input)
    let derivation = CaseDerivation(evaluator).lines(failing.input, expected, failing.got)
    if failing.got.flags == nil { expected.flags = nil }
    return Counterexample(
      law: id.description, subject: device.name, choices: failing.input.choices,
      text: text.operands(failing.input), expected: text.answer(expected),
      got: text.answer(failing.got), derivation: (remark.map { [$0] } ?? []) + derivation)
  }

  /// Adds what some answers of a refuted device say about it.
  func study(
    _ failure: (place: UInt64, case: AnsweredCase), _ source: any CaseSource,
    _ coverage: CaseCoverage?, _ runner: CaseRunner, _ context: CheckContext,
    _ result: inout CheckResult
  ) async {
    guard let scalar = runner.evaluator.scalar else {
      let match = BlockDialectMatch(
        evaluator: runner.evaluator, unit: runner.unit, candidates: context.candidates)
      result.dialects = await match(source, failing: failure.case)
      let answers = await answers(runner, source, most: match.mostAnswers) { _, _ in false }
      note(answers + [failure.case], runner, &result)
      return
    }
    let answers = await answers(runner, source, most: AnswerStudy.mostAnswers) { place, _ in
      context.shard == .whole && place < failure.place
    }
    study(answers, scalar, runner, context, &result)
    if case .numbers(let count) = coverage {
      result.coverage = count.record(of: answers.map(\.input))
    }
  }

  /// Adds what the answers of a refuted device to a function of a few numbers say about it.
  func study(
    _ answers: [AnsweredCase], _ scalar: ScalarEvaluator, _ runner: CaseRunner,
    _ context: CheckContext, _ result: inout CheckResult
  ) {
    result.study(answers, of: operation, preset: preset, presets: context.candidates.presets)
    note(answers, runner, &result)
  }

  /// Adds which options would accept how many of the wrong answers.
  private func note(
    _ answers: [AnsweredCase], _ runner: CaseRunner, _ result: inout CheckResult
  ) {
    let task = VectorTask(runner.evaluator, preset: preset)
    var tally = PolicyTally(task, beside: policy)
    for answer in answers {
      let due = runner.evaluator.answer(answer.input)
      guard !runner.takes(answer.got, due, to: answer.input) else { continue }
      tally.note(answer.got.results, expected: due.results, to: answer.input)
    }
    result.warnings += tally.lines
  }
}
