/// A function of a whole block of codes: a case has many operands and many results.
public struct Operation: Hashable, Sendable {
  /// Which function.
  public var function: Function
  /// The format of the numbers that come in; decoding blocks takes those of the block format instead
  /// and does not look at it.
  public var format: FormatDescriptor
  /// The format of the numbers that come out; masks give bytes 0 and 1, and encoding blocks gives
  /// the formats of the block format, and they do not look at it.
  public var result: FormatDescriptor
  /// Every choice made when an exact value enters the result format.
  public var dialect: Dialect

  /// The functions.
  public enum Function: Hashable, Sendable {
    /// The mask of a matrix, row-major: 1 for an element that is kept, 0 for one that is pruned.
    case mask(MaskRule, rows: Int, columns: Int, ragged: MaskRule.RaggedRule)
    /// The values of one block after random pruning, 0 for what is pruned.
    ///
    /// A zero of either sign gives 0 without sign. NaN ranks above infinity and infinity above what
    /// is finite; the first `keep` of them in that order are kept as they are, the finite elements
    /// share the places that are left. A case in which that drops an element for good is flagged.
    case prune(BlockPruning)
    /// The value itself from a threshold on, given by its code; below it 0, or with probability
    /// magnitude / threshold the threshold with the value's sign.
    ///
    /// A word `w` chooses the threshold where `w / 2^32` is below that probability. NaN and
    /// infinities stay; a threshold of zero leaves everything.
    case pruneBelow(threshold: UInt64)
    /// The sum of products of the first half of the operands with the second, `length` of each; what
    /// the accumulator leaves enters the result format by the dialect.
    case dot(Accumulator, length: Int)
    /// The codes of a matrix in a block format: elements, zero points, block scales, scale of the
    /// matrix; the dialects of the block format hold, not the operation's. Where elements are rounded
    /// stochastically each takes a word of its own, row by row.
    case encodeBlock(BlockFormat, rows: Int, columns: Int, ragged: MaskRule.RaggedRule)
    /// The values of a matrix in a block format, each entering the result format by the dialect.
    case decodeBlock(BlockFormat, rows: Int, columns: Int, ragged: MaskRule.RaggedRule)
  }

  /// Codes of one format that follow each other in a case.
  public struct Run: Hashable, Sendable {
    /// Their format; `nil` for the bytes 0 and 1 of a mask.
    public var format: FormatDescriptor?
    /// How many there are.
    public var count: Int

    /// Creates a run.
    public init(_ format: FormatDescriptor?, _ count: Int) {
      self.format = format
      self.count = count
    }

    /// The bytes of one of them in a raw stream.
    public var bytes: Int { format?.streamBytes ?? 1 }
  }

  /// Creates an operation; the result has the operands' format unless another is given.
  public init(
    _ function: Function, format: FormatDescriptor, result: FormatDescriptor? = nil,
    dialect: Dialect = Dialect()
  ) {
    self.function = function
    self.format = format
    self.result = result ?? format
    self.dialect = dialect
  }

  /// The operands of a case.
  public var operandRuns: [Run] {
    switch function {
    case .mask(_, let rows, let columns, _), .encodeBlock(_, let rows, let columns, _):
      [Run(format, rows * columns)]
    case .prune(let pruning): [Run(format, pruning.pattern.of)]
    case .pruneBelow: [Run(format, 1)]
    case .dot(_, let length): [Run(format, 2 * length)]
    case .decodeBlock(let block, let rows, let columns, _): block.runs(rows: rows, columns: columns)
    }
  }

  /// The results of a case.
  public var resultRuns: [Run] {
    switch function {
    case .mask(_, let rows, let columns, _): [Run(nil, rows * columns)]
    case .prune(let pruning): [Run(result, pruning.pattern.of)]
    case .pruneBelow, .dot: [Run(result, 1)]
    case .encodeBlock(let block, let rows, let columns, _): block.runs(rows: rows, columns: columns)
    case .decodeBlock(_, let rows, let columns, _): [Run(result, rows * columns)]
    }
  }

  /// The codes of a case.
  public var operandCount: Int { operandRuns.reduce(0) { $0 + $1.count } }

  /// The results of a case.
  public var resultCount: Int { resultRuns.reduce(0) { $0 + $1.count } }

  /// The bytes of an operand, those of the widest where they differ.
  public var operandBytes: Int { operandRuns.reduce(1) { max($0, $1.bytes) } }

  /// The bytes of a result, those of the widest where they differ.
  public var resultBytes: Int { resultRuns.reduce(1) { max($0, $1.bytes) } }

  /// The random words of a case: first those of the choice, then one where the result is rounded
  /// stochastically; one for each element of a matrix that is encoded so.
  public var wordCount: Int {
    let rounding = dialect.rounding.takesRandomWord ? 1 : 0
    return switch function {
    case .mask: 0
    case .encodeBlock(let block, let rows, let columns, _):
      block.elementDialect.rounding.takesRandomWord ? rows * columns : 0
    case .prune(let pruning): pruning.wordsPerBlock + rounding
    case .pruneBelow: 1 + rounding
    case .dot: rounding
    // One word serves every element.
    case .decodeBlock: rounding
    }
  }

  /// The rounding that takes a random word: that of the result, or of the elements of encoded blocks.
  public var drawnRounding: RoundingRule {
    if case .encodeBlock(let block, _, _, _) = function { return block.elementDialect.rounding }
    return dialect.rounding
  }
}

/// What a reader must know about a block's results.
public struct AnswerFlags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// An operand is NaN or infinite.
  public static let nonFinite = AnswerFlags(rawValue: 1)
  /// The mean of the results is not the operands: an element other than 0 has no chance to be kept.
  public static let biased = AnswerFlags(rawValue: 2)
  /// A value is beyond the result format and became what the dialect says.
  public static let overflowed = AnswerFlags(rawValue: 4)
}
