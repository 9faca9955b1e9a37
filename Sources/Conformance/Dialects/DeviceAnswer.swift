/// What a device, or whoever recorded it, gave for one case of an operation.
public struct DeviceAnswer: Hashable, Sendable {
  /// The operand codes.
  public var codes: [UInt64]
  /// The random word; 0 where none is taken.
  public var word: UInt32
  /// The code that came; it may be wider than the format.
  public var got: UInt64

  /// Creates an answer.
  public init(codes: [UInt64], word: UInt32 = 0, got: UInt64) {
    self.codes = codes
    self.word = word
    self.got = got
  }

  /// Whether the case comes before another: field by field, the random word last.
  func isSmaller(than other: DeviceAnswer) -> Bool {
    codes == other.codes ? word < other.word : codes.lexicographicallyPrecedes(other.codes)
  }
}
