public import Descriptors
import ExactArithmetic

/// An operation made ready to be evaluated on codes: the reference's answer to "what is correct".
public final class ScalarEvaluator: Sendable {
  /// The operation.
  public let operation: Operation
  /// The function.
  public let kind: Operation.Kind
  /// The formats of the operands.
  public let operands: [NumberFormat]
  /// The format of the result.
  public let result: NumberFormat

  /// Prepares an operation.
  ///
  /// - Precondition: its function is a scalar one.
  public init(_ operation: Operation) {
    guard let kind = operation.kind else { preconditionFailure("\(operation.name) is not scalar") }
    self.operation = operation
    self.kind = kind
    operands = operation.operands.map { NumberFormat($0) }
    result = NumberFormat(operation.result)
  }

  /// The code of the correctly rounded result.
  ///
  /// - Parameters:
  ///   - codes: one code for each operand.
  ///   - word: the random word, where the rounding rule takes one.
  public func callAsFunction(_ codes: [UInt64], word: UInt32 = 0) -> UInt64 {
    project(codes, word: word).code
  }

  /// The code of the correctly rounded result of a case.
  public func callAsFunction(_ item: Case) -> UInt64 {
    project(item.codes, word: item.words.first ?? 0).code
  }

  /// The code of the correctly rounded result of an operation on one operand.
  public func callAsFunction(_ code: UInt64, word: UInt32 = 0) -> UInt64 {
    project([code], word: word).code
  }

  /// The correctly rounded result with the reason.
  public func project(_ codes: [UInt64], word: UInt32 = 0) -> Projection {
    switch exact(codes) {
    case .datum(let datum):
      return result.project(datum, dialect: operation.dialect, word: word)
    case .root(let root):
      return result.project(root, negative: false, dialect: operation.dialect, word: word)
    }
  }

  /// The operands as the operation sees them: decoded, and flushed where the dialect says so.
  public func data(_ codes: [UInt64]) -> [Datum] {
    codes.indices.map { place in
      let datum = operands[place].decode(codes[place])
      guard operation.dialect.flushOperands, let normal = operands[place].smallestNormal,
        let value = datum.number, !value.isZero, value.magnitude < normal
      else { return datum }
      return value.signum < 0 ? .negativeZero : .finite(.zero)
    }
  }

  /// The exact result, not yet rounded.
  public func exact(_ codes: [UInt64]) -> ExactResult {
    let data = data(codes)
    if let answer = operands[0].answer(to: kind, about: data[0]) {
      return .datum(answer)
    }
    return kind.exact(data, operation.dialect)
  }
}
