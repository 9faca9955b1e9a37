/// A format given by listing what each code denotes.
public struct ValueTable: Hashable, Sendable {
  /// The datum of every code, `entries.count == 1 << bits`.
  public var entries: [Entry]
  /// Whether two codes may denote the same value.
  ///
  /// Then `encode` answers with the lowest code.
  public var mayRepeat: Bool

  /// What one code denotes.
  public enum Entry: Hashable, Sendable {
    case finite(ExactLiteral)
    case negativeZero
    case infinity(negative: Bool)
    case nan
  }

  /// Creates a table.
  public init(entries: [Entry], mayRepeat: Bool = false) {
    self.entries = entries
    self.mayRepeat = mayRepeat
  }
}

/// An exact value as plain data: `numerator / denominator * 2^exponent`.
///
/// Canonical form, which the decoder of the specification file establishes: the denominator is
/// odd and positive, the numerator is odd or 0, they share no factor, and 0 is `0/1 * 2^0`.
public struct ExactLiteral: Hashable, Sendable {
  public var numerator: Int64
  public var denominator: Int64
  public var exponent: Int

  /// Creates a literal from parts that are already canonical.
  public init(numerator: Int64, denominator: Int64 = 1, exponent: Int = 0) {
    self.numerator = numerator
    self.denominator = denominator
    self.exponent = exponent
  }
}
