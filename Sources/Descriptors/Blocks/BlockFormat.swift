/// Elements that share scales: MX, NVFP4, P3109 blocks, group-scaled integers.
///
/// A matrix is cut into blocks of `shape`; each block has one scale, for some schemes also a zero
/// point, and for some the whole matrix has one more scale. Encoding gives, as one list of codes: the
/// elements row by row; the zero points, if any, block by block, row by row; the block scales in the
/// same order; the scale of the matrix, if any. Decoding takes that list.
///
/// In what follows `amax` is the largest finite magnitude in a block, 0 where there is none; `max` and
/// `emax` are the largest finite value of the element format and its exponent, `floor(log2 max)`: 7 and
/// 2 for int4, whose -8 does not count, 127/64 and 0 for s2f6; every log2 is that of an exact rational
/// number.
public struct BlockFormat: Hashable, Sendable {
  /// The name on the command line and in specification files.
  public var name: String
  /// The size of a block.
  public var shape: Shape
  /// The format of the elements.
  public var element: FormatDescriptor
  /// How a scaled value enters the element format.
  public var elementDialect: Dialect
  /// The format of the block scales.
  public var scale: FormatDescriptor
  /// How a scale enters its format.
  public var scaleDialect: Dialect
  /// What the scales are and how values come from them.
  public var scheme: Scheme
  /// What a block becomes in which a value is NaN or infinite.
  public var nonFinite: NonFinite
  /// The scale of a block whose `amax` is 0.
  public var emptyScale: EmptyScale
  /// In which order packed elements narrower than a byte fill it.
  public var packing: Packing

  /// The rows and columns of a block.
  public struct Shape: Hashable, Sendable {
    public var rows: Int
    public var columns: Int

    /// Creates a shape; both sides 1 or more.
    public init(rows: Int = 1, columns: Int) {
      self.rows = rows
      self.columns = columns
    }
  }

  /// What the scales are and how values come from them.
  public enum Scheme: Hashable, Sendable {
    /// The value of a code is scale times element, exactly; a value `v` is encoded as the element
    /// nearest to `v / scale` by `elementDialect`, the quotient exact.
    ///
    /// In this order: a NaN scale gives the element format's NaN, or code 0 where it has none; a NaN
    /// `v` enters the element format; a zero scale gives elements 0 without sign; a scale that became
    /// infinite gives 1, 0 without sign or -1 by the sign of `v`, an infinite `v` included (IEEE P3109
    /// v4.0, section 5; a zero or infinite scale cannot happen with E8M0).
    case scaled(ScaleRule)
    /// A scale for the matrix above the block scales, with float32 roundings between (NVFP4).
    case twoLevel(TwoLevelScale)
    /// The value of a code is scale times (element - zero point), elements and zero points unsigned
    /// integers of the element format.
    ///
    /// With `lo = min(0, least)`, `hi = max(0, largest)` over the block, and `lo = -1`, `hi = 1` where
    /// both are 0: `S` is `(hi - lo) / max` entered into the scale format, the zero point `z` is
    /// `-lo / S` rounded to nearest even and clamped to `0...max`, an element
    /// `clamp(nearest-even(v / S) + z, 0, max)`. Where `S` is 0 or NaN, elements and `z` are 0. That
    /// replaces the rule for blocks whose `amax` is 0; so it does in `dual`.
    case zeroPoint
    /// Integers with a zero point that decode into an 8-bit float, which a scale of the matrix
    /// maps to values (DPQ's W4A8).
    case dual(DualScale)
  }

  /// How the scale of a block follows from `amax > 0`.
  ///
  /// The rules for powers of two clamp the exponent to that of the scale format's finite range.
  public enum ScaleRule: String, Hashable, Sendable, CaseIterable {
    /// `2^(floor(log2 amax) - emax)` (OCP MX 1.0 section 6.3).
    case floor
    /// `2^(ceil(log2 amax) - emax)`.
    case ceil
    /// `floor` after `amax` was rounded to the element's precision, ties away: one more where
    /// `amax >= 2^f (2 - 2^-(m + 1))`, with `f = floor(log2 amax)` and `m` the trailing bits of the
    /// element format (for integers the bits below its leading one).
    case even
    /// The least power of two `X` with `amax / X <= max`: `2^ceil(log2(amax / max))`.
    case rceil
    /// `amax / max`, entered into the scale format by `scaleDialect`.
    case amaxOverMax = "amax-over-max"
    /// `amax` itself, entered into the scale format by `scaleDialect` (IEEE P3109 v4.0,
    /// ConvertToBlockMaxAbsFinite).
    case amax
    /// Of `amax / max` and `1.5 amax / max`, each entered into the scale format, the one whose
    /// decoded block has the smaller exact sum of squared errors; the first one on a tie.
    ///
    /// With E2M1 these map the largest value to 6 and to 4.
    case fourOverSix = "four-over-six"

