/// Anything that a device can be asked: a function of the codes of a case, and every choice that is made
/// in it.
public struct Operation: Hashable, Sendable {
  /// Which function.
  public var function: Function
  /// The formats of the numbers that come in: one for each operand of a scalar function, one for all
  /// elements of the others.
  ///
  /// Decoding blocks takes the formats of the block format and does not look at it.
  public var operands: [FormatDescriptor]
  /// The format of the numbers that come out; masks give bytes 0 and 1, and encoding blocks gives the
  /// formats of the block format, and they do not look at it.
  public var result: FormatDescriptor
  /// Every choice made when an exact value enters the result format.
  public var dialect: Dialect

  /// The functions.
  public enum Function: Hashable, Sendable {
    /// A function of a few numbers, rounded once.
    case scalar(Kind)
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
    /// The elements of sparse groups that are stored, and their places.
    case compress(Compression)
    /// Sparse groups from their stored elements and places.
    case expand(Compression)
  }

  /// Creates a scalar operation.
  ///
  /// A function that does not round (`Kind.rounds`) keeps of its dialect only what has a meaning
  /// for it: how operands are read and what a NaN becomes.
  ///
  /// - Precondition: `operands.count == kind.operandCount`.
  public init(
    _ kind: Kind, operands: [FormatDescriptor], result: FormatDescriptor, dialect: Dialect
  ) {
    precondition(operands.count == kind.operandCount, "\(kind) takes \(kind.operandCount) operands")
    function = .scalar(kind)
    self.operands = operands
    self.result = result
    self.dialect = kind.rounds ? dialect : dialect.withoutRounding
  }

  /// Creates an operation whose operands have one format, and the result too unless another is given.
  public init(
    _ function: Function, format: FormatDescriptor, result: FormatDescriptor? = nil,
    dialect: Dialect = Dialect()
  ) {
    self.function = function
    operands = [format]
    self.result = result ?? format
    self.dialect = dialect
  }

  /// A conversion.
  public static func cast(
    from source: FormatDescriptor, to target: FormatDescriptor, dialect: Dialect = Dialect()
  ) -> Operation {
    Operation(.cast, operands: [source], result: target, dialect: dialect)
  }

  /// The scalar function; `nil` for others.
  ///
  /// Setting it to `nil` changes nothing.
  public var kind: Kind? {
    get { if case .scalar(let kind) = function { kind } else { nil } }
    set { if let newValue { function = .scalar(newValue) } }
  }

  /// The format of the first operand, and of all others but those of scalar functions.
  public var format: FormatDescriptor {
    get { operands[0] }
    set { operands[0] = newValue }
  }

  /// The operation with changes.
  public func changing(_ change: (inout Operation) -> Void) -> Operation {
    var changed = self
    change(&changed)
    return changed
  }
}
