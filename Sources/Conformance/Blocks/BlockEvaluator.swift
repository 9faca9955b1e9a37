public import Descriptors
public import Reference

/// An operation on blocks made ready to be evaluated on codes: the reference's answer to what is
/// correct, whatever the family of the operation.
public struct Evaluator: Sendable {
  /// The operation.
  public let operation: Operation
  /// The format of the first operand, and of all others but where an operation takes several.
  public let format: NumberFormat
  /// The formats of the operands, in order.
  public let operands: [CodeRun]
  /// The formats of the results, in order; none for masks, whose results are no codes.
  public let results: [CodeRun]

  /// Codes of one format that follow each other in a case.
  public struct CodeRun: Sendable {
    /// Their format.
    public let format: NumberFormat
    /// Their places in a case.
    public let places: Range<Int>
  }

  private let evaluate: Evaluate
  private let points: Breakpoints

  /// What the results and flags of a case are.
  public typealias Evaluate =
    @Sendable (_ codes: [UInt64], _ words: [UInt32]) -> (results: [UInt64], flags: AnswerFlags)

  /// The numbers at which the choice in a block changes, for a word by its place and given the words
  /// before it.
  public typealias Breakpoints =
    @Sendable (_ codes: [UInt64], _ place: Int, _ words: [UInt32]) -> [UInt64]

  /// Prepares an operation that is evaluated by the given functions.
  public init(
    _ operation: Operation, evaluate: @escaping Evaluate,
    breakpoints: @escaping Breakpoints = { _, _, _ in [] }
  ) {
    self.operation = operation
    var known: [FormatDescriptor: NumberFormat] = [:]
    operands = Self.runs(operation.operandRuns, &known)
    results = Self.runs(operation.resultRuns, &known)
    format = operands.first?.format ?? NumberFormat(operation.format)
    self.evaluate = evaluate
    points = breakpoints
  }

  private static func runs(
    _ runs: [Operation.Run], _ known: inout [FormatDescriptor: NumberFormat]
  ) -> [CodeRun] {
    var place = 0
    return runs.compactMap { run in
      defer { place += run.count }
      guard let descriptor = run.format, run.count > 0 else { return nil }
      let format = known[descriptor] ?? NumberFormat(descriptor)
      known[descriptor] = format
      return CodeRun(format: format, places: place..<place + run.count)
    }
  }

  /// The results and flags of a case.
  ///
  /// - Parameters:
  ///   - codes: `operation.operandCount` codes of the format.
  ///   - words: `operation.wordCount` random words.
  public func callAsFunction(
    _ codes: [UInt64], words: [UInt32] = []
  ) -> (results: [UInt64], flags: AnswerFlags) {
    evaluate(codes, words)
  }

  /// The numbers at which the choice in a block changes; empty where nothing is drawn.
  ///
  /// - Parameters:
  ///   - place: which word of the case, from 0.
  ///   - words: the words before it.
  public func breakpoints(
    of codes: [UInt64], place: Int = 0, after words: [UInt32] = []
  ) -> [UInt64] { points(codes, place, words) }

  /// The expected answer to a case.
  func answer(_ item: Case) -> Answer {
    let (results, flags) = evaluate(item.codes, item.words)
    return Answer(results: results, flags: flags)
  }
}
