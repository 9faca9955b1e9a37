import Descriptors
import Devices
import Reference
import Results

/// What is learnt from the answers of a device that was refuted: what it computes instead, and how far off
/// it is.
struct AnswerStudy: Sendable {
  /// What the device computes; `nil` where the answers agree with what was asked for.
  var match: DialectMatch?
  /// How far off the device is; `nil` where there are no answers, and for operations on many elements.
  let steps: StepReport?

  /// The most answers that candidates are held against: fewer of large cases.
  static func mostAnswers(of operation: Operation) -> Int {
    max(24, min(4_096, 12_288 / operation.operandCount))
  }

  /// Studies answers.
  ///
  /// - Parameters:
  ///   - preset: the name of the preset that the operation's dialect was taken from.
  ///   - candidates: what is tried.
  ///   - answers: the answers, the right ones too. Of more than `mostAnswers`, candidates are held
  ///     against as many, half of them wrong ones where there are so many.
  init(
    _ evaluator: Evaluator, preset: String, candidates: DialectCandidates, answers: [AnsweredCase]
  ) {
    match = DialectMatch(
      evaluator, preset: preset, candidates: candidates, answers: Self.some(of: answers, evaluator))
    steps = evaluator.scalar.flatMap { StepReport(Self.evenly(answers, most: 1 << 18), $0) }
  }

  private static func some(of answers: [AnsweredCase], _ evaluator: Evaluator) -> [AnsweredCase] {
    let most = mostAnswers(of: evaluator.operation)
    guard answers.count > most else { return answers }
    let isRight = answers.map { $0.got.agrees(with: evaluator.answer($0.input)) }
    let wrong = evenly(zip(answers, isRight).filter { !$0.1 }.map(\.0), most: most / 2)
    let right = evenly(zip(answers, isRight).filter(\.1).map(\.0), most: most - wrong.count)
    return wrong + right
  }

  private static func evenly(_ answers: [AnsweredCase], most: Int) -> [AnsweredCase] {
    guard answers.count > most else { return answers }
    let stride = (answers.count + most - 1) / most
    return answers.indices.filter { $0 % stride == 0 }.map { answers[$0] }
  }
}

extension CheckResult {
  /// Adds what a refuted device computes, and how far off it is.
  mutating func note(_ study: AnswerStudy) {
    (dialects, steps) = (study.match?.report, study.steps)
  }
}

extension DeviceCheck {
  /// Answers of a refuted device to a sample of its cases, the one that failed among them.
  ///
  /// What the check has found right already is not asked again. A device that fails now gives as
  /// many answers as it does.
  ///
  /// - Parameter isKnown: whether the device's answer to a case was seen to be right.
  func answers(
    _ runner: CaseRunner, _ source: any CaseSource, failing: AnsweredCase,
    isKnown: (_ place: UInt64, _ item: Case) -> Bool
  ) async -> [AnsweredCase] {
    let most = AnswerStudy.mostAnswers(of: operation)
    var answers: [AnsweredCase] = []
    var asked: [Case] = []
    let stride = max(1, source.count / UInt64(most)) | (source.count > UInt64(most) ? 1 : 0)
    var place: UInt64 = 0
    while place < source.count, answers.count + asked.count < most {
      let item = source(place)
      if isKnown(place, item) {
        let results = runner.evaluator.answer(item).results
        answers.append(AnsweredCase(input: item, got: Answer(results: results)))
      } else {
        asked.append(item)
      }
      place += stride
    }
    // Batches as the check's own: a device may have its own ideas about others.
    let size = Int(CheckCases.batchSize(UInt64(max(1, asked.count)), operation))
    var begin = 0
    while begin < asked.count {
      let part = Array(asked[begin..<min(begin + size, asked.count)])
      guard let got = try? await runner.answers(part), !got.isEmpty else { break }
      answers += zip(part, got).map { AnsweredCase(input: $0, got: $1) }
      begin += size
    }
    guard !answers.contains(where: { $0.input == failing.input }) else { return answers }
    return answers.prefix(most - 1) + [failing]
  }
}
