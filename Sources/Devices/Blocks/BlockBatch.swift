public import Descriptors

/// Cases of an operation on blocks: operands, random words and results, case after case.
///
/// The codes of a case follow each other, so that a batch is a raw stream: a matrix row by row, or
/// one block after the other.
public struct Batch: Sendable {
  /// The number of cases.
  public let count: Int
  /// What a case is made of.
  public let shape: Shape
  /// The operand codes, `shape.operands` of each case.
  public var operands: CodeColumn
  /// The random words, `shape.words` of each case.
  public var words: [UInt32]
  /// The results, `shape.results` of each case.
  public var results: CodeColumn
  /// What is to be known about the results of each case; `nil` where the device does not say.
  public var flags: [AnswerFlags]?

  /// The numbers that each case has of everything, and their widths.
  public struct Shape: Hashable, Sendable {
    /// The operand codes of a case.
    public var operands: Int
    /// The results of a case.
    public var results: Int
    /// The random words of a case.
    public var words: Int
    /// The bytes of an operand: 1, 2, 4 or 8, those of the widest where they differ.
    public var operandBytes: Int
    /// The bytes of a result: 1, 2, 4 or 8, those of the widest where they differ.
    public var resultBytes: Int

    /// Creates a shape.
    public init(operands: Int, results: Int, words: Int, operandBytes: Int, resultBytes: Int) {
      self.operands = operands
      self.results = results
      self.words = words
      self.operandBytes = operandBytes
      self.resultBytes = resultBytes
    }
  }

  /// Makes room for cases; all codes and words are 0, and there are no flags.
  public init(_ shape: Shape, count: Int) {
    self.count = count
    self.shape = shape
    operands = CodeColumn(bytes: shape.operandBytes, count: count * shape.operands)
    words = Array(repeating: 0, count: count * shape.words)
    results = CodeColumn(bytes: shape.resultBytes, count: count * shape.results)
  }

  /// Makes room for cases of an operation.
  public init(_ operation: Operation, count: Int) {
    self.init(Shape(operation), count: count)
  }

  /// The operand codes of a case.
  public func codes(at index: Int) -> [UInt64] {
    (0..<shape.operands).map { operands[index * shape.operands + $0] }
  }

  /// The random words of a case.
  public func words(at index: Int) -> [UInt32] {
    Array(words[index * shape.words..<(index + 1) * shape.words])
  }

  /// The results of a case.
  public func results(at index: Int) -> [UInt64] {
    (0..<shape.results).map { results[index * shape.results + $0] }
  }

  /// Writes the operands and the random words of a case.
  ///
  /// - Precondition: as many codes and words as a case has.
  public mutating func set(_ index: Int, codes: [UInt64], words given: [UInt32] = []) {
    precondition(codes.count == shape.operands && given.count == shape.words)
    for (place, code) in codes.enumerated() { operands[index * shape.operands + place] = code }
    for (place, word) in given.enumerated() { words[index * shape.words + place] = word }
  }

  /// Writes the results of a case.
  public mutating func setResults(_ index: Int, _ codes: [UInt64]) {
    for (place, code) in codes.enumerated() { results[index * shape.results + place] = code }
  }
}

extension Batch.Shape {
  /// What a case of an operation is made of.
  public init(_ operation: Operation) {
    self.init(
      operands: operation.operandCount, results: operation.resultCount,
      words: operation.wordCount, operandBytes: operation.operandBytes,
      resultBytes: operation.resultBytes)
  }
}
