public import Descriptors

/// Transposable keeping from the largest element down; the kept magnitudes sum to at least half the
/// most possible.
///
/// Rows and columns may end with fewer than `keep` elements: those that could still take one need
/// not meet in an element that is free.
public enum KeepGreedy {
  /// The mask of a matrix, tile by tile.
  public static func mask(of matrix: Matrix<Magnitude>, _ pattern: BlockPattern) -> Mask {
    Tiling.mask(of: matrix, side: pattern.of) { mask(ofTile: $0, pattern) }
  }

  /// Scans the elements from the largest down, of equals the lower index first, and keeps one when
  /// its row and its column have both kept fewer than `keep`.
  public static func mask(ofTile tile: Matrix<Magnitude>, _ pattern: BlockPattern) -> Mask {
    let elements = tile.elements
    let descending = elements.indices.sorted { MagnitudeMask.outranks($0, $1, in: elements) }
    return mask(
      rows: tile.rows, columns: tile.columns, keep: pattern.keep, inOrder: descending)
  }

  /// Keeps elements in the given order as long as neither their row nor their column is full.
  static func mask(rows: Int, columns: Int, keep: Int, inOrder order: [Int]) -> Mask {
    var mask = Mask(rows: rows, columns: columns, keepingAll: false)
    var rowCounts = [Int](repeating: 0, count: rows)
    var columnCounts = [Int](repeating: 0, count: columns)
    for index in order {
      let (row, column) = (index / columns, index % columns)
      guard rowCounts[row] < keep, columnCounts[column] < keep else { continue }
      mask[row, column] = true
      rowCounts[row] += 1
      columnCounts[column] += 1
    }
    return mask
  }
}
