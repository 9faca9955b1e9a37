public import Descriptors
public import ExactArithmetic

/// Transposable N:M masks of the largest kept sum, with the proof that the sum is the largest.
///
/// A tile of `M` x `M` elements keeps `N` in each row and in each column, so that the masked matrix
/// is N:M along its rows, and its transpose along its own (Hubara et al., "Accelerated Sparse Neural
/// Training: A Provable and Efficient Method to Find N:M Transposable Masks", NeurIPS 2021; they
/// count zeros). Which of these masks keeps the largest sum is a b-matching of rows with columns.
public enum Transposable {
  /// The best mask of one tile.
  public struct Optimum: Hashable, Sendable {
    /// The lexicographically greatest of the masks of largest kept sum.
    public let mask: Mask
    /// The kept magnitudes, added up.
    public let sum: MagnitudeSum
    /// The mask as a set of pairs with the potentials that prove it best, over `weights(of:)`.
    public let certificate: BMatching
  }

  /// The optimal mask of a matrix, tile by tile.
  public static func optimal(_ matrix: Matrix<Magnitude>, _ pattern: BlockPattern) -> Mask {
    Tiling.mask(of: matrix, side: pattern.of) { optimum(ofTile: $0, pattern).mask }
  }

  /// The optimal mask of one tile, of several the lexicographically greatest.
  ///
  /// A tile that the edge of the matrix cut off keeps at most `keep` elements in each row and
  /// column. It needs no further rule: where adding an element is possible, adding it makes the
  /// mask lexicographically greater and the sum no smaller.
  ///
  /// - Precondition: the tile has at most `of` rows and columns.
  public static func optimum(
    ofTile tile: Matrix<Magnitude>, _ pattern: BlockPattern
  ) -> Optimum {
    let problem = problem(ofTile: tile, pattern)
    guard let best = try? BMatching(maximizing: problem) else {
      preconditionFailure("every whole tile has a mask, and every limit is met by the empty one")
    }
    let greatest = best.lexicographicallyGreatest
    let mask = Mask(rows: tile.rows, columns: tile.columns, kept: greatest.chosen)
    return Optimum(mask: mask, sum: mask.keptSum(of: tile), certificate: greatest)
  }

  /// What is to be matched: degrees are demands for whole tiles, limits for others.
  public static func problem(
    ofTile tile: Matrix<Magnitude>, _ pattern: BlockPattern
  ) -> BMatching.Problem {
    precondition(
      tile.rows <= pattern.of && tile.columns <= pattern.of, "the tile is larger than the pattern")
    let isWhole = tile.rows == pattern.of && tile.columns == pattern.of
    return BMatching.Problem(
      weights: weights(of: tile),
      rowDegrees: Array(repeating: pattern.keep, count: tile.rows),
      columnDegrees: Array(repeating: pattern.keep, count: tile.columns),
      degrees: isWhole ? .exactly : .atMost)
  }

  /// Numbers that order all sums of elements as `MagnitudeSum` does.
  ///
  /// An infinity weighs more than all numbers of the tile together, a NaN more than all numbers and
  /// infinities.
  public static func weights(of tile: Matrix<Magnitude>) -> [Rational] {
    guard !tile.elements.allSatisfy(\.isFinite) else { return tile.elements.compactMap(\.number) }
    let total = tile.elements.reduce(into: Rational.zero) { $0 += $1.number ?? .zero }
    let infinity = Rational.powerOfTwo(total.isZero ? 0 : total.floorLog2 + 1)
    let nan = infinity * Rational(tile.elements.count + 1)
    return tile.elements.map { element in
      switch element {
      case .finite(let value): value
      case .infinity: infinity
      case .nan: nan
      }
    }
  }
}

extension Transposable {
  /// The problem with weights that no two sets share: its only best set is the lexicographically
  /// greatest best set of the problem itself.
  ///
  /// With integers for weights, the pair at place `i` of `n` weighs `2^(n - 1 - i)` more after all
  /// were multiplied by `2^n`. A greater sum stays greater, since what is added sums to less than
  /// `2^n`; of equal sums the set with the earlier pair gains more than all later pairs give.
  public static func perturbed(_ problem: BMatching.Problem) -> BMatching.Problem {
    let count = problem.weights.count
    let common = problem.weights.reduce(into: Rational.one) { common, weight in
      common *= (weight * common).denominator
    }
    let weights = problem.weights.enumerated().map { index, weight in
      (weight * common).scaled(byPowerOfTwo: count) + .powerOfTwo(count - 1 - index)
    }
    return BMatching.Problem(
      weights: weights, rowDegrees: problem.rowDegrees, columnDegrees: problem.columnDegrees,
      degrees: problem.degrees)
  }
}
