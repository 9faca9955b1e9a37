import ExactArithmetic

/// The linear programme of 2:4 by brute force: the probabilities of the six pairs that have given
/// inclusion probabilities.
///
/// The constraints are `sum over pairs with i == p_i` and `probability >= 0`; four equations of full
/// rank, so a vertex has at most four pairs, found by solving every choice of four.
enum VertexEnumeration {
  static let pairs = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]

  /// All vertices, as probabilities of the six pairs.
  static func vertices(_ inclusion: [Rational]) -> Set<[Rational]> {
    var found: Set<[Rational]> = []
    for left in 0..<6 {
      for right in left + 1..<6 {
        let basis = (0..<6).filter { $0 != left && $0 != right }
        guard let solution = solve(basis, inclusion),
          solution.allSatisfy({ $0.signum >= 0 })
        else { continue }
        var vertex = [Rational](repeating: .zero, count: 6)
        for (index, value) in zip(basis, solution) { vertex[index] = value }
        found.insert(vertex)
      }
    }
    return found
  }

  /// Gaussian elimination; `nil` where the four pairs are dependent.
  private static func solve(_ basis: [Int], _ inclusion: [Rational]) -> [Rational]? {
    var rows = (0..<4).map { i in
      basis.map { pairs[$0].0 == i || pairs[$0].1 == i ? Rational.one : .zero } + [inclusion[i]]
    }
    for column in 0..<4 {
      guard let pivot = (column..<4).first(where: { !rows[$0][column].isZero }) else { return nil }
      rows.swapAt(column, pivot)
      for row in 0..<4 where row != column && !rows[row][column].isZero {
        let factor = rows[row][column] / rows[column][column]
        for k in 0...4 { rows[row][k] -= factor * rows[column][k] }
      }
    }
    return (0..<4).map { rows[$0][4] / rows[$0][$0] }
  }

  /// The least sum of squares over kept probability that any law on pairs attains, by searching a
  /// grid of inclusion probabilities with the given denominator.
  static func leastOnGrid(_ block: [Rational], denominator: Int) -> Rational {
    var best: Rational?
    for a in 1...denominator {
      for b in 1...denominator {
        for c in 1...denominator {
          let d = 2 * denominator - a - b - c
          guard d >= 1, d <= denominator else { continue }
          let p = [a, b, c, d].map { Rational($0, over: denominator) }
          let variance = zip(block, p).reduce(Rational.zero) {
            $0 + $1.0 * $1.0 * (.one / $1.1 - .one)
          }
          best = best.map { min($0, variance) } ?? variance
        }
      }
    }
    return best ?? .zero
  }
}
