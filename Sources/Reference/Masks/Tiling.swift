/// A matrix cut into square tiles; those at the right and lower edges may be cut off.
struct Tiling {
  /// The part of a matrix that a tile covers.
  struct Tile: Hashable {
    let rows: Range<Int>
    let columns: Range<Int>

    /// Whether the tile has all of its rows and columns.
    func isWhole(_ side: Int) -> Bool { rows.count == side && columns.count == side }
  }

  /// The tiles in row-major order.
  let tiles: [Tile]

  init(rows: Int, columns: Int, side: Int) {
    tiles = stride(from: 0, to: rows, by: side).flatMap { row in
      stride(from: 0, to: columns, by: side).map { column in
        Tile(
          rows: row..<min(row + side, rows), columns: column..<min(column + side, columns))
      }
    }
  }

  /// The mask of a matrix from the masks of its tiles.
  static func mask(
    of matrix: Matrix<Magnitude>, side: Int, mask: (Matrix<Magnitude>) -> Mask
  ) -> Mask {
    var result = Mask(rows: matrix.rows, columns: matrix.columns, keepingAll: false)
    for tile in Tiling(rows: matrix.rows, columns: matrix.columns, side: side).tiles {
      result.write(
        mask(matrix[rows: tile.rows, columns: tile.columns]),
        atRow: tile.rows.lowerBound, column: tile.columns.lowerBound)
    }
    return result
  }
}
