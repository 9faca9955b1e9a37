/// A square or rectangular matrix of rationals, and the exact questions of linear algebra about it:
/// rank, determinant, inverse, solution.
///
/// Gaussian elimination; with exact numbers any pivot other than zero will do, and a rank is a fact,
/// not a matter of tolerance. The numbers may grow long: this is for small systems.
public struct LinearSystem: Hashable, Sendable {
  /// The rows of the matrix, all of one length.
  public let rows: [[Rational]]

  /// Creates a system.
  ///
  /// - Precondition: the rows have equal lengths.
  public init(_ rows: [[Rational]]) {
    precondition(
      rows.allSatisfy { $0.count == rows.first?.count }, "the rows have different lengths")
    self.rows = rows
  }

  /// The number of columns.
  public var columns: Int { rows.first?.count ?? 0 }

  /// The number of linearly independent rows.
  public var rank: Int {
    var elimination = Elimination(rows)
    elimination.reduce(columns: columns)
    return elimination.pivots
  }

  /// The determinant, 1 for the empty matrix; `nil` unless the matrix is square.
  public var determinant: Rational? {
    guard rows.count == columns else { return nil }
    var elimination = Elimination(rows)
    elimination.reduce(columns: columns)
    return elimination.pivots == columns ? elimination.product : .zero
  }

  /// The inverse; `nil` where there is none, as for a matrix that is not square.
  public var inverse: [[Rational]]? {
    let size = rows.count
    guard size == columns else { return nil }
    let identity = (0..<size).map { row in (0..<size).map { Rational($0 == row ? 1 : 0) } }
    return solving(for: identity)
  }

  /// The one vector that the matrix takes to the given one; `nil` where there is none or many, and
  /// for a matrix that is not square.
  ///
  /// - Precondition: the vector has an element for each row.
  public func solution(for right: [Rational]) -> [Rational]? {
    precondition(right.count == rows.count, "the right side has an element for each row")
    return solving(for: right.map { [$0] })?.map { $0[0] }
  }

  private func solving(for right: [[Rational]]) -> [[Rational]]? {
    guard rows.count == columns else { return nil }
    var elimination = Elimination(zip(rows, right).map { $0 + $1 })
    elimination.reduce(columns: columns)
    guard elimination.pivots == columns else { return nil }
    return elimination.rows.map { Array($0[columns...]) }
  }
}

/// Rows on their way to reduced echelon form.
private struct Elimination {
  var rows: [[Rational]]
  /// How many pivots were found.
  private(set) var pivots = 0
  /// The product of the pivots, with the sign of the exchanges of rows.
  private(set) var product = Rational.one

  init(_ rows: [[Rational]]) { self.rows = rows }

  /// Makes the leading columns those of the identity, as far as they are independent.
  mutating func reduce(columns: Int) {
    for column in 0..<columns {
      guard let pivot = rows[pivots...].firstIndex(where: { !$0[column].isZero }) else { continue }
      if pivot != pivots {
        rows.swapAt(pivot, pivots)
        product = -product
      }
      let value = rows[pivots][column]
      product *= value
      rows[pivots] = rows[pivots].map { $0 / value }
      for row in rows.indices where row != pivots && !rows[row][column].isZero {
        let factor = rows[row][column]
        rows[row] = zip(rows[row], rows[pivots]).map { $0 - factor * $1 }
      }
      pivots += 1
      if pivots == rows.count { return }
    }
  }
}
