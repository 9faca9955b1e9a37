extension Operation {
  /// The id under which the operation is listed, verified and replayed.
  ///
  /// `cast/float32/float8_e4m3fn/nearest-even/sat-none`; an arithmetic operation names its format
  /// once where operands and result share it, and all of them otherwise. A result format that
  /// follows from the function is left out: `compare-less/float8_e4m3fn/nearest-even/sat-none`. What
  /// comes last is the preset that the dialect was taken from, unless it is `standard`.
  ///
  /// `mask/2:4/float32/4x12`, with `/atMost` behind it where cut-off blocks are allowed, or
  /// `estimator/mvue-2:4/float32`, with the result's format behind it where it is another one and
  /// the rounding and overflow rules where they are not `nearest-even` and `sat-none`.
  ///
  /// `dot/ACCUMULATOR/LENGTH/` goes on as an estimator does; `encode-block/BLOCK/FORMAT/` and
  /// `decode-block/BLOCK/RESULT/` go on as a mask does, with such rules before `/atMost`; for encoding
  /// that is the stochastic rounding of the elements only.
  ///
  /// `compress/2:4/float8_e4m3fn`, and `expand` alike, with the layout of the places behind the pattern
  /// unless that is bytes.
  public func name(dialect preset: String = "standard") -> String {
    switch function {
    case .scalar(let kind):
      let formats = operands.map(\.name) + (kind.rounds ? [result.name] : [])
      let shared = kind != .cast && Set(formats).count == 1
      var parts = [kind.rawValue] + (shared ? [formats[0]] : formats)
      parts += [dialect.rounding.name, dialect.overflow.name]
      if preset != "standard" { parts.append(preset) }
      return parts.joined(separator: "/")
    case .mask(_, _, _, let ragged):
      return "\(owner)/\(format.name)/\(shape(ragged))"
    case .prune, .pruneBelow: return "\(owner)/" + formatsAndRules
    case .dot(_, let length): return "\(owner)/\(length)/" + formatsAndRules
    case .encodeBlock(let block, _, _, let ragged):
      let rounding = block.elementDialect.rounding
      let rule = rounding.takesRandomWord ? "/\(rounding.name)" : ""
      return "\(owner)/\(format.name)/\(shape(ragged, rule))"
    case .decodeBlock(_, _, _, let ragged):
      return "\(owner)/\(result.name)/\(shape(ragged, rules))"
    case .compress, .expand: return "\(owner)/\(format.name)"
    }
  }

  /// What the id begins with: the family's word and the name of the rule, the accumulator or the block
  /// format.
  private var owner: String { "\(family)/\(rule)" }

  /// What the ids of the operation's family begin with, such as `mask`; a function of a few numbers is
  /// a family by itself.
  public var family: String {
    switch function {
    case .scalar(let kind): kind.rawValue
    case .mask: "mask"
    case .prune, .pruneBelow: "estimator"
    case .dot: "dot"
    case .encodeBlock: "encode-block"
    case .decodeBlock: "decode-block"
    case .compress: "compress"
    case .expand: "expand"
    }
  }

  /// The name of the rule, the accumulator, the block format or the pattern within the family; empty for functions of
  /// a few numbers.
  public var rule: String {
    switch function {
    case .scalar: ""
    case .mask(let rule, _, _, _): rule.name
    case .prune(let pruning): pruning.name
    case .pruneBelow(let threshold):
      Self.prunedBelow + String(threshold, radix: 16, uppercase: true)
    case .dot(let accumulator, _): accumulator.name
    case .encodeBlock(let block, _, _, _), .decodeBlock(let block, _, _, _): block.name
    case .compress(let compression), .expand(let compression): compression.name
    }
  }

  /// The shape of the matrix of a case; `nil` for operations on other cases.
  public var matrix: (rows: Int, columns: Int)? {
    switch function {
    case .mask(_, let rows, let columns, _), .encodeBlock(_, let rows, let columns, _),
      .decodeBlock(_, let rows, let columns, _):
      (rows, columns)
    default: nil
    }
  }

  /// The shape of the matrix, some rules, and how its edges are treated, unless that is usual.
  private func shape(_ ragged: MaskRule.RaggedRule, _ rules: String = "") -> String {
    let (rows, columns) = matrix ?? (0, 0)
    return "\(rows)x\(columns)" + rules + (ragged == .refuse ? "" : "/\(ragged.rawValue)")
  }

  /// The same for a dialect that is no preset's.
  public var name: String { name(dialect: "standard") }

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
