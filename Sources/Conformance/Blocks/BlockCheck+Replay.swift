import Descriptors
import Devices
import Reference

extension BlockCheck {
  /// Runs one case again, alone and at several places among other cases.
  ///
  /// - Parameter choices: the operand codes, then the random words.
  /// - Throws: `ReplayError` for choices that are no case of the operation, `DeviceError` where the
  ///   device does not compute it or does not answer.
  public func replay(_ choices: [UInt64]) async throws -> DeviceCheck.ReplayedCase {
    let item = try caseOf(choices)
    let runner = BlockRunner(
      evaluator: evaluator, unit: try device.prepare(operation), accepts: acceptance)
    switch try await runner.trial(item) {
    case .right(let got):
      return .init(
        counterexample: counterexample(AnsweredCase(input: item, got: got)), holds: true)
    case .wrongAlone(let got):
      return .init(
        counterexample: counterexample(AnsweredCase(input: item, got: got)), holds: false)
    case .wrongAmongOthers(let got):
      let failing = AnsweredCase(input: item, got: got)
      return .init(counterexample: counterexample(failing, remark: Self.amongOthers), holds: false)
    }
  }

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
    for run in evaluator.operands {
      let format = run.format
      for code in codes[run.places] where code > format.lastCode {
        throw ReplayError(
          what: "choice \(code) is wider than the \(format.bits) bits of \(format.name)",
          remedy: "its last code is \(format.lastCode)")
      }
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
