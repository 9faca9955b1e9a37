/// What becomes of an exact partial result inside an accumulator.
public enum AccumulatorStage: Hashable, Sendable {
  /// Nothing: the result stays exact.
  case exact
  /// It enters a number format under a dialect, whose rounding rule takes no random word.
  case format(FormatDescriptor, Dialect)
  /// It enters a float grid without subnormals.
  case grid(FloatGrid)

  /// The rounding rule; `nil` where nothing is rounded.
  public var rounding: RoundingRule? {
    switch self {
    case .exact: nil
    case .format(_, let dialect): dialect.rounding
    case .grid(let grid): grid.rounding
    }
  }
}

/// The value set of an internal quantiser: floats of one precision without subnormals, infinities and
/// NaNs (LBA: Blumenfeld, Hubara, Soudry, ICLR 2024).
///
/// With `M = significandBits`, `E = exponentBits` and `b = bias` the values are 0 and
/// `±2^f (1 + j / 2^M)` for `0 <= j < 2^M`, the exponent `f` from `-b` to `2^E - b - 1`. The smallest
/// magnitude is `R_UF = 2^-b`, the largest `R_OF = 2^(2^E - b - 1) (2 - 2^-M)`.
///
/// A value `x` becomes, in this order:
/// 1. a NaN where it is a NaN or an infinity;
/// 2. +0 where it is a zero of either sign;
/// 3. under `flushes`, +0 where `|x| < R_UF`, tested before any rounding; otherwise exponents go
///    down without bound;
/// 4. its neighbour by `rounding` with `M` bits behind the leading one, as if exponents had no
///    bounds; on a tie the even neighbour is the one whose significand is even, and to-odd takes
///    the one whose significand is odd;
/// 5. under `saturates`, `±R_OF` where the magnitude is now above `R_OF`; otherwise exponents go up
///    without bound.
///
/// There are more values than codes of `1 + E + M` bits, so a grid is a set of values, not a format.
public struct FloatGrid: Hashable, Sendable {
  /// The significand bits behind the leading one, 0...52.
  public var significandBits: Int
  /// The exponent bits, 1...11.
  public var exponentBits: Int
  /// What is subtracted from an exponent code.
  public var bias: Int
  /// How values between two neighbours are rounded; a rule without random word.
  public var rounding: RoundingRule
  /// Whether magnitudes below the smallest one become 0.
  public var flushes: Bool
  /// Whether magnitudes above the largest one become it.
  public var saturates: Bool

  /// Creates a grid; the defaults are LBA's: truncation, with underflow and overflow.
  public init(
    significandBits: Int, exponentBits: Int, bias: Int, rounding: RoundingRule = .towardZero,
    flushes: Bool = true, saturates: Bool = true
  ) {
    self.significandBits = significandBits
    self.exponentBits = exponentBits
    self.bias = bias
    self.rounding = rounding
    self.flushes = flushes
    self.saturates = saturates
  }

  /// The exponent of the smallest magnitude.
  public var lowestExponent: Int { -bias }

  /// The exponent of the largest magnitude.
  public var highestExponent: Int { (1 << exponentBits) - bias - 1 }
}
