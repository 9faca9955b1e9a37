public import ExactArithmetic

/// The covariance matrix of a random block.
public struct Covariance: Hashable, Sendable {
  /// The rows; symmetric.
  public let rows: [[Rational]]

  /// The covariance of a law on blocks.
  public init(_ law: Distribution<[Rational]>) {
    let mean = law.mean
    var rows = mean.map { _ in [Rational](repeating: .zero, count: mean.count) }
    for entry in law.entries {
      let deviation = zip(entry.outcome, mean).map { $0 - $1 }
      for i in mean.indices where !deviation[i].isZero {
        for j in mean.indices {
          rows[i][j] += entry.probability * deviation[i] * deviation[j]
        }
      }
    }
    self.rows = rows
  }

  /// The sum of the variances.
  public var trace: Rational {
    rows.indices.reduce(.zero) { $0 + rows[$1][$1] }
  }

  /// The sum of the squared entries off the diagonal.
  public var offDiagonal: Rational {
    rows.indices.reduce(into: .zero) { sum, i in
      for j in rows.indices where j != i { sum += rows[i][j] * rows[i][j] }
    }
  }

  /// The expected squared error of the product with a matrix: the trace of `X^T Cov X`.
  ///
  /// - Parameter x: as many rows as the block has elements, of one length.
  public func productVariance(_ x: [[Rational]]) -> Rational {
    precondition(x.count == rows.count, "a row of the matrix for each element of the block")
    return rows.indices.reduce(into: .zero) { sum, i in
      for j in rows.indices where !rows[i][j].isZero {
        let product = zip(x[i], x[j]).reduce(Rational.zero) { $0 + $1.0 * $1.1 }
        sum += rows[i][j] * product
      }
    }
  }
}

/// What becomes of an unbiased estimate that is estimated again, or multiplied.
///
/// If `theta` is unbiased for `g` and, given `theta`, `psi` for `theta`, then `psi` is unbiased for
/// `g`, and variances add: `Var psi = Var theta + E Var(psi | theta)`. A product with a matrix that
/// is independent of the draw is linear, so `E[theta X] = g X`.
public enum Composition {
  /// The product of a row with a matrix.
  ///
  /// - Parameter x: as many rows as the row has elements, of one length.
  public static func product(_ row: [Rational], _ x: [[Rational]]) -> [Rational] {
    precondition(x.count == row.count, "a row of the matrix for each element")
    guard let width = x.first?.count else { return [] }
    return (0..<width).map { k in
      zip(row, x).reduce(.zero) { $1.0.isZero ? $0 : $0 + $1.0 * $1.1[k] }
    }
  }

  /// The law of the product of a random block with a matrix.
  public static func product(
    _ law: Distribution<[Rational]>, _ x: [[Rational]]
  ) -> Distribution<[Rational]> {
    law.map { product($0, x) }
  }

  /// Mean and expected squared error of the product of a row of independent random blocks, laid end
  /// to end, with a matrix.
  ///
  /// The covariance of the row is block diagonal, so the error is the sum over the blocks.
  public static func moments(
    of blocks: [Distribution<[Rational]>], times x: [[Rational]]
  ) -> (mean: [Rational], variance: Rational) {
    var mean = [Rational](repeating: .zero, count: x.first?.count ?? 0)
    var variance = Rational.zero
    var first = 0
    for law in blocks {
      let center = law.mean
      let rows = Array(x[first..<first + center.count])
      for (k, value) in product(center, rows).enumerated() { mean[k] += value }
      variance += Covariance(law).productVariance(rows)
      first += center.count
    }
    precondition(first == x.count, "a row of the matrix for each element of the blocks")
    return (mean, variance)
  }

  /// The law after every element is estimated again, each with a random number of its own.
  public static func then(
    _ law: Distribution<[Rational]>, _ second: (Rational) -> Distribution<Rational>
  ) -> Distribution<[Rational]> {
    law.flatMap { Distribution.independent($0.map(second)) }
  }
}
