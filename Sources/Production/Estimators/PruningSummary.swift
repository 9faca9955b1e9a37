/// How many blocks of a run were out of the ordinary.
public struct PruningSummary: Hashable, Sendable {
  /// Blocks with a NaN or an infinity.
  public var nonFinite = 0
  /// Blocks in which an element other than 0 has no chance to be kept.
  public var biased = 0
  /// Blocks in which a value is beyond the result format and became what the dialect says.
  public var overflowed = 0
  /// Blocks that a kernel left to the path of exact integers, or all where there is no kernel.
  public var exact = 0

  /// Creates a summary; without arguments that of no blocks.
  public init(nonFinite: Int = 0, biased: Int = 0, overflowed: Int = 0, exact: Int = 0) {
    self.nonFinite = nonFinite
    self.biased = biased
    self.overflowed = overflowed
    self.exact = exact
  }

  /// The counts of two runs together.
  public static func + (x: PruningSummary, y: PruningSummary) -> PruningSummary {
    PruningSummary(
      nonFinite: x.nonFinite + y.nonFinite, biased: x.biased + y.biased,
      overflowed: x.overflowed + y.overflowed, exact: x.exact + y.exact)
  }
}
