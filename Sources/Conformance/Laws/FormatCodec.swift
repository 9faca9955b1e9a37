public import Descriptors
public import Reference

/// The two functions that laws about a format judge.
///
/// What they are held against is never these functions but the format's values taken one by one,
/// distances between rationals, and the definitions written out a second time in the laws.
public struct FormatCodec: Sendable {
  /// What a code denotes.
  public var decode: @Sendable (UInt64) -> Datum
  /// The code that a datum becomes under a dialect with a random word.
  public var encode: @Sendable (Datum, Dialect, UInt32) -> UInt64

  /// Creates a codec from its two functions.
  public init(
    decode: @escaping @Sendable (UInt64) -> Datum,
    encode: @escaping @Sendable (Datum, Dialect, UInt32) -> UInt64
  ) {
    self.decode = decode
    self.encode = encode
  }

  /// The reference's own definition of a format.
  public init(_ format: NumberFormat) {
    self.init(
      decode: { format.decode($0) },
      encode: { format.encode($0, dialect: $1, word: $2) })
  }
}
