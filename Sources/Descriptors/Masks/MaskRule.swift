/// Which elements of a matrix are kept.
///
/// Every rule ranks elements by magnitude, the larger first: NaN above infinity, infinity above all
/// that is finite, and among equals the lower row-major index. `-0` and `0` are equal.
public enum MaskRule: Hashable, Sendable {
  /// The `keep` elements of largest magnitude in every block of `of` consecutive ones, exactly as
  /// many, zeros if need be.
  case magnitude(BlockPattern, Axis)
  /// The `of - keep` pruned elements of every block are adjacent, and the kept magnitudes sum to
  /// the most; of several such masks the lexicographically greatest.
  case sequential(BlockPattern, Axis)
  /// Every `of` x `of` tile keeps `keep` elements in each row and in each column.
  case transposable(BlockPattern, TransposableMethod)
  /// The given number of elements of largest magnitude in the whole matrix.
  case top(Int)
  /// The elements whose magnitude is at least that of a code of the operands' format; NaN too.
  case threshold(code: UInt64)

  /// The direction in which consecutive elements are grouped.
  public enum Axis: String, Hashable, Sendable, CaseIterable {
    /// Along each row.
    case rows
    /// Down each column.
    case columns
  }

  /// How a transposable mask is found.
  public enum TransposableMethod: String, Hashable, Sendable, CaseIterable {
    /// The kept magnitudes of each tile sum to the most that row and column sums allow; of several
    /// such masks the lexicographically greatest in row-major order.
    case optimal
    /// Prunes the `of - keep` smallest of each row and the `of - keep` smallest of each column of
    /// a tile, among equals the lower index first; the pruned magnitudes sum to at most twice the
    /// least possible.
    case pruneGreedy
    /// Scans a tile from the largest magnitude down and keeps what row and column sums still
    /// allow; the kept magnitudes sum to at least half the most possible.
    case keepGreedy
  }

  /// What becomes of blocks and tiles that the matrix cuts off at its edges.
  public enum RaggedRule: String, Hashable, Sendable, CaseIterable {
    /// An error: rows or columns must be a multiple of the block.
    case refuse
    /// The part that is there keeps at most as many elements as a whole block would, and as much
    /// magnitude as that allows.
    case atMost
  }

  /// The pattern; `nil` for unstructured rules.
  public var pattern: BlockPattern? {
    switch self {
    case .magnitude(let pattern, _), .sequential(let pattern, _), .transposable(let pattern, _):
      pattern
    case .top, .threshold: nil
    }
  }

  /// The name on the command line and in specification files: `2:4`, `2:4/columns`,
  /// `sequential-2:4`, `transposable-4:8`, `prune-greedy-4:8`, `keep-greedy-4:8`, `top-10`,
  /// `threshold-0x3F` with the code in hexadecimal.
  public var name: String {
    switch self {
    case .magnitude(let pattern, let axis): pattern.name + axis.suffix
    case .sequential(let pattern, let axis): "sequential-\(pattern)\(axis.suffix)"
    case .transposable(let pattern, let method): "\(method.prefix)-\(pattern)"
    case .top(let count): "top-\(count)"
    case .threshold(let code): "threshold-0x\(String(code, radix: 16, uppercase: true))"
    }
  }

  /// Reads a name, as `name` writes it; `nil` for anything else.
  public init?(named name: String) {
    if name.hasPrefix("top-") {
      let digits = name.dropFirst("top-".count)
      guard digits.allSatisfy({ ("0"..."9").contains($0) }), let count = Int(digits) else {
        return nil
      }
      self = .top(count)
      return
    }
    if name.hasPrefix("threshold-0x") {
      let digits = name.dropFirst("threshold-0x".count)
      guard digits.allSatisfy(\.isHexDigit), let code = UInt64(digits, radix: 16) else {
        return nil
      }
      self = .threshold(code: code)
      return
    }
    for method in TransposableMethod.allCases where name.hasPrefix(method.prefix + "-") {
      guard let pattern = BlockPattern(named: name.dropFirst(method.prefix.count + 1)),
        pattern.of <= Self.largestTile
      else { return nil }
      self = .transposable(pattern, method)
      return
    }
    var rest = Substring(name)
    var axis = Axis.rows
    if rest.hasSuffix(Axis.columns.suffix) {
      axis = .columns
      rest = rest.dropLast(Axis.columns.suffix.count)
    }
    let isSequential = rest.hasPrefix("sequential-")
    if isSequential { rest = rest.dropFirst("sequential-".count) }
    guard let pattern = BlockPattern(named: rest) else { return nil }
    self = isSequential ? .sequential(pattern, axis) : .magnitude(pattern, axis)
  }

  /// The largest side of a transposable tile.
  public static let largestTile = 32
}

extension MaskRule.Axis {
  /// What a rule's name ends with.
  fileprivate var suffix: String { self == .rows ? "" : "/columns" }
}

extension MaskRule.TransposableMethod {
  /// What a rule's name begins with.
  fileprivate var prefix: String {
    switch self {
    case .optimal: "transposable"
    case .pruneGreedy: "prune-greedy"
    case .keepGreedy: "keep-greedy"
    }
  }
}
