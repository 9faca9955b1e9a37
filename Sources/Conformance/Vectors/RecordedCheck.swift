public import Descriptors
public import Devices
import Harness
import Reference
import Results

/// Results that came from elsewhere, judged on the vectors they answer or on the cases they bring.
public struct RecordedCheck: OperationCheck {
  /// What stands for the device in ids and reports.
  public static let deviceName = "recorded"

  private let judge: AnswerJudge
  private let vectors: CaseVectors?
  private let seed: UInt64
  private let seconds: Double

  /// Concludes from what a judge has taken.
  ///
  /// - Parameters:
  ///   - vectors: what was asked; `nil` where every row brought its own case.
  ///   - seed: that of the vectors.
  ///   - seconds: how long reading and judging took.
  public init(_ judge: AnswerJudge, of vectors: CaseVectors?, seed: UInt64, seconds: Double) {
    var judge = judge
    judge.close()
    (self.judge, self.vectors, self.seed, self.seconds) = (judge, vectors, seed, seconds)
  }

  public var operation: Operation { judge.task.operation }
  public var preset: String { judge.task.preset }
  public var device: any Device { RecordedDevice() }
  public var question: DeviceLaw { .answers }
  public var cost: CheckCost { check.cost }

  /// The verdict, which was found while the answers were read.
  public func run(_ context: CheckContext) async -> CheckResult { result(context) }

  /// Throws: the answers are all there is.
  public func replay(_ choices: [UInt64]) async throws -> ReplayedCase {
    throw ReplayError(
      what: "answers that were recorded cannot be asked again",
      remedy: "ask the device itself, with --exec, or 'assay explain' why")
  }

  private var check: DeviceCheck {
    DeviceCheck(operation, on: device, preset: preset, effort: .quick)
  }

  /// What came of it; what was not answered leaves the verdict open.
  public func result(_ context: CheckContext = CheckContext()) -> CheckResult {
    let rows = judge.rows
    var result = CheckResult(of: self, .skipped(reason: ""))
    result.cases = rows.judged
    result.classes = judge.classes
    result.seconds = seconds
    result.rows = rows
    result.acceptance = judge.policy.acceptance(counting: rows.accepted)
    result.warnings = remarks(rows)
    let open = gaps(rows)
    if let counterexample {
      result.verdict = .refuted(counterexample)
      result.warnings = open + result.warnings
    } else if !open.isEmpty {
      result.verdict = .undecided(reason: open.joined(separator: "; "))
    } else if let vectors {
      switch vectors.extent {
      case .everything: result.verdict = .proved(cases: result.cases)
      case .everyDraw: result.verdict = .enumerated(cases: result.cases)
      case .sample: result.verdict = .sampled(cases: result.cases, seed: seed)
      }
    } else {
      result.domain = "the cases of the file"
      result.verdict = .enumerated(cases: result.cases)
    }
    study(context, &result)
    return result
  }

  /// Adds the coverage, and of a refuted device what it computes.
  private func study(_ context: CheckContext, _ result: inout CheckResult) {
    if context.coverage != .none {
      let isEverything = vectors?.extent == .everything && result.verdict.conforms
      result.coverage = judge.counting?.record(isEverything: isEverything)
    }
    guard result.verdict.counterexample != nil else { return }
    result.note(
      AnswerStudy(
        judge.task.evaluator, preset: preset, candidates: context.candidates,
        answers: judge.sample.answers))
  }

  private var counterexample: Counterexample? {
    if let smallest = judge.smallest { return counterexample(smallest.item, smallest.got) }
    guard let (item, got, due) = judge.wrongFlags else { return nil }
    var found = counterexample(item, judge.task.results(of: item))
    found.expected += ", flags \(due.text)"
    found.got += ", flags \(got.text)"
    return found
  }

  private func counterexample(_ item: Case, _ got: [UInt64]) -> Counterexample {
    check.counterexample(
      AnsweredCase(input: item, got: Answer(results: got)), judge.task.evaluator)
  }

  /// Why an answer that is right as far as it goes decides nothing.
  private func gaps(_ rows: AnswerRows) -> [String] {
    var found: [String] = []
    if rows.missing > 0 {
      found.append("\(rows.missing) of \(rows.asked) cases were not answered")
    } else if vectors == nil, rows.judged == 0 {
      found.append("there is no case to judge")
    }
    func note(_ kind: AnswerRows.Kind, _ one: String, _ many: String) {
      guard kind.count > 0 else { return }
      let first = kind.first.map { kind.count == 1 ? ", row \($0)" : ", first row \($0)" } ?? ""
      found.append("\(kind.count) \(kind.count == 1 ? one : many)\(first)")
    }
    note(rows.malformed, "row cannot be read", "rows cannot be read")
    if rows.malformed.count > 0, let fault = judge.firstFault {
      found[found.count - 1] += " (it \(fault.what))"
    }
    note(rows.undefined, "row has x or z bits", "rows have x or z bits")
    note(rows.surplus, "row more than there are cases", "rows more than there are cases")
    return found
  }

  /// What is worth knowing beside the verdict.
  private func remarks(_ rows: AnswerRows) -> [String] {
    var found: [String] = []
    func note(_ kind: AnswerRows.Kind, _ one: String, _ many: String) {
      guard kind.count > 0 else { return }
      found.append("\(kind.count) \(kind.count == 1 ? one : many), first row \(kind.first ?? 0)")
    }
    let among = "of \(rows.judged) answers"
    note(rows.wrong, "\(among) differs", "\(among) differ")
    found += judge.acceptable.lines
    note(rows.wrongFlags, "right result has wrong flags", "right results have wrong flags")
    note(
      rows.contradictory, "row answers a case again, otherwise",
      "rows answer a case again, otherwise")
    note(
      rows.repeated, "row answers a case again, as before", "rows answer a case again, as before")
    note(
      rows.unasked, "row answers a case that was not asked, and is not judged",
      "rows answer cases that were not asked, and are not judged")
    note(
      rows.remarks, "row is a comment or a message, and is not judged",
      "rows are comments or messages, and are not judged")
    return found
  }
}

extension ExceptionFlags {
  /// The flags in TestFloat's order: invalid, infinite, overflow, underflow, inexact.
  var text: String {
    let names: [(ExceptionFlags, Character)] = [
      (.invalid, "v"), (.divideByZero, "i"), (.overflow, "o"), (.underflow, "u"), (.inexact, "x"),
    ]
    return String(names.map { contains($0.0) ? $0.1 : "." })
  }
}

/// The name of whatever the results came from.
struct RecordedDevice: Device {
  let name = RecordedCheck.deviceName
  let summary = "results that were recorded elsewhere"

  func support(for operation: Operation) -> DeviceSupport { .unsupported("it was recorded") }
  func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    throw .unsupported("it was recorded")
  }
}
