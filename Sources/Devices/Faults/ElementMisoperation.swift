public import Descriptors

/// What a faulty device computes instead of an operation on many elements.
///
/// The arithmetic is left to a healthy device as far as it goes: it computes a step on changed
/// operands and words, and converts to and from binary64 what a mistake works out by itself.
public struct ElementMisoperation: Sendable {
  /// What a healthy device computes.
  public var step: Step
  /// A second step on the same operands, and what is made of both steps' codes; `nil` for one step.
  public var second: (step: Step, join: Join)?
  /// What becomes of an operand code before anything else; `nil` leaves it.
  public var operand: (@Sendable (UInt64) -> UInt64)?
  /// What becomes of all operand codes of a case, after each alone; `nil` leaves them.
  public var operands: (@Sendable ([UInt64]) -> [UInt64])?
  /// What becomes of a case's random words; `nil` leaves them.
  public var words: (@Sendable ([UInt32]) -> [UInt32])?
  /// Which case's random words a case takes, given its index; `nil` stands for its own.
  public var wordPlace: (@Sendable (Int) -> Int)?
  /// The values given out in a case, worked out from the operands' and the step's; `nil` leaves
  /// the step's codes.
  public var values: Values?
  /// The codes given out in a case, made of the operands and the step's; `nil` leaves these.
  public var answer: (@Sendable (_ operands: [UInt64], _ results: [UInt64]) -> [UInt64])?
  /// What becomes of the flags; `nil` leaves them.
  public var flags: (@Sendable (AnswerFlags) -> AnswerFlags)?
  /// Which case's results a case is given, by its index and the number of cases in the batch, or
  /// -1 for zeros; `nil` stands for its own.
  public var place: (@Sendable (_ index: Int, _ count: Int) -> Int)?

  /// Values worked out from operands, words and the healthy results; `nil` to leave the latter.
  public typealias Values =
    @Sendable (_ operands: [Double], _ words: [UInt32], _ results: [Double]) -> [Double]?

  /// Codes made of those of two steps.
  public typealias Join = @Sendable (_ first: [UInt64], _ second: [UInt64]) -> [UInt64]

  /// An operation on the operands of the case.
  public struct Step: Sendable {
    /// The operation.
    public var operation: Operation
    /// Which operand of the case each of its operands is, or -1 for a zero; `nil` for the same.
    public var sources: [Int]?
    /// Which of its results each result of the case is; `nil` for the same.
    public var targets: [Int]?

    /// Creates a step.
    public init(_ operation: Operation, sources: [Int]? = nil, targets: [Int]? = nil) {
      self.operation = operation
      self.sources = sources
      self.targets = targets
    }
  }

  /// One operation on the case's own operands; the values as the closure works them out.
  public init(_ operation: Operation, values: Values? = nil) {
    step = Step(operation)
    self.values = values
  }

  /// One operation on the case's operands in other places.
  public init(_ step: Step) {
    self.step = step
  }
}
