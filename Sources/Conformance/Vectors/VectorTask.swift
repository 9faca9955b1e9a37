public import Descriptors
public import Reference

/// An operation of the command line made ready to be asked and judged.
public struct VectorTask: Sendable {
  /// Codes of one format that follow each other in a case.
  public struct Run: Sendable {
    /// Their format; `nil` for the bits of a mask.
    public var format: NumberFormat?
    /// How many there are.
    public var count: Int
    /// The bits of one of them.
    public var bits: Int { format?.bits ?? 1 }
    /// The bytes of one of them in a raw stream: 1, 2, 4 or 8.
    public var bytes: Int { format?.descriptor.streamBytes ?? 1 }
  }

  /// The operation.
  public let operation: Operation
  /// The name of the preset that its dialect was taken from.
  public let preset: String
  /// The operands of a case, in order.
  public let operands: [Run]
  /// The results of a case, in order.
  public let results: [Run]
  /// The reference.
  public let evaluator: Evaluator
  /// The reference of a function of a few numbers; `nil` for other operations.
  public var scalar: ScalarEvaluator? { evaluator.scalar }
  /// The random words of a case.
  public var words: Int { operation.wordCount }

  private let histogram: CaseClasses

  /// Prepares an operation.
  ///
  /// - Throws: `OperationError` where the operation contradicts itself.
  public init(_ operation: Operation, preset: String = "standard") throws(OperationError) {
    self.init(try Evaluator(operation), preset: preset)
  }

  /// Prepares an operation whose reference is there already.
  init(_ evaluator: Evaluator, preset: String = "standard") {
    let operation = evaluator.operation
    (self.operation, self.preset, self.evaluator) = (operation, preset, evaluator)
    operands = evaluator.operands.map { Run(format: $0.format, count: $0.places.count) }
    results =
      evaluator.results.isEmpty
      ? [Run(format: nil, count: operation.resultCount)]
      : evaluator.results.map { Run(format: $0.format, count: $0.places.count) }
    histogram = CaseClasses(evaluator)
  }

  /// The id under which the operation is listed and verified.
  public var id: String { operation.name(dialect: preset) }

  /// The results of a case, by the reference.
  public func results(of item: Case) -> [UInt64] { evaluator.answer(item).results }

  /// The classes of input and result that a case belongs to, for counting.
  public func classes(of item: Case, results: [UInt64]) -> [String] {
    // Flags of elements are classes of their own, and only the reference has them.
    histogram.names(item, scalar == nil ? evaluator.answer(item) : Answer(results: results))
  }
}
