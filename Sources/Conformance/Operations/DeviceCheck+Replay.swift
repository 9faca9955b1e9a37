import Descriptors
import Devices
import Harness
import Reference

extension DeviceCheck {
  /// Runs one case again, alone and at several places among other cases.
  ///
  /// - Parameter choices: the operand codes, then the random words.
  /// - Throws: `ReplayError` for choices that are no case of the operation, `OperationError` for an
  ///   operation that contradicts itself, `DeviceError` where the device does not compute it or does
  ///   not answer.
  public func replay(_ choices: [UInt64]) async throws -> ReplayedCase {
    let evaluator = try evaluator()
    let item = try evaluator.caseOf(choices)
    let runner = CaseRunner(
      evaluator: evaluator, unit: try device.prepare(operation), accepts: acceptance(evaluator))
    let (got, holds, remark): (Answer, Bool, String?) =
      switch try await runner.trial(item) {
      case .right(let got): (got, true, nil)
      case .wrongAlone(let got): (got, false, nil)
      case .wrongAmongOthers(let got): (got, false, Self.amongOthers)
      }
    let answered = AnsweredCase(input: item, got: got)
    return ReplayedCase(counterexample(answered, evaluator, remark: remark), holds: holds)
  }
}

extension Evaluator {
  /// The case that choices are.
  func caseOf(_ choices: [UInt64]) throws(ReplayError) -> Case {
    let wanted = operation.operandCount + operation.wordCount
    guard choices.count == wanted else {
      let given = choices.count == 1 ? "1 choice is" : "\(choices.count) choices are"
      let words = operation.wordCount == 1 ? "word" : "\(operation.wordCount) words"
      throw ReplayError(
        what: "\(given) given, a case has \(wanted)",
        remedy: "give the \(operation.operandCount) operand codes"
          + (operation.wordCount > 0 ? ", then the random \(words)" : ""))
    }
    let codes = Array(choices.prefix(operation.operandCount))
    for run in operands {
      let format = run.format
      for code in codes[run.places] where code > format.lastCode {
        throw ReplayError(
          what: "choice \(code) is wider than the \(format.bits) bits of \(format.name)",
          remedy: "its last code is \(format.lastCode)")
      }
    }
    if let refusal = refusal(of: codes) {
      throw ReplayError(what: refusal, remedy: "no device is asked such a case")
    }
    var words: [UInt32] = []
    for word in choices.dropFirst(operation.operandCount) {
      guard let given = UInt32(exactly: word) else {
        throw ReplayError(
          what: "the random word \(word) has more than 32 bits",
          remedy: "give a number up to \(UInt32.max)")
      }
      words.append(given)
    }
    return Case(codes: codes, words: words)
  }
}
