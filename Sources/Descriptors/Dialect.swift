/// Every choice that real systems make differently when a value enters a format.
///
/// A dialect is resolved: it holds for one target format. What a named system does across
/// formats is a `DialectPreset`.
public struct Dialect: Hashable, Sendable {
  /// How values between two neighbours are rounded.
  public var rounding: RoundingRule
  /// What becomes of rounded values outside the finite range.
  public var overflow: OverflowRule
  /// Which neighbour of a tie is the even one.
  public var tieParity: TieParity
  /// Whether the range is tested before or after rounding.
  public var rangeTest: RangeTest
  /// What `satNone` answers outside the range of a format that has no infinity.
  public var withoutInfinity: WithoutInfinity
  /// Whether to-odd may stop at the largest finite value under `satNone`.
  public var oddOverflow: OddOverflow
  /// What an infinite operand becomes when the target is entered.
  public var infinity: InfinityRule
  /// What a NaN becomes in a format that has NaNs.
  public var nan: NaNRule
  /// What a NaN becomes in a format that has none.
  public var withoutNaN: WithoutNaN
  /// What a value below 0 becomes in an unsigned format.
  public var negative: NegativeRule
  /// What 0 becomes in a format without zero.
  public var withoutZero: WithoutZero
  /// What a number that is not 0, or an infinity, divided by 0 is.
  public var divisionByZero: DivisionByZero
  /// Whether a zero result keeps its sign in a format with -0.
  public var zeroSign: ZeroSign
  /// Whether subnormal operands are read as zeros of their sign.
  public var flushOperands: Bool
  /// Whether results below the smallest normal become zeros of their sign.
  public var flushResults: Bool
  /// Whether a fixed-point target keeps the low bits of an integer outside its range instead of
  /// applying `overflow`.
  ///
  /// An infinite operand, which has no low bits, becomes 0.
  public var wraps: Bool

  /// Which of two neighbours is the even one.
  public enum TieParity: String, Hashable, Sendable, CaseIterable {
    /// The one whose code is even (IEEE P3109).
    ///
    /// For precisions above 1 this is IEEE 754's rule.
    case code
    /// The one whose significand, counted in the quantum of the binade of the lower neighbour, is
    /// even.
    ///
    /// It differs from `code` only in float layouts of precision 1, where normal ties go up; the
    /// other families go by their codes either way.
    case significand
  }

  /// When the range is tested.
  ///
  /// Only before rounding has a range a lower end too: in a format without zero, a number nearer to
  /// zero than every value is a NaN where 0 is (`WithoutZero.nan`), the smallest value otherwise.
  public enum RangeTest: String, Hashable, Sendable, CaseIterable {
    /// Rounding comes first: values just above the largest may round back into the range.
    case afterRounding
    /// Every value above the largest finite one overflows.
    case beforeRounding
  }

  /// What `satNone` answers where the format has no infinity.
  public enum WithoutInfinity: String, Hashable, Sendable, CaseIterable {
    /// A NaN where the format has one, the bound otherwise.
    case nan
    /// The nearest finite bound.
    case bound
  }

  /// How to-odd treats values above the largest finite one under `satNone`.
  public enum OddOverflow: String, Hashable, Sendable, CaseIterable {
    /// The largest finite value where its code is odd, an infinity otherwise.
    case parity
    /// Always what overflow to nearest gives.
    case infinity
  }

  /// What an infinite operand becomes.
  public enum InfinityRule: String, Hashable, Sendable, CaseIterable {
    /// As `overflow` says.
    case byOverflow
    /// A NaN where the format has one, as `overflow` says otherwise.
    case nan
  }

  /// What a NaN becomes in a format with NaNs.
  public enum NaNRule: String, Hashable, Sendable, CaseIterable {
    /// The format's canonical NaN, sign clear where the format has both.
    case canonical
    /// The canonical NaN with the operand's sign where the format has both signs.
    ///
    /// A NaN that stands in for an infinity or an overflow carries the sign too; so it does under
    /// `payload`.
    case signed
    /// The operand's sign and leading payload bits, made quiet (IEEE 754 section 6.2.3).
    case payload
  }

  /// What a NaN becomes in a format without NaN.
  public enum WithoutNaN: String, Hashable, Sendable, CaseIterable {
    case zero
    /// -0 where the format has it, 0 otherwise.
    case negativeZero
    /// The zero of the other sign: NaN gives -0, -NaN gives +0 (ml_dtypes).
    case oppositeZero
    /// The largest finite value.
    case largest
    /// The smallest (most negative) finite value.
    case smallest
  }

  /// What a value below 0, -infinity included, becomes in an unsigned format.
  public enum NegativeRule: String, Hashable, Sendable, CaseIterable {
    /// As `overflow` says: the bound, or a NaN under `satNone` (the bound without NaN).
    case byOverflow
    /// A NaN where the format has one, the bound otherwise.
    case nan
    /// The sign is dropped.
    case magnitude
  }

  /// What 0 becomes in a format without zero.
  public enum WithoutZero: String, Hashable, Sendable, CaseIterable {
    /// A NaN where the format has one, the smallest value otherwise.
    case nan
    /// The smallest value.
    case smallest
  }

  /// What anything but 0 and NaN divided by 0 is; 0 / 0 is always a NaN.
  public enum DivisionByZero: String, Hashable, Sendable, CaseIterable {
    /// An exact infinity with the sign of the quotient (IEEE 754-2019 section 7.3).
    case infinity
    /// A NaN (IEEE P3109 v4.0).
    case nan
  }

  /// Whether a zero result has a sign.
  public enum ZeroSign: String, Hashable, Sendable, CaseIterable {
    /// Its own, where the format has -0 (IEEE 754).
    case kept
    /// None: every zero is +0, whatever the format (IEEE P3109 v4.0).
    case dropped
  }

  /// Creates a dialect; the defaults are those of `standard`.
  public init(
    rounding: RoundingRule = .toNearestOrEven, overflow: OverflowRule = .satNone,
    tieParity: TieParity = .code, rangeTest: RangeTest = .afterRounding,
    withoutInfinity: WithoutInfinity = .nan, oddOverflow: OddOverflow = .parity,
    infinity: InfinityRule = .byOverflow, nan: NaNRule = .canonical,
    withoutNaN: WithoutNaN = .zero, negative: NegativeRule = .byOverflow,
    withoutZero: WithoutZero = .nan, divisionByZero: DivisionByZero = .infinity,
    zeroSign: ZeroSign = .kept, flushOperands: Bool = false, flushResults: Bool = false,
    wraps: Bool = false
  ) {
    self.rounding = rounding
    self.overflow = overflow
    self.tieParity = tieParity
    self.rangeTest = rangeTest
    self.withoutInfinity = withoutInfinity
    self.oddOverflow = oddOverflow
    self.infinity = infinity
    self.nan = nan
    self.withoutNaN = withoutNaN
    self.negative = negative
    self.withoutZero = withoutZero
    self.divisionByZero = divisionByZero
    self.zeroSign = zeroSign
    self.flushOperands = flushOperands
    self.flushResults = flushResults
    self.wraps = wraps
  }

  /// Whether a number nearer to zero than every value of a format without zero is outside its range,
  /// as 0 is.
  public var excludesBelowSmallest: Bool { rangeTest == .beforeRounding && withoutZero == .nan }

  /// What is left of the choices for a result that is never rounded: how operands are read, and
  /// what NaN and zero become.
  public var withoutRounding: Dialect {
    Dialect(nan: nan, withoutNaN: withoutNaN, zeroSign: zeroSign, flushOperands: flushOperands)
  }
}
