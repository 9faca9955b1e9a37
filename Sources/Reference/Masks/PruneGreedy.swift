public import Descriptors

/// Transposable pruning by ranks: at least `of - keep` elements are pruned in each row and column
/// of a tile, and the pruned magnitudes sum to at most twice the least possible.
///
/// Two definitions, which give the same mask. `Specs/pages/transposable.md` has the proof, and what
/// becomes of the bound when the scan compares with "at most" in place of "less than".
public enum PruneGreedy {
  /// The mask of a matrix, tile by tile, by the union of ranks.
  public static func mask(of matrix: Matrix<Magnitude>, _ pattern: BlockPattern) -> Mask {
    Tiling.mask(of: matrix, side: pattern.of) { unionOfRanks(ofTile: $0, pattern) }
  }

  /// Prunes every element that is among the smallest of its row or among the smallest of its
  /// column, as many as the row or column has beyond `keep`.
  ///
  /// Of equal elements the one with the lower index counts as smaller.
  public static func unionOfRanks(ofTile tile: Matrix<Magnitude>, _ pattern: BlockPattern) -> Mask {
    let inRow = tile.columns - pattern.keep
    let inColumn = tile.rows - pattern.keep
    var mask = Mask(rows: tile.rows, columns: tile.columns, keepingAll: true)
    for row in 0..<tile.rows {
      for column in 0..<tile.columns {
        let own = tile[row, column]
        let smallerInRow = (0..<tile.columns).count { other in
          tile[row, other] < own || (tile[row, other] == own && other < column)
        }
        let smallerInColumn = (0..<tile.rows).count { other in
          tile[other, column] < own || (tile[other, column] == own && other < row)
        }
        mask[row, column] = smallerInRow >= inRow && smallerInColumn >= inColumn
      }
    }
    return mask
  }

  /// Scans the elements from the smallest up, of equals the lower index first, and prunes one when
  /// its row or its column has still fewer than it must prune.
  public static func scan(ofTile tile: Matrix<Magnitude>, _ pattern: BlockPattern) -> Mask {
    let elements = tile.elements
    let ascending = elements.indices.sorted { a, b in
      elements[a] == elements[b] ? a < b : elements[a] < elements[b]
    }
    var mask = Mask(rows: tile.rows, columns: tile.columns, keepingAll: true)
    var rowCounts = [Int](repeating: 0, count: tile.rows)
    var columnCounts = [Int](repeating: 0, count: tile.columns)
    for index in ascending {
      let (row, column) = (index / tile.columns, index % tile.columns)
      let lacks =
        rowCounts[row] < tile.columns - pattern.keep
        || columnCounts[column] < tile.rows - pattern.keep
      guard lacks else { continue }
      mask[row, column] = false
      rowCounts[row] += 1
      columnCounts[column] += 1
    }
    return mask
  }
}
