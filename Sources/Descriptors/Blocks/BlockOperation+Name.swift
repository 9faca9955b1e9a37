extension Operation {
  /// The id under which the operation is listed, verified and replayed.
  ///
  /// `mask/2:4/float32/4x12`, with `/atMost` behind it where cut-off blocks are allowed, or
  /// `estimator/mvue-2:4/float32`, with the result's format behind it where it is another one and
  /// the rounding and overflow rules where they are not `nearest-even` and `sat-none`.
  ///
  /// `dot/ACCUMULATOR/LENGTH/` goes on as an estimator does; `encode-block/BLOCK/FORMAT/` and
  /// `decode-block/BLOCK/RESULT/` go on as a mask does, with such rules before `/atMost`; for encoding
  /// that is the stochastic rounding of the elements only.
  public var name: String {
    switch function {
    case .mask(let rule, let rows, let columns, let ragged):
      let shape = "mask/\(rule.name)/\(format.name)/\(rows)x\(columns)"
      return ragged == .refuse ? shape : "\(shape)/\(ragged.rawValue)"
    case .prune(let pruning): return "estimator/\(pruning.name)/" + formatsAndRules
    case .dot(let accumulator, let length):
      return "dot/\(accumulator.name)/\(length)/" + formatsAndRules
    case .encodeBlock(let block, let rows, let columns, let ragged):
      let rounding = block.elementDialect.rounding
      let shape =
        "encode-block/\(block.name)/\(format.name)/\(rows)x\(columns)"
        + (rounding.takesRandomWord ? "/\(rounding.name)" : "")
      return ragged == .refuse ? shape : "\(shape)/\(ragged.rawValue)"
    case .decodeBlock(let block, let rows, let columns, let ragged):
      let shape = "decode-block/\(block.name)/\(result.name)/\(rows)x\(columns)" + rules
      return ragged == .refuse ? shape : "\(shape)/\(ragged.rawValue)"
    case .pruneBelow(let threshold):
      return "estimator/\(Self.prunedBelow)\(String(threshold, radix: 16, uppercase: true))/"
        + formatsAndRules
    }
  }

  private var formatsAndRules: String {
    (result == format ? format.name : "\(format.name)/\(result.name)") + rules
  }

  /// The rules of the dialect that are not the usual ones, a slash before each.
  private var rules: String {
    (dialect.rounding == .toNearestOrEven ? "" : "/\(dialect.rounding.name)")
      + (dialect.overflow == .satNone ? "" : "/\(dialect.overflow.name)")
  }

  /// What stands before the threshold in the name of a pruning below one.
  public static let prunedBelow = "prune-below-0x"
}
