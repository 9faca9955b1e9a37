public import Descriptors
public import ExactArithmetic

/// Rounding into a format seen as an estimator: the whole law of the result over the random words.
///
/// A deterministic rule has one outcome; a stochastic one two, of which the one nearer to zero comes
/// first among the words, since rounding away is a carry.
public struct StochasticRoundingEstimator: Sendable {
  /// The format that is entered.
  public let format: NumberFormat
  /// Every choice made on the way.
  public let dialect: Dialect

  /// Creates the estimator.
  public init(_ format: NumberFormat, dialect: Dialect) {
    self.format = format
    self.dialect = dialect
  }

  /// The bits of a word that count, 0 for a deterministic rule.
  public var bits: Int {
    if case .stochastic(let bits, _) = dialect.rounding { bits } else { 0 }
  }

  /// The code for a word.
  public func code(of x: Rational, word: UInt32 = 0) -> UInt64 {
    format.encode(.finite(x), dialect: dialect, word: word)
  }

  /// The number of the first words, of `2^bits`, that all give one code; the others give another.
  ///
  /// Found by bisection: a larger word never rounds nearer to zero.
  public func turn(of x: Rational) -> UInt64 {
    let count = UInt64(1) << UInt64(bits)
    let first = code(of: x)
    var (low, high) = (UInt64(0), count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if code(of: x, word: UInt32(middle)) == first { low = middle } else { high = middle }
    }
    return high
  }

  /// The law of the code over all words.
  public func codes(of x: Rational) -> Distribution<UInt64> {
    let turn = turn(of: x)
    let near = Rational(unsigned: turn, exponent: -bits)
    let last = UInt32(truncatingIfNeeded: UInt64(1) << UInt64(bits) - 1)
    guard
      let law = try? Distribution([(code(of: x), near), (code(of: x, word: last), .one - near)])
    else { preconditionFailure("shares of words sum to 1") }
    return law
  }

  /// The law of the value over all words; `nil` where a result may be no number.
  public func distribution(of x: Rational) -> Distribution<Rational>? {
    let codes = codes(of: x)
    guard codes.entries.allSatisfy({ format.decode($0.outcome).number != nil }) else { return nil }
    return codes.map { format.decode($0).number ?? .zero }
  }

  /// The exact bias, mean minus value; `nil` where a result may be no number.
  ///
  /// Between two neighbours at distance `d` it is `d (k / 2^bits - f)` for the dropped fraction `f`
  /// and the variant's integer `k`; 0 where `f` is a multiple of `2^-bits`.
  public func bias(of x: Rational) -> Rational? {
    distribution(of: x).map { $0.mean - x }
  }
}
