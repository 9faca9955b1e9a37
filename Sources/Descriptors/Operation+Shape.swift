// What a case of an operation is made of.

extension Operation {
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

    /// The bits of one of them.
    public var bits: Int { format?.bits ?? 1 }
  }

  /// The operands of a case.
  public var operandRuns: [Run] {
    switch function {
    case .scalar: operands.map { Run($0, 1) }
    case .mask(_, let rows, let columns, _), .encodeBlock(_, let rows, let columns, _):
      [Run(format, rows * columns)]
    case .prune(let pruning): [Run(format, pruning.pattern.of)]
    case .pruneBelow: [Run(format, 1)]
    case .dot(_, let length): [Run(format, 2 * length)]
    case .decodeBlock(let block, let rows, let columns, _): block.runs(rows: rows, columns: columns)
    case .compress(let compression): [Run(format, compression.elements)]
    case .expand(let compression): compression.stored(format)
    }
  }

  /// The results of a case.
  public var resultRuns: [Run] {
    switch function {
    case .scalar, .pruneBelow, .dot: [Run(result, 1)]
    case .mask(_, let rows, let columns, _): [Run(nil, rows * columns)]
    case .prune(let pruning): [Run(result, pruning.pattern.of)]
    case .encodeBlock(let block, let rows, let columns, _): block.runs(rows: rows, columns: columns)
    case .decodeBlock(_, let rows, let columns, _): [Run(result, rows * columns)]
    case .compress(let compression): compression.stored(format)
    case .expand(let compression): [Run(format, compression.elements)]
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
    case .mask, .compress, .expand: 0
    case .encodeBlock(let block, let rows, let columns, _):
      block.elementDialect.rounding.takesRandomWord ? rows * columns : 0
    case .prune(let pruning): pruning.wordsPerBlock + rounding
    case .pruneBelow: 1 + rounding
    // One word serves every element of a matrix that is decoded.
    case .scalar, .dot, .decodeBlock: rounding
    }
  }

  /// Whether each case carries random words.
  public var takesRandomWord: Bool { wordCount > 0 }

  /// The rounding that takes a random word: that of the result, or of the elements of encoded blocks.
  public var drawnRounding: RoundingRule {
    if case .encodeBlock(let block, _, _, _) = function { return block.elementDialect.rounding }
    return dialect.rounding
  }
}
