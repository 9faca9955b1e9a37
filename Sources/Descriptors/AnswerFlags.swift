/// What a reader must know about the results of a case.
public struct AnswerFlags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// An operand is NaN or infinite.
  public static let nonFinite = AnswerFlags(rawValue: 1)
  /// The mean of the results is not the operands: an element other than 0 has no chance to be kept.
  public static let biased = AnswerFlags(rawValue: 2)
  /// A value is beyond the result format and became what the dialect says.
  public static let overflowed = AnswerFlags(rawValue: 4)
  /// The operation has no results for these operands; zeros stand in their place.
  ///
  /// No device is judged on such a case.
  public static let refused = AnswerFlags(rawValue: 8)

  /// The names of those that are set.
  public var names: [String] {
    [
      (AnswerFlags.nonFinite, "non-finite"), (.biased, "biased"), (.overflowed, "overflowed"),
      (.refused, "refused"),
    ].filter { contains($0.0) }.map(\.1)
  }
}
