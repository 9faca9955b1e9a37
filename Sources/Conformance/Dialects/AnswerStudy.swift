public import Descriptors
import Devices
import Reference
public import Results

/// What is learnt from the answers of a device that was refuted: which dialect it follows, and how
/// far off it is.
public struct AnswerStudy: Sendable {
  /// The most answers that dialects are held against.
  public static let mostAnswers = 4096

  /// The dialect that the device follows; `nil` where the answers agree with the one asked for.
  public let dialects: DialectReport?
  /// How far off the device is; `nil` where there are no answers.
  public let steps: StepReport?

  /// Studies answers.
  ///
  /// - Parameters:
  ///   - operation: what was asked, with its dialect.
  ///   - preset: the name of the preset that the dialect was taken from.
  ///   - presets: the dialects to try; none is tried where there are none.
  ///   - answers: the answers, the right ones too. Of more than `mostAnswers`, dialects are held
  ///     against as many, half of them wrong ones where there are so many.
  public init(
    _ operation: Operation, preset: String, presets: [DialectPreset], answers: [AnsweredCase]
  ) {
    let evaluator = ScalarEvaluator(operation)
    dialects =
      presets.isEmpty || answers.isEmpty
      ? nil
      : DialectMatch.search(
        operation, preset: preset, presets: presets, answers: Self.some(of: answers, evaluator))
    steps = StepReport(Self.evenly(answers, most: 1 << 18), evaluator)
  }

  private static func some(
    of answers: [AnsweredCase], _ evaluator: ScalarEvaluator
  ) -> [AnsweredCase] {
    guard answers.count > mostAnswers else { return answers }
    let isWrong = answers.map { !evaluator.agrees(with: $0) }
    let wrong = evenly(
      zip(answers, isWrong).filter(\.1).map(\.0), most: mostAnswers / 2)
    let right = evenly(
      zip(answers, isWrong).filter { !$0.1 }.map(\.0), most: mostAnswers - wrong.count)
    return wrong + right
  }

  private static func evenly(_ answers: [AnsweredCase], most: Int) -> [AnsweredCase] {
    guard answers.count > most else { return answers }
    let stride = (answers.count + most - 1) / most
    return answers.indices.filter { $0 % stride == 0 }.map { answers[$0] }
  }
}

extension CheckResult {
  /// Adds which dialect a refuted device follows, and how far off it is.
  ///
  /// - Parameters:
  ///   - answers: answers of the device, right and wrong ones.
  ///   - presets: the dialects to try.
  public mutating func study(
    _ answers: [AnsweredCase], of operation: Operation, preset: String, presets: [DialectPreset]
  ) {
    let study = AnswerStudy(operation, preset: preset, presets: presets, answers: answers)
    (dialects, steps) = (study.dialects, study.steps)
  }
}

extension DeviceCheck {
  /// Answers of a refuted device to a sample of its cases.
  ///
  /// What the check has found right already is not asked again. A device that fails now gives as
  /// many answers as it does.
  ///
  /// - Parameter isKnown: whether the device's answer to a case was seen to be right.
  func answers(
    _ runner: CaseRunner, _ source: any CaseSource, most: Int,
    isKnown: (_ place: UInt64, _ item: Case) -> Bool
  ) async -> [AnsweredCase] {
    var answers: [AnsweredCase] = []
    var asked: [Case] = []
    let stride = max(1, source.count / UInt64(most)) | (source.count > UInt64(most) ? 1 : 0)
    var place: UInt64 = 0
    while place < source.count, answers.count + asked.count < most {
      let item = source(place)
      if isKnown(place, item) {
        answers.append(AnsweredCase(input: item, got: runner.evaluator.answer(item)))
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
    return answers
  }
}
