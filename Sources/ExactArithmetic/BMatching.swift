/// A set of pairs (row, column) of largest weight in which every row and every column occurs a
/// given number of times, with a proof that no other set weighs more.
///
/// The problem is a linear program whose polytope has integral corners (it is a transportation
/// problem), so its dual always has a solution that proves a best set best. That solution is the
/// potentials: one number `u` for each row and `v` for each column. `flaw` checks a set against
/// them without knowing how either was found.
///
/// Found row by row along shortest augmenting paths with potentials: the Hungarian method (Kuhn,
/// 1955) with a capacity in place of one partner. With `U` units to place and `n` rows and columns
/// together it takes `O(U n^2)` additions and comparisons.
public struct BMatching: Hashable, Sendable {
  /// What is to be matched.
  public struct Problem: Hashable, Sendable {
    /// The weights of all pairs, row by row; of any sign.
    public let weights: [Rational]
    /// How often each row is to occur.
    public let rowDegrees: [Int]
    /// How often each column is to occur.
    public let columnDegrees: [Int]
    /// Whether the degrees are demands or limits.
    public let degrees: Degrees

    /// Creates a problem.
    ///
    /// - Precondition: there are as many weights as pairs, and no degree is below 0.
    public init(
      weights: [Rational], rowDegrees: [Int], columnDegrees: [Int], degrees: Degrees = .exactly
    ) {
      precondition(
        weights.count == rowDegrees.count * columnDegrees.count, "a pair has no weight")
      precondition((rowDegrees + columnDegrees).allSatisfy { $0 >= 0 }, "a degree is below 0")
      self.weights = weights
      self.rowDegrees = rowDegrees
      self.columnDegrees = columnDegrees
      self.degrees = degrees
    }

    /// The number of rows.
    public var rows: Int { rowDegrees.count }
    /// The number of columns.
    public var columns: Int { columnDegrees.count }
  }

  /// What the degrees of a problem demand.
  public enum Degrees: String, Hashable, Sendable {
    /// Every row and column occurs as often as its degree says.
    case exactly
    /// No row or column occurs more often than its degree says.
    case atMost
  }

  /// What was to be matched.
  public let problem: Problem
  /// For every pair, row by row, whether it is in the set.
  public internal(set) var chosen: [Bool]
  /// The potentials of the rows.
  public let rowPotentials: [Rational]
  /// The potentials of the columns.
  public let columnPotentials: [Rational]

  /// The sum of the chosen weights.
  public var weight: Rational {
    zip(problem.weights, chosen).reduce(into: Rational.zero) { sum, pair in
      if pair.1 { sum += pair.0 }
    }
  }

  /// Finds a set of largest weight and its potentials.
  ///
  /// - Throws: `BMatchingError` where the degrees are demands that no set meets.
  public init(maximizing problem: Problem) throws(BMatchingError) {
    let total = problem.rowDegrees.reduce(0, +)
    let columnTotal = problem.columnDegrees.reduce(0, +)
    if problem.degrees == .exactly, total != columnTotal {
      throw .unbalanced(rows: total, columns: columnTotal)
    }
    var search = AugmentingSearch(problem)
    for row in 0..<problem.rows {
      for _ in 0..<problem.rowDegrees[row] {
        switch search.augment(from: row) {
        case .placed: continue
        case .notWorthwhile: break
        case .impossible: throw .infeasible(row: row)
        }
        break
      }
    }
    self.problem = problem
    chosen = search.chosen
    rowPotentials = search.u
    columnPotentials = search.v
  }
}

/// Why no set meets the demands of a problem.
public enum BMatchingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The degrees of the rows and of the columns have different sums.
  case unbalanced(rows: Int, columns: Int)
  /// The columns that are left cannot give this row, and those before it, their degrees.
  case infeasible(row: Int)

  /// One line: what, where, and what would help.
  public var description: String {
    switch self {
    case .unbalanced(let rows, let columns):
      "the degrees of the rows sum to \(rows), those of the columns to \(columns); "
        + "make the sums equal, or ask for at most the degrees"
    case .infeasible(let row):
      "no set of pairs gives row \(row) and the rows before it their degrees; "
        + "lower one, or ask for at most the degrees"
    }
  }
}
