/// Which elements of a matrix are kept.
///
/// Masks of one size are ordered lexicographically, row by row, kept above pruned: `1100/0011` is
/// greater than `1010/0101`.
public struct Mask: Hashable, Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// For every element, row by row, whether it is kept.
  public var kept: [Bool]

  /// Creates a mask from what is kept, row by row.
  ///
  /// - Precondition: there are `rows * columns` elements.
  public init(rows: Int, columns: Int, kept: [Bool]) {
    precondition(kept.count == rows * columns, "a mask has rows * columns elements")
    self.rows = rows
    self.columns = columns
    self.kept = kept
  }

  /// A mask that keeps everything or nothing.
  public init(rows: Int, columns: Int, keepingAll: Bool) {
    self.init(
      rows: rows, columns: columns,
      kept: Array(repeating: keepingAll, count: rows * columns))
  }

  /// Reads `1010/0110`: the rows from the top, 1 for what is kept.
  ///
  /// `nil` for other characters, for rows of different lengths, and for an empty text.
  public init?(_ text: String) {
    let lines = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let columns = lines.first?.count, columns > 0,
      lines.allSatisfy({ $0.count == columns && $0.allSatisfy { "01".contains($0) } })
    else { return nil }
    self.init(rows: lines.count, columns: columns, kept: lines.joined().map { $0 == "1" })
  }

  /// Whether the element of a row and a column is kept.
  public subscript(row: Int, column: Int) -> Bool {
    get { kept[row * columns + column] }
    set { kept[row * columns + column] = newValue }
  }

  /// How many elements are kept.
  public var keptCount: Int { kept.count { $0 } }

  /// The mask of the transposed matrix.
  public var transposed: Mask {
    Mask(
      rows: columns, columns: rows,
      kept: (0..<columns).flatMap { column in (0..<rows).map { self[$0, column] } })
  }

  /// The part of some rows and columns.
  public subscript(rows rows: Range<Int>, columns columns: Range<Int>) -> Mask {
    Mask(
      rows: rows.count, columns: columns.count,
      kept: rows.flatMap { row in columns.map { self[row, $0] } })
  }

  /// Writes a part, with its first element at a row and a column.
  mutating func write(_ part: Mask, atRow row: Int, column: Int) {
    for r in 0..<part.rows {
      for c in 0..<part.columns { self[row + r, column + c] = part[r, c] }
    }
  }

  /// The magnitudes of the elements that are kept, added up.
  ///
  /// - Precondition: the matrix has the size of the mask.
  public func keptSum(of matrix: Matrix<Magnitude>) -> MagnitudeSum {
    precondition(
      matrix.rows == rows && matrix.columns == columns, "the mask is of another size")
    return zip(matrix.elements, kept).reduce(into: MagnitudeSum()) { sum, element in
      if element.1 { sum.add(element.0) }
    }
  }
}

extension Mask: CustomStringConvertible {
  /// `1010/0110`: the rows from the top, 1 for what is kept.
  public var description: String {
    (0..<rows).map { row in
      String((0..<columns).map { self[row, $0] ? "1" : "0" })
    }.joined(separator: "/")
  }
}

extension Mask: Comparable {
  /// Whether `a` prunes the first element in which the two differ.
  public static func < (a: Mask, b: Mask) -> Bool {
    a.kept.lexicographicallyPrecedes(b.kept) { !$0 && $1 }
  }
}
