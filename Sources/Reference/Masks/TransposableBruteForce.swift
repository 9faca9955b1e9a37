public import Descriptors

/// All masks of a small tile, and by looking at each the best one: a definition of the optimum that
/// needs no theory.
public enum TransposableBruteForce {
  /// Every mask with `keep` elements in each row and column of a tile, the lexicographically
  /// greatest first.
  ///
  /// 90 masks for 2:4, which is as far as one would want to go but for 5 x 5 tiles: 2:5 has 2040.
  public static func masks(_ pattern: BlockPattern) -> [Mask] {
    masks(rows: pattern.of, columns: pattern.of, pattern, exactly: true)
  }

  /// Every mask of a tile with `keep` elements, or at most as many, in each row and column; the
  /// lexicographically greatest first.
  public static func masks(
    rows: Int, columns: Int, _ pattern: BlockPattern, exactly: Bool
  ) -> [Mask] {
    let rowMasks = (0..<1 << columns).reversed().map { bits in
      (0..<columns).map { bits >> (columns - 1 - $0) & 1 == 1 }
    }.filter { row in
      let count = row.count { $0 }
      return exactly ? count == pattern.keep : count <= pattern.keep
    }
    var masks: [Mask] = []
    var columnCounts = [Int](repeating: 0, count: columns)
    func extend(_ kept: [Bool]) {
      if kept.count == rows * columns {
        guard !exactly || columnCounts.allSatisfy({ $0 == pattern.keep }) else { return }
        masks.append(Mask(rows: rows, columns: columns, kept: kept))
        return
      }
      for row in rowMasks {
        for column in 0..<columns where row[column] { columnCounts[column] += 1 }
        if columnCounts.allSatisfy({ $0 <= pattern.keep }) { extend(kept + row) }
        for column in 0..<columns where row[column] { columnCounts[column] -= 1 }
      }
    }
    extend([])
    return masks
  }

  /// The first of the masks whose kept sum no other one exceeds.
  ///
  /// - Precondition: there is a mask.
  public static func best(
    of masks: [Mask], on tile: Matrix<Magnitude>
  ) -> (mask: Mask, sum: MagnitudeSum) {
    var best = masks[0]
    var bestSum = best.keptSum(of: tile)
    for mask in masks.dropFirst() {
      let sum = mask.keptSum(of: tile)
      if sum > bestSum { (best, bestSum) = (mask, sum) }
    }
    return (best, bestSum)
  }
}
