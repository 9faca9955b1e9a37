/// Elements in rows and columns, row by row.
public struct Matrix<Element: Hashable & Sendable>: Hashable, Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The elements, row by row.
  public var elements: [Element]

  /// Creates a matrix from its elements, row by row.
  ///
  /// - Precondition: there are `rows * columns` elements.
  public init(rows: Int, columns: Int, _ elements: [Element]) {
    precondition(elements.count == rows * columns, "a matrix has rows * columns elements")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// Creates a matrix from its rows.
  ///
  /// - Precondition: the rows have equal lengths.
  public init(_ rows: [[Element]]) {
    let columns = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columns }, "the rows have different lengths")
    self.init(rows: rows.count, columns: columns, rows.flatMap(\.self))
  }

  /// The element of a row and a column.
  public subscript(row: Int, column: Int) -> Element {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// The matrix with rows and columns exchanged.
  public var transposed: Matrix {
    Matrix(
      rows: columns, columns: rows,
      (0..<columns).flatMap { column in (0..<rows).map { self[$0, column] } })
  }

  /// The part of some rows and columns.
  public subscript(rows rows: Range<Int>, columns columns: Range<Int>) -> Matrix {
    Matrix(
      rows: rows.count, columns: columns.count,
      rows.flatMap { row in columns.map { self[row, $0] } })
  }

  /// The matrix of the images of the elements.
  public func map<Image>(_ transform: (Element) -> Image) -> Matrix<Image> {
    Matrix<Image>(rows: rows, columns: columns, elements.map(transform))
  }
}