    /// Whether the scale is a power of two whatever the scale format is.
    public var isPowerOfTwo: Bool {
      switch self {
      case .floor, .ceil, .even, .rceil: true
      case .amaxOverMax, .amax, .fourOverSix: false
      }
    }
  }

  /// What a block becomes in which a value is NaN or infinite.
  public enum NonFinite: String, Hashable, Sendable, CaseIterable {
    /// The block scale is its format's NaN, and all elements and the zero point are code 0: the whole
    /// block decodes to NaN.
    ///
    /// The scale of the matrix looks at finite values only.
    case block
    /// The scale looks at finite values only, and NaN and infinities enter the element format by
    /// `elementDialect`.
    case element
  }

  /// The scale of a block of zeros.
  public enum EmptyScale: String, Hashable, Sendable, CaseIterable {
    /// The smallest value of the scale format that is not negative: 2^-127 in E8M0, 0 elsewhere.
    case smallest
    /// The code of the largest value of the scale format that is at most 1.
    case one
  }

  /// In which order packed elements narrower than a byte fill it.
  public enum Packing: String, Hashable, Sendable, CaseIterable {
    /// The first element in the lowest bits.
    case lowFirst = "low-first"
    /// The first element in the highest bits.
    case highFirst = "high-first"
  }

  /// Creates a block format.
  public init(
    name: String, shape: Shape, element: FormatDescriptor, elementDialect: Dialect,
    scale: FormatDescriptor, scaleDialect: Dialect, scheme: Scheme, nonFinite: NonFinite = .block,
    emptyScale: EmptyScale = .smallest, packing: Packing = .lowFirst
  ) {
    self.name = name
    self.shape = shape
    self.element = element
    self.elementDialect = elementDialect
    self.scale = scale
    self.scaleDialect = scaleDialect
    self.scheme = scheme
    self.nonFinite = nonFinite
    self.emptyScale = emptyScale
    self.packing = packing
  }

  /// Whether blocks have a zero point.
  public var hasZeroPoints: Bool {
    switch scheme {
    case .zeroPoint, .dual: true
    case .scaled, .twoLevel: false
    }
  }

  /// Whether elements may be rounded stochastically: not where the errors of rounded elements choose
  /// the scale, nor in integer schemes, whose rounding is part of them.
  public var drawsElements: Bool {
    switch scheme {
    case .scaled(let rule): rule != .fourOverSix
    case .twoLevel(let two): !two.fourOverSix
    case .zeroPoint, .dual: false
    }
  }

  /// The format of the scale of the whole matrix; `nil` where there is none.
  public var matrixScale: FormatDescriptor? {
    switch scheme {
    case .scaled, .zeroPoint: nil
    case .twoLevel(let two): two.format
    case .dual(let dual): dual.matrixScale
    }
  }
}

extension BlockFormat {
  /// The number of blocks of a matrix, those that it cuts off at its edges included.
  public func blockCount(rows: Int, columns: Int) -> Int {
    ((rows + shape.rows - 1) / shape.rows) * ((columns + shape.columns - 1) / shape.columns)
  }

  /// The codes of a matrix, in the order in which they follow each other.
  public func runs(rows: Int, columns: Int) -> [Operation.Run] {
    let blocks = blockCount(rows: rows, columns: columns)
    var runs = [Operation.Run(element, rows * columns)]
    if hasZeroPoints { runs.append(Operation.Run(element, blocks)) }
    runs.append(Operation.Run(scale, blocks))
    if let matrixScale { runs.append(Operation.Run(matrixScale, 1)) }
    return runs
  }
}
