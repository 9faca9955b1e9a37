/// The proof that one tile's transposable mask is optimal: a potential for each row and column.
///
/// The weight of every kept element is at least the sum of its row's and column's potentials, that
/// of every pruned one at most; so no mask with the same sums of rows and columns keeps more. In a
/// tile that an edge cuts off no potential is negative, and that of a row or column that keeps less
/// than it may is 0.
public struct TransposableCertificate: Hashable, Sendable {
  /// The tile's first row in its matrix.
  public let row: Int
  /// The tile's first column.
  public let column: Int
  /// The rows that the tile has.
  public let rows: Int
  /// The columns that the tile has.
  public let columns: Int
  /// Weights and potentials are multiples of `2^unitExponent / unitDenominator`.
  public let unitExponent: Int
  /// Odd; 1 except for formats given by a table.
  public let unitDenominator: UInt64
  /// An infinity weighs 2 to this power units, more than all finite elements together.
  public let infinityExponent: Int
  /// A NaN weighs 2 to this power units, more than all infinities together.
  public let nanExponent: Int
  /// The 64-bit words of a potential: 1, 2, 5 or 36.
  public let words: Int
  /// The row potentials one after the other, each in two's complement, lowest word first.
  public var rowPotentials: [UInt64]
  /// The column potentials, written alike.
  public var columnPotentials: [UInt64]
}
