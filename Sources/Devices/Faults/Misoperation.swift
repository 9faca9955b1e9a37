public import Descriptors

/// What a faulty device computes instead of an operation: other operations in a row, and what is
/// made of their codes.
///
/// All arithmetic is left to a healthy device, so a mistake is a few lines of data.
public struct Misoperation: Sendable {
  /// The operations, in the order in which they are computed.
  public var steps: [Step]
  /// What becomes of an operand code before anything else; `nil` leaves it.
  public var operand: (@Sendable (UInt64) -> UInt64)?
  /// What becomes of a random word; `nil` leaves it.
  public var word: (@Sendable (UInt32) -> UInt32)?
  /// Which case's random word a case takes, given its index; `nil` stands for its own.
  public var wordPlace: (@Sendable (Int) -> Int)?
  /// The code that is given out, made of the operand codes and each step's result; `nil` gives out
  /// the last step's.
  public var answer: (@Sendable (_ operands: [UInt64], _ results: [UInt64]) -> UInt64)?
  /// Which case's answer a case is given, by its index and the number of cases in the batch; `nil`
  /// stands for its own.
  public var place: (@Sendable (_ index: Int, _ count: Int) -> Int)?

  /// One operation on codes that are there already.
  public struct Step: Sendable {
    /// The operation.
    public var operation: Operation
    /// Where its operands come from.
    public var inputs: [Input]

    /// Creates a step.
    public init(_ operation: Operation, _ inputs: [Input]) {
      self.operation = operation
      self.inputs = inputs
    }
  }

  /// Where an operand of a step comes from.
  public enum Input: Hashable, Sendable {
    /// An operand of the case, by its index.
    case operand(Int)
    /// The result of an earlier step, by its index.
    case result(Int)
    /// The same code in every case.
    case constant(UInt64)
  }

  /// Operations in a row, the answer being the last one's.
  public init(
    _ steps: [Step],
    answer: (@Sendable (_ operands: [UInt64], _ results: [UInt64]) -> UInt64)? = nil
  ) {
    self.steps = steps
    self.answer = answer
  }

  /// Operations on the case's own operands, side by side, and a choice between their results.
  public init(
    _ operations: Operation...,
    answer: (@Sendable (_ operands: [UInt64], _ results: [UInt64]) -> UInt64)? = nil
  ) {
    self.init(
      operations.map { Step($0, $0.operands.indices.map { .operand($0) }) }, answer: answer)
  }

  /// An operation whose result is rounded into `middle` first, and from there into its format.
  public init(_ operation: Operation, through middle: FormatDescriptor, rounding: RoundingRule) {
    var first = operation
    first.result = middle
    first.dialect = Dialect(
      rounding: rounding, nan: .payload, flushOperands: operation.dialect.flushOperands)
    var second = Operation.cast(from: middle, to: operation.result, dialect: operation.dialect)
    second.dialect.flushOperands = false
    self.init([
      Step(first, operation.operands.indices.map { .operand($0) }), Step(second, [.result(0)]),
    ])
  }
}
