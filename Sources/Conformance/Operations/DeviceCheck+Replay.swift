import Descriptors
import Devices
public import Harness
import Reference

extension DeviceCheck {
  /// One case run again on the device.
  public struct ReplayedCase: Sendable {
    /// The case, what was expected and what came, whether it holds or not.
    public var counterexample: Counterexample
    /// Whether the device's code is the expected one.
    public var holds: Bool
  }

  /// Runs one case again.
  ///
  /// - Parameter choices: the operand codes, and the random word where the rounding takes one.
  /// - Throws: `ReplayError` for choices that are no case of the operation, `DeviceError` where the
  ///   device does not compute it or does not answer.
  public func replay(_ choices: [UInt64]) async throws -> ReplayedCase {
    let evaluator = ScalarEvaluator(operation)
    let wanted = operation.operands.count + (operation.takesRandomWord ? 1 : 0)
    guard choices.count == wanted else {
      let given = choices.count == 1 ? "1 choice is" : "\(choices.count) choices are"
      throw ReplayError(
        what: "\(given) given, a case has \(wanted)",
        remedy: "give the operand codes\(operation.takesRandomWord ? ", then the random word" : "")"
      )
    }
    for (format, code) in zip(evaluator.operands, choices) where code > format.lastCode {
      throw ReplayError(
        what: "choice \(code) is wider than the \(format.bits) bits of \(format.name)",
        remedy: "its last code is \(format.lastCode)")
    }
    let codes = Array(choices.prefix(operation.operands.count))
    var word: UInt32 = 0
    if operation.takesRandomWord {
      guard let given = UInt32(exactly: choices[wanted - 1]) else {
        throw ReplayError(
          what: "the random word \(choices[wanted - 1]) has more than 32 bits",
          remedy: "give a number up to \(UInt32.max)")
      }
      word = given
    }
    var batch = Batch(operation, count: 1)
    batch.set(0, codes: codes, word: word)
    guard try await device.run(operation, &batch) == 1 else {
      throw DeviceError.failed("it did not answer")
    }
    let failing = CaseShrinker.Case(codes: codes, word: word, got: batch.results[0])
    let expected = evaluator(codes, word: word)
    return ReplayedCase(
      counterexample: counterexample(failing, evaluator),
      holds: failing.got == expected
        || acceptance(failing.got, expected, codes, word) != nil)
  }
}

/// Why choices are no case of a law.
public struct ReplayError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public var what: String
  /// What the reader can do about it.
  public var remedy: String

  /// The one line.
  public var description: String { "\(what); \(remedy)" }
}
