public import Descriptors
public import ExactArithmetic

/// The last stage of solvers that relax a transposable mask to fractions: from a matrix of fractions
/// to a mask.
///
/// Such a solver (TSENOR is one) scales a matrix until its rows and columns sum to `keep`, in
/// floating point and with exponentials, and then rounds. The rounding is a finite rule on the
/// fractions it got to, so it can be checked exactly: hand its fractions in as the rationals they
/// are. The published order of the local search was not at hand; the one here is stated below.
public enum FractionalRounding {
  /// The mask of one tile.
  ///
  /// 1. From the largest fraction down, of equals the lower index first, an element is kept when
  ///    its row and its column have both kept fewer than `keep`.
  /// 2. For each row `i` and column `j` that lack elements, rows first, both from 0: of all kept
  ///    `(r, c)` with `(i, c)` and `(r, j)` pruned, the one with the largest gain `w(i, c) +
  ///    w(r, j) - w(r, c)`, of equals the lowest index, is exchanged for those two, if the gain is
  ///    above 0. That repeats while both lack elements and something is gained.
  ///
  /// An exchange gives row `i` and column `j` one element each and changes no other count, so step 2
  /// ends. It can leave rows and columns incomplete: with all gains 0 or less it does nothing.
  ///
  /// - Parameters:
  ///   - fractions: what the solver got to.
  ///   - weights: the magnitudes, of the same size.
  ///   - searches: whether step 2 is done.
  public static func mask(
    fractions: Matrix<Rational>, weights: Matrix<Rational>, _ pattern: BlockPattern,
    searches: Bool = true
  ) -> Mask {
    precondition(
      fractions.rows == weights.rows && fractions.columns == weights.columns,
      "fractions and weights are of different sizes")
    let elements = fractions.elements
    let descending = elements.indices.sorted { a, b in
      elements[a] == elements[b] ? a < b : elements[a] > elements[b]
    }
    var mask = KeepGreedy.mask(
      rows: fractions.rows, columns: fractions.columns, keep: pattern.keep, inOrder: descending)
    guard searches else { return mask }
    for row in 0..<mask.rows {
      for column in 0..<mask.columns {
        while lacks(row: row, column: column, mask, pattern),
          let (r, c) = bestExchange(row: row, column: column, mask, weights)
        {
          mask[r, c] = false
          mask[row, c] = true
          mask[r, column] = true
        }
      }
    }
    return mask
  }

  private static func lacks(
    row: Int, column: Int, _ mask: Mask, _ pattern: BlockPattern
  ) -> Bool {
    (0..<mask.columns).count { mask[row, $0] } < pattern.keep
      && (0..<mask.rows).count { mask[$0, column] } < pattern.keep
  }

  /// The exchange that gains most, `nil` where none gains.
  private static func bestExchange(
    row: Int, column: Int, _ mask: Mask, _ weights: Matrix<Rational>
  ) -> (Int, Int)? {
    var best: (Int, Int)?
    var most = Rational.zero
    for r in 0..<mask.rows where !mask[r, column] {
      for c in 0..<mask.columns where mask[r, c] && !mask[row, c] {
        let gain = weights[row, c] + weights[r, column] - weights[r, c]
        if gain > most { (best, most) = ((r, c), gain) }
      }
    }
    return best
  }
}
