import Descriptors
import Reference

/// Cases of an operation as text, as counterexamples show them.
struct CaseText: Sendable {
  let evaluator: ScalarEvaluator

  init(_ evaluator: ScalarEvaluator) { self.evaluator = evaluator }

  /// The operands with their values, and the random word where there is one.
  func operands(_ answer: DeviceAnswer) -> String {
    let operands = zip(evaluator.operands, answer.codes).map { format, code in
      "\(hexadecimal(code, bits: format.bits)) (\(format.decode(code)))"
    }
    let word = evaluator.operation.takesRandomWord ? ["word \(answer.word)"] : []
    return (operands + word).joined(separator: ", ")
  }

  /// A result with its value; a code that is too wide says so.
  func result(_ code: UInt64) -> String {
    let format = evaluator.result
    let value = code <= format.lastCode ? " (\(format.decode(code)))" : ": wider than the format"
    return hexadecimal(code, bits: format.bits) + value
  }
}
