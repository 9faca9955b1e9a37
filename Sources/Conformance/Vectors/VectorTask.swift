public import Descriptors
public import Reference

/// An operation of the command line made ready to be asked and judged, on numbers or on blocks.
public struct VectorTask: Sendable {
  /// The two kinds of operations.
  public enum Kind: Sendable {
    /// On numbers, with the name of the preset that its dialect was taken from.
    case numbers(Operation, preset: String)
    /// On blocks.
    case blocks(Operation)
  }

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
  public let kind: Kind
  /// The operands of a case, in order.
  public let operands: [Run]
  /// The results of a case, in order.
  public let results: [Run]
  /// The random words of a case.
  public let words: Int

  private let answer: Answerer
  private let histogram: CaseClasses

  private enum Answerer: Sendable {
    case number(ScalarEvaluator)
    case block(Evaluator)
  }

  /// Prepares an operation on numbers.
  public init(_ operation: Operation, preset: String) {
    let evaluator = ScalarEvaluator(operation)
    kind = .numbers(operation, preset: preset)
    operands = evaluator.operands.map { Run(format: $0, count: 1) }
    results = [Run(format: evaluator.result, count: 1)]
    words = operation.takesRandomWord ? 1 : 0
    answer = .number(evaluator)
    histogram = CaseClasses(operands: evaluator.operands, result: evaluator.result)
  }

  /// Prepares an operation on blocks.
  ///
  /// - Throws: `OperationError` where the operation contradicts itself.
  public init(_ operation: Operation) throws(OperationError) {
    let evaluator = try Evaluator(operation)
    kind = .blocks(operation)
    operands = evaluator.operands.map { Run(format: $0.format, count: $0.places.count) }
    results =
      evaluator.results.isEmpty
      ? [Run(format: nil, count: operation.resultCount)]
      : evaluator.results.map { Run(format: $0.format, count: $0.places.count) }
    words = operation.wordCount
    answer = .block(evaluator)
    histogram = CaseClasses(evaluator)
  }

  /// The id under which the operation is listed and verified.
  public var id: String {
    switch kind {
    case .numbers(let operation, let preset): operation.name(dialect: preset)
    case .blocks(let operation): operation.name
    }
  }

  /// The operation on numbers; `nil` for one on blocks.
  public var evaluator: ScalarEvaluator? {
    if case .number(let evaluator) = answer { evaluator } else { nil }
  }

  /// The operation on blocks; `nil` for one on numbers.
  var blockEvaluator: Evaluator? {
    if case .block(let evaluator) = answer { evaluator } else { nil }
  }

  /// The results of a case, by the reference.
  public func results(of item: Case) -> [UInt64] {
    switch answer {
    case .number(let evaluator): [evaluator(item.codes, word: item.words.first ?? 0)]
    case .block(let evaluator): evaluator(item.codes, words: item.words).results
    }
  }

  /// The classes of input and result that a case belongs to, for counting.
  public func classes(of item: Case, results: [UInt64]) -> [String] {
    histogram.names(item, results)
  }
}
