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
    let derivation = CaseDerivation(evaluator).lines(failing.input, failing.got)
    if failing.got.flags == nil { expected.flags = nil }
    return Counterexample(
      law: id.description, subject: device.name, choices: failing.input.choices,
      text: text.operands(failing.input), expected: text.answer(expected),
      got: text.answer(failing.got), derivation: (remark.map { [$0] } ?? []) + derivation)
  }

  /// Adds what some answers of a refuted device say about it: what it computes, how far off it is, and
  /// which options would accept how many of the wrong answers.
  func study(
    _ answers: [AnsweredCase], _ runner: CaseRunner, _ context: CheckContext,
    _ result: inout CheckResult
  ) async {
    var study = AnswerStudy(
      runner.evaluator, preset: preset, candidates: context.candidates, answers: answers)
    await study.match?.shrink(on: runner.unit)
    result.note(study)
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
