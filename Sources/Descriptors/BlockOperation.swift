/// A function of a whole block of codes: a case has many operands and many results.
public struct BlockOperation: Hashable, Sendable {
  /// Which function.
  public var function: Function
  /// The format of every operand.
  public var format: FormatDescriptor
  /// The format of every result; masks give bytes 0 and 1 instead and do not look at it.
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

  /// The codes of a case.
  public var operandCount: Int {
    switch function {
    case .mask(_, let rows, let columns, _): rows * columns
    case .prune(let pruning): pruning.pattern.of
    case .pruneBelow: 1
    }
  }

  /// The results of a case.
  public var resultCount: Int { operandCount }

  /// The bytes of a result.
  public var resultBytes: Int {
    switch function {
    case .mask: 1
    case .prune, .pruneBelow: result.streamBytes
    }
  }

  /// The random words of a case: first those of the choice, then one where the result is rounded
  /// stochastically.
  public var wordCount: Int {
    let rounding = dialect.rounding.takesRandomWord ? 1 : 0
    return switch function {
    case .mask: 0
    case .prune(let pruning): pruning.wordsPerBlock + rounding
    case .pruneBelow: 1 + rounding
    }
  }
}

/// What a reader must know about a block's results.
public struct BlockFlags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// An operand is NaN or infinite.
  public static let nonFinite = BlockFlags(rawValue: 1)
  /// The mean of the results is not the operands: an element other than 0 has no chance to be kept.
  public static let biased = BlockFlags(rawValue: 2)
  /// A value is beyond the result format and became what the dialect says.
  public static let overflowed = BlockFlags(rawValue: 4)
}
