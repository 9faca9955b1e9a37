/// The state of the search for a heaviest set: the set so far and potentials that prove it best for
/// the rows that were looked at.
///
/// Kept true throughout: `u + v >= w` for pairs outside the set, `u + v <= w` for pairs inside,
/// `v >= 0`, and `v = 0` for a column that has places left. Under `.atMost` also `u >= 0`, and
/// `u = 0` for a row that gave up a place.
struct AugmentingSearch {
  enum Step { case placed, notWorthwhile, impossible }

  let problem: BMatching.Problem
  var chosen: [Bool]
  var u: [Rational]
  var v: [Rational]
  private var columnPlaces: [Int]

  init(_ problem: BMatching.Problem) {
    self.problem = problem
    chosen = Array(repeating: false, count: problem.weights.count)
    v = Array(repeating: .zero, count: problem.columns)
    columnPlaces = problem.columnDegrees
    u = (0..<problem.rows).map { row in
      let own = problem.weights[row * problem.columns..<(row + 1) * problem.columns]
      let most = own.max() ?? .zero
      return problem.degrees == .atMost ? max(most, .zero) : most
    }
  }

  /// Gives `source` one more column, along the path that gains the most.
  ///
  /// The length of an arc is what it breaks `u + v = w` by, so no length is below 0 (Dijkstra). A
  /// path ends at a column with places left; under `.atMost` also at a row that gives up a place,
  /// which costs what is left of its `u`, and that may be the source itself: nothing is gained.
  mutating func augment(from source: Int) -> Step {
    let (rows, columns) = (problem.rows, problem.columns)
    var rowDistance = [Rational?](repeating: nil, count: rows)
    var columnDistance = [Rational?](repeating: nil, count: columns)
    var rowDone = [Bool](repeating: false, count: rows)
    var columnDone = [Bool](repeating: false, count: columns)
    var rowFrom = [Int](repeating: -1, count: rows)
    var columnFrom = [Int](repeating: -1, count: columns)
    rowDistance[source] = .zero
    /// The end with the least cost so far: a row or a column.
    var end: (cost: Rational, isRow: Bool, index: Int)?

    while true {
      var next: (distance: Rational, isRow: Bool, index: Int)?
      for row in 0..<rows where !rowDone[row] {
        guard let distance = rowDistance[row] else { continue }
        if next.map({ distance < $0.distance }) ?? true { next = (distance, true, row) }
      }
      for column in 0..<columns where !columnDone[column] {
        guard let distance = columnDistance[column] else { continue }
        if next.map({ distance < $0.distance }) ?? true { next = (distance, false, column) }
      }
      guard let next else { break }
      if let end, next.distance >= end.cost { break }
      if next.isRow {
        let row = next.index
        rowDone[row] = true
        if problem.degrees == .atMost {
          let cost = next.distance + u[row]
          if end.map({ cost < $0.cost }) ?? true { end = (cost, true, row) }
        }
        for column in 0..<columns where !columnDone[column] && !chosen[row * columns + column] {
          let length = u[row] + v[column] - problem.weights[row * columns + column]
          let distance = next.distance + length
          if columnDistance[column].map({ distance < $0 }) ?? true {
            columnDistance[column] = distance
            columnFrom[column] = row
          }
        }
      } else {
        let column = next.index
        columnDone[column] = true
        if columnPlaces[column] > 0 {
          end = (next.distance, false, column)
          break
        }
        for row in 0..<rows where !rowDone[row] && chosen[row * columns + column] {
          let length = problem.weights[row * columns + column] - u[row] - v[column]
          let distance = next.distance + length
          if rowDistance[row].map({ distance < $0 }) ?? true {
            rowDistance[row] = distance
            rowFrom[row] = column
          }
        }
      }
    }
    guard let end else { return .impossible }

    for row in 0..<rows {
      if let distance = rowDistance[row], distance < end.cost { u[row] -= end.cost - distance }
    }
    for column in 0..<columns {
      if let distance = columnDistance[column], distance < end.cost {
        v[column] += end.cost - distance
      }
    }
    if end.isRow, end.index == source { return .notWorthwhile }
    var isRow = end.isRow
    var index = end.index
    if !isRow { columnPlaces[index] -= 1 }
    while !(isRow && index == source) {
      let previous = isRow ? rowFrom[index] : columnFrom[index]
      let pair = isRow ? index * columns + previous : previous * columns + index
      chosen[pair].toggle()
      isRow.toggle()
      index = previous
    }
    return .placed
  }
}
