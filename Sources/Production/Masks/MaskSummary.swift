/// What a run of a mask met on its way.
public struct MaskSummary: Hashable, Sendable {
  /// The matrices that were masked.
  public var matrices = 0
  /// The matrices with an element that is NaN or infinite.
  public var nonFiniteMatrices = 0
  /// The blocks with such an element: blocks and tiles as the rule groups elements, cut-off ones
  /// too; the whole matrix for an unstructured rule.
  public var nonFiniteBlocks = 0
  /// The optimal tiles whose certificate was checked.
  public var checkedTiles = 0
  /// Those of them whose certificate does not prove the mask; anything but 0 is a fault of this
  /// module.
  public var refutedTiles = 0

  /// A summary of nothing.
  public init() {}
}
