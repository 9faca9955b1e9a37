public import Descriptors

/// Cases for a device: a column of codes for each run of operands, the random words, and room for the
/// results.
///
/// In a column the codes of a case follow each other, case after case, each in the width of its format,
/// so that a column is a raw stream.
public struct Batch: Sendable {
  /// The number of cases.
  public private(set) var count: Int
  /// What a case is made of.
  public let shape: Shape
  /// The operands, a column for each run.
  public var operands: [CodeColumn]
  /// The random words, `shape.words` of each case.
  public var words: [UInt32]
  /// The results, a column for each run.
  public var results: [CodeColumn]
  /// What is to be known about the results of each case; `nil` where the device does not say.
  public var flags: [AnswerFlags]?

  /// Makes room for cases; all codes and words are 0, and there are no flags.
  public init(_ shape: Shape, count: Int) {
    self.count = count
    self.shape = shape
    operands = shape.operands.map { CodeColumn(bytes: $0.bytes, count: count * $0.count) }
    words = Array(repeating: 0, count: count * shape.words)
    results = shape.results.map { CodeColumn(bytes: $0.bytes, count: count * $0.count) }
  }

  /// Makes room for cases of an operation.
  public init(_ operation: Operation, count: Int) {
    self.init(Shape(operation), count: count)
  }

  /// A batch without cases or columns, to leave behind where one is taken out.
  public static let empty = Batch(Shape(operands: [], results: [], words: 0), count: 0)

  /// Changes the number of cases; columns keep what they hold as far as it goes.
  public mutating func resize(to count: Int) {
    guard count != self.count else { return }
    self.count = count
    for (index, run) in shape.operands.enumerated() {
      operands[index].resize(to: count * run.count)
    }
    for (index, run) in shape.results.enumerated() { results[index].resize(to: count * run.count) }
    let size = count * shape.words
    if size < words.count {
      words.removeLast(words.count - size)
    } else {
      words.append(contentsOf: repeatElement(0, count: size - words.count))
    }
  }
}

extension Batch {
  /// The numbers that each case has of everything, and their widths.
  public struct Shape: Hashable, Sendable {
    /// The operand codes of a case.
    public var operands: [Run]
    /// The results of a case.
    public var results: [Run]
    /// The random words of a case.
    public var words: Int

    /// Codes of one width that follow each other in a case.
    public struct Run: Hashable, Sendable {
      /// The bytes of one: 1, 2, 4 or 8.
      public var bytes: Int
      /// How many there are.
      public var count: Int

      /// Creates a run.
      public init(bytes: Int, count: Int) {
        self.bytes = bytes
        self.count = count
      }
    }

    /// Creates a shape.
    public init(operands: [Run], results: [Run], words: Int) {
      self.operands = operands
      self.results = results
      self.words = words
    }

    /// What a case of an operation is made of.
    public init(_ operation: Operation) {
      func runs(_ runs: [Operation.Run]) -> [Run] {
        runs.map { Run(bytes: $0.bytes, count: $0.count) }
      }
      self.init(
        operands: runs(operation.operandRuns), results: runs(operation.resultRuns),
        words: operation.wordCount)
    }
  }
}

// MARK: - Case by case

extension Batch {
  /// The operand codes of a case.
  public func codes(at index: Int) -> [UInt64] { Self.codes(operands, shape.operands, index) }

  /// The random words of a case.
  public func words(at index: Int) -> [UInt32] {
    Array(words[index * shape.words..<(index + 1) * shape.words])
  }

  /// The results of a case.
  public func results(at index: Int) -> [UInt64] { Self.codes(results, shape.results, index) }

  /// Writes the operands and the random words of a case.
  ///
  /// - Precondition: as many codes and words as a case has.
  public mutating func set(_ index: Int, codes: [UInt64], words given: [UInt32] = []) {
    precondition(given.count == shape.words)
    Self.write(codes, into: &operands, shape.operands, index)
    for (place, word) in given.enumerated() { words[index * shape.words + place] = word }
  }

  /// Writes the results of a case.
  ///
  /// - Precondition: as many codes as a case has results.
  public mutating func setResults(_ index: Int, _ codes: [UInt64]) {
    Self.write(codes, into: &results, shape.results, index)
  }

  private static func codes(
    _ columns: [CodeColumn], _ runs: [Shape.Run], _ index: Int
  ) -> [UInt64] {
    var codes: [UInt64] = []
    codes.reserveCapacity(runs.reduce(0) { $0 + $1.count })
    for (column, run) in zip(columns, runs) {
      for place in index * run.count..<(index + 1) * run.count { codes.append(column[place]) }
    }
    return codes
  }

  private static func write(
    _ codes: [UInt64], into columns: inout [CodeColumn], _ runs: [Shape.Run], _ index: Int
  ) {
    precondition(codes.count == runs.reduce(0) { $0 + $1.count })
    var next = 0
    for (column, run) in runs.enumerated() {
      for place in index * run.count..<(index + 1) * run.count {
        columns[column][place] = codes[next]
        next += 1
      }
    }
  }
}
