import Descriptors
public import Devices
import Harness
import Reference

/// Results that came from elsewhere, judged on the vectors they answer.
public struct RecordedCheck: Sendable {
  /// What stands for the device in ids and reports.
  public static let deviceName = "recorded"

  private let vectors: CaseVectors
  private let answers: RecordedAnswers
  private let check: DeviceCheck
  private let seed: UInt64

  /// Creates the check of an effort's vectors.
  public init(
    _ answers: RecordedAnswers, of vectors: CaseVectors, preset: String, effort: CheckEffort,
    seed: UInt64
  ) {
    self.answers = answers
    self.vectors = vectors
    self.seed = seed
    check = DeviceCheck(
      vectors.operation, on: RecordedDevice(), preset: preset, effort: effort)
  }

  /// The check as part of a plan.
  public var planned: PlannedCheck { PlannedCheck(check, run: { _ in run() }) }

  /// Compares every row with the reference; what was not answered leaves the verdict open.
  func run() -> CheckResult {
    let clock = ContinuousClock()
    let begin = clock.now
    let evaluator = vectors.evaluator
    var result = CheckResult(
      id: check.id, subject: check.device.name, verdict: .skipped(reason: ""))
    var (different, missing) = (0, 0)
    var seen: Set<RecordedAnswers.Key> = []
    var smallest: CaseShrinker.Case?
    for index in 0..<vectors.count {
      let (codes, word) = vectors[index]
      let key = RecordedAnswers.Key(codes: codes, word: word)
      guard let got = answers.results[key] else {
        missing += 1
        continue
      }
      seen.insert(key)
      result.cases += 1
      let expected = evaluator(codes, word: word)
      for (operand, code) in codes.enumerated() {
        result.classes[
          "operand \(evaluator.operands[operand].classify(code).rawValue)", default: 0] += 1
      }
      result.classes["result \(evaluator.result.classify(expected).rawValue)", default: 0] += 1
      guard got != expected else { continue }
      different += 1
      let failing = CaseShrinker.Case(codes: codes, word: word, got: got)
      let isSmaller = smallest.map {
        ($0.codes + [UInt64($0.word)]).lexicographicallyPrecedes(codes + [UInt64(word)])
      }
      if isSmaller != true { smallest = failing }
    }
    if let smallest {
      result.verdict = .refuted(check.counterexample(smallest, evaluator))
      result.warnings.append("\(different) of \(result.cases) answers differ")
    } else if missing > 0 {
      result.verdict = .undecided(
        reason: "\(missing) of \(vectors.count) cases were not answered")
    } else if vectors.isEverything {
      result.verdict = .proved(cases: result.cases)
    } else {
      result.verdict = .sampled(cases: result.cases, seed: seed)
    }
    if smallest != nil, missing > 0 {
      result.warnings.append("\(missing) of \(vectors.count) cases were not answered")
    }
    let unasked = answers.results.count - seen.count
    if unasked > 0 {
      result.warnings.append("\(unasked) rows answer cases that were not asked, and are not judged")
    }
    if answers.repeated > 0 { result.warnings.append("\(answers.repeated) rows came once more") }
    result.seconds = (clock.now - begin) / .seconds(1)
    return result
  }
}

/// The name of whatever the results came from.
private struct RecordedDevice: Device {
  let name = RecordedCheck.deviceName
  let summary = "results that were recorded elsewhere"

  func support(for operation: Operation) -> DeviceSupport { .unsupported("it was recorded") }
  func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    throw .unsupported("it was recorded")
  }
}
