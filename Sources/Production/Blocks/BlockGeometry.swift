import Descriptors

/// Where the blocks of a matrix lie and where their codes stand in a stream.
struct BlockGeometry: Sendable {
  let rows, columns: Int
  let height, width: Int
  /// The blocks of a row of blocks.
  let across: Int
  let blocks: Int
  let elementBytes, scaleBytes, matrixBytes: Int
  let hasZeroPoints: Bool

  init(_ format: BlockFormat, rows: Int, columns: Int) {
    (self.rows, self.columns) = (rows, columns)
    (height, width) = (format.shape.rows, format.shape.columns)
    across = (columns + width - 1) / width
    blocks = format.blockCount(rows: rows, columns: columns)
    elementBytes = format.element.streamBytes
    scaleBytes = format.scale.streamBytes
    matrixBytes = format.matrixScale?.streamBytes ?? 0
    hasZeroPoints = format.hasZeroPoints
  }

  var elements: Int { rows * columns }
  /// The byte where the zero points begin, and so on.
  var zeroPointStart: Int { elements * elementBytes }
  var scaleStart: Int { zeroPointStart + (hasZeroPoints ? blocks * elementBytes : 0) }
  var matrixStart: Int { scaleStart + blocks * scaleBytes }
  var bytes: Int { matrixStart + matrixBytes }

  /// The elements of a block, row by row.
  func places(_ block: Int) -> [Int] {
    let row = block / across * height
    let column = block % across * width
    var places: [Int] = []
    for r in row..<min(row + height, rows) {
      for c in column..<min(column + width, columns) { places.append(r * columns + c) }
    }
    return places
  }
}
