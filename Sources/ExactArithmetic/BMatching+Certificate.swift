extension BMatching {
  /// What is wrong with a set or with the potentials that should prove it best.
  public enum Flaw: Hashable, Sendable, CustomStringConvertible {
    /// The set or the potentials have not the size of the problem.
    case size
    /// The row occurs so often, which its degree does not allow.
    case rowDegree(row: Int, count: Int)
    /// The column occurs so often, which its degree does not allow.
    case columnDegree(column: Int, count: Int)
    /// A chosen pair weighs less than its potentials.
    case chosenTooLight(row: Int, column: Int)
    /// A pair that was not chosen weighs more than its potentials.
    case leftTooHeavy(row: Int, column: Int)
    /// Where degrees are limits: a potential is below 0, or above 0 with places left.
    case rowPotential(row: Int)
    /// Where degrees are limits: a potential is below 0, or above 0 with places left.
    case columnPotential(column: Int)

    /// One line: what and where.
    public var description: String {
      switch self {
      case .size: "the set or the potentials have not the size of the problem"
      case .rowDegree(let row, let count): "row \(row) occurs \(count) times"
      case .columnDegree(let column, let count): "column \(column) occurs \(count) times"
      case .chosenTooLight(let row, let column):
        "the pair (\(row), \(column)) is chosen and weighs less than its potentials"
      case .leftTooHeavy(let row, let column):
        "the pair (\(row), \(column)) is left out and weighs more than its potentials"
      case .rowPotential(let row): "the potential of row \(row) proves nothing"
      case .columnPotential(let column): "the potential of column \(column) proves nothing"
      }
    }
  }

  /// The first flaw of this set and its potentials; `nil` proves that no set weighs more.
  public var flaw: Flaw? {
    Self.flaw(
      of: chosen, rowPotentials: rowPotentials, columnPotentials: columnPotentials, in: problem)
  }

  /// The first flaw of a set and potentials, from whatever source; `nil` proves that no set that
  /// the problem allows weighs more.
  ///
  /// Let `T` be another allowed set. Then `w(T) <= Σ_T (u + v) + Σ_chosen (w - u - v)`, since a
  /// pair outside the chosen set has `w <= u + v` and one inside has `w - u - v >= 0`. The sum of
  /// `u + v` over `T` counts every potential as often as its row or column occurs in `T`. Where
  /// degrees are demands that is as often as in the chosen set; where they are limits it is at most
  /// the degree, which the chosen set reaches wherever the potential is not 0. So the right side is
  /// at most `w(chosen)`.
  public static func flaw(
    of chosen: [Bool], rowPotentials u: [Rational], columnPotentials v: [Rational],
    in problem: Problem
  ) -> Flaw? {
    let (rows, columns) = (problem.rows, problem.columns)
    guard chosen.count == rows * columns, u.count == rows, v.count == columns else { return .size }
    let isExact = problem.degrees == .exactly
    for row in 0..<rows {
      let count = (0..<columns).count { chosen[row * columns + $0] }
      let degree = problem.rowDegrees[row]
      if isExact ? count != degree : count > degree { return .rowDegree(row: row, count: count) }
      if !isExact, u[row].signum < 0 || (u[row].signum > 0 && count < degree) {
        return .rowPotential(row: row)
      }
    }
    for column in 0..<columns {
      let count = (0..<rows).count { chosen[$0 * columns + column] }
      let degree = problem.columnDegrees[column]
      if isExact ? count != degree : count > degree {
        return .columnDegree(column: column, count: count)
      }
      if !isExact, v[column].signum < 0 || (v[column].signum > 0 && count < degree) {
        return .columnPotential(column: column)
      }
    }
    for row in 0..<rows {
      for column in 0..<columns {
        let pair = row * columns + column
        let (weight, price) = (problem.weights[pair], u[row] + v[column])
        if chosen[pair], weight < price { return .chosenTooLight(row: row, column: column) }
        if !chosen[pair], weight > price { return .leftTooHeavy(row: row, column: column) }
      }
    }
    return nil
  }
}
