public import Descriptors

/// An operation made ready to be evaluated on codes: the reference's answer to what is correct, whatever
/// the family of the operation.
public struct Evaluator: Sendable {
  /// The operation.
  public let operation: Operation
  /// The format of the first operand, and of all others but where an operation takes several.
  public let format: NumberFormat
  /// The formats of the operands, in order.
  public let operands: [CodeRun]
  /// The formats of the results, in order; none for masks, whose results are no codes.
  public let results: [CodeRun]
  /// The reference of a function of a few numbers; `nil` for other operations.
  public let scalar: ScalarEvaluator?

  /// Codes of one format that follow each other in a case.
  public struct CodeRun: Sendable {
    /// Their format.
    public let format: NumberFormat
    /// Their places in a case.
    public let places: Range<Int>
  }

  private let evaluate: Evaluate
  private let points: Breakpoints
  private let refused: Refusal?
  private let explain: Explain?

  /// What the results and flags of a case are.
  public typealias Evaluate =
    @Sendable (_ codes: [UInt64], _ words: [UInt32]) -> (results: [UInt64], flags: AnswerFlags)

  /// The numbers at which the choice in a block changes, for a word by its place and given the words
  /// before it.
  public typealias Breakpoints =
    @Sendable (_ codes: [UInt64], _ place: Int, _ words: [UInt32]) -> [UInt64]

  /// Why the operation has no results for some operands, with the remedy, in one line; `nil` where it
  /// has some.
  public typealias Refusal = @Sendable (_ codes: [UInt64]) -> String?

  /// How the results of a case follow, step by step.
  public typealias Explain =
    @Sendable (_ codes: [UInt64], _ words: [UInt32]) -> [Explanation.Step]

  /// Prepares an operation that is evaluated by the given functions.
  ///
  /// - Parameters:
  ///   - refusal: `nil` where there are results for all operands.
  ///   - explanation: `nil` where there is none.
  public init(
    _ operation: Operation, evaluate: @escaping Evaluate,
    breakpoints: @escaping Breakpoints = { _, _, _ in [] }, refusal: Refusal? = nil,
    explanation: Explain? = nil
  ) {
    self.operation = operation
    var known: [FormatDescriptor: NumberFormat] = [:]
    operands = Self.runs(operation.operandRuns, &known)
    results = Self.runs(operation.resultRuns, &known)
    format = operands.first?.format ?? NumberFormat(operation.format)
    scalar = nil
    self.evaluate = evaluate
    points = breakpoints
    refused = refusal
    explain = explanation
  }

  /// Prepares a function of a few numbers.
  public init(_ scalar: ScalarEvaluator) {
    self.scalar = scalar
    operation = scalar.operation
    operands = scalar.operands.enumerated().map {
      CodeRun(format: $1, places: $0..<$0 + 1)
    }
    results = [CodeRun(format: scalar.result, places: 0..<1)]
    format = scalar.operands[0]
    evaluate = { codes, words in ([scalar(codes, word: words.first ?? 0)], []) }
    points = { _, _, _ in [] }
    refused = nil
    explain = { codes, words in
      Explanation(scalar, codes: codes, word: words.first ?? 0).steps
    }
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

  /// Whether there are operands for which the operation has no results.
  public var refusesSome: Bool { refused != nil }

  /// Why there are no results for some operands; `nil` where there are.
  ///
  /// No device is asked such a case: whatever it does is as good as anything else.
  public func refusal(of codes: [UInt64]) -> String? { refused?(codes) }

  /// How the results of a case follow; `nil` where the reference of the family does not say.
  ///
  /// - Precondition: there are results for the operands.
  public func explanation(of item: Case) -> [Explanation.Step]? {
    explain?(item.codes, item.words)
  }

  /// The expected answer to a case.
  public func answer(_ item: Case) -> Answer {
    let (results, flags) = evaluate(item.codes, item.words)
    return Answer(results: results, flags: flags)
  }
}
