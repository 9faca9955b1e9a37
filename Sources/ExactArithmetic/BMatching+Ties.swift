extension BMatching {
  /// Of all sets of largest weight the lexicographically greatest one: it has the first pair if any
  /// of them has, then the second pair if any of those that are left has, and so on, row by row.
  ///
  /// The potentials prove all best sets at once: those are the allowed sets that have every pair
  /// with `w > u + v`, no pair with `w < u + v`, and, where degrees are limits, fill every row and
  /// column whose potential is not 0. Among them one moves by exchanging pairs with `w = u + v`
  /// along cycles. So each such pair in turn is brought in where a cycle through it and through
  /// later pairs allows that, and is settled.
  public var lexicographicallyGreatest: BMatching {
    var exchange = Exchange(self)
    for row in 0..<problem.rows {
      for column in 0..<problem.columns { exchange.settle(row, column) }
    }
    var result = self
    result.chosen = exchange.chosen
    return result
  }
}

/// The best sets of a problem as a graph of what may be exchanged for what.
private struct Exchange {
  let problem: BMatching.Problem
  var chosen: [Bool]
  /// Pairs that can still come in or go.
  private var isOpen: [Bool]
  private var rowCounts: [Int]
  private var columnCounts: [Int]
  /// Rows and columns that need not be full.
  private let mayRowLack: [Bool]
  private let mayColumnLack: [Bool]

  init(_ matching: BMatching) {
    problem = matching.problem
    chosen = matching.chosen
    let (rows, columns) = (problem.rows, problem.columns)
    let (u, v) = (matching.rowPotentials, matching.columnPotentials)
    isOpen = matching.problem.weights.enumerated().map { pair, weight in
      weight == u[pair / columns] + v[pair % columns]
    }
    let set = matching.chosen
    rowCounts = (0..<rows).map { row in (0..<columns).count { set[row * columns + $0] } }
    columnCounts = (0..<columns).map { column in
      (0..<rows).count { set[$0 * columns + column] }
    }
    let areLimits = matching.problem.degrees == .atMost
    mayRowLack = u.map { areLimits && $0.isZero }
    mayColumnLack = v.map { areLimits && $0.isZero }
  }

  /// Brings the pair in if some best set has it with all that is settled, and settles it.
  mutating func settle(_ row: Int, _ column: Int) {
    let pair = row * problem.columns + column
    guard isOpen[pair] else { return }
    isOpen[pair] = false
    guard !chosen[pair], let path = path(fromColumn: column, toRow: row) else { return }
    chosen[pair] = true
    rowCounts[row] += 1
    columnCounts[column] += 1
    for step in path {
      chosen[step].toggle()
      let change = chosen[step] ? 1 : -1
      rowCounts[step / problem.columns] += change
      columnCounts[step % problem.columns] += change
    }
  }

  /// The pairs to exchange so that `column` can take one more row and `row` one more column.
  ///
  /// Nodes are rows, columns, and one store of places that need not be filled. From a column that
  /// has one row too many it goes to a row that it gives up, or to the store if it had a place
  /// left; from a row that has lost a column to a column that it takes, or to the store if it need
  /// not be full; from the store to a column that gives up a row without taking another, or to a
  /// row that had a place left.
  private func path(fromColumn start: Int, toRow goal: Int) -> [Int]? {
    let (rows, columns) = (problem.rows, problem.columns)
    let store = rows + columns
    var from = [Int](repeating: -1, count: store + 1)
    from[rows + start] = rows + start
    var queue = [rows + start]
    var head = 0
    while head < queue.count, from[goal] < 0 {
      let node = queue[head]
      head += 1
      func visit(_ next: Int) {
        guard from[next] < 0 else { return }
        from[next] = node
        queue.append(next)
      }
      if node < rows {
        for column in 0..<columns {
          let pair = node * columns + column
          if isOpen[pair], !chosen[pair] { visit(rows + column) }
        }
        if mayRowLack[node] { visit(store) }
      } else if node < store {
        let column = node - rows
        for row in 0..<rows {
          let pair = row * columns + column
          if isOpen[pair], chosen[pair] { visit(row) }
        }
        if columnCounts[column] < problem.columnDegrees[column] { visit(store) }
      } else {
        for row in 0..<rows where rowCounts[row] < problem.rowDegrees[row] { visit(row) }
        for column in 0..<columns where mayColumnLack[column] { visit(rows + column) }
      }
    }
    guard from[goal] >= 0 else { return nil }
    var pairs: [Int] = []
    var node = goal
    while node != rows + start {
      let previous = from[node]
      if node < rows, previous >= rows, previous < store {
        pairs.append(node * columns + previous - rows)
      } else if node >= rows, node < store, previous < rows {
        pairs.append(previous * columns + node - rows)
      }
      node = previous
    }
    return pairs
  }
}
