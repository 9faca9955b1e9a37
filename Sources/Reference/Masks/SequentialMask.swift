public import Descriptors

/// Masks whose pruned elements stand next to each other in every block.
///
/// A block of such a mask is stored without a list of indices: the place of its gap says all.
public enum SequentialMask {
  /// Prunes `of - keep` adjacent elements of every block so that the kept magnitudes sum to the
  /// most; of several such masks it is the lexicographically greatest, whose gap begins last.
  ///
  /// A block that the edge of the matrix cuts off prunes what it has beyond `keep`, adjacent too.
  public static func blocks(
    of matrix: Matrix<Magnitude>, _ pattern: BlockPattern, along axis: MaskRule.Axis = .rows
  ) -> Mask {
    Blockwise.mask(of: matrix, blockLength: pattern.of, along: axis) { block in
      mask(of: block, pruning: max(0, block.count - pattern.keep))
    }
  }

  private static func mask(of block: [Magnitude], pruning count: Int) -> [Bool] {
    let gaps = (0...block.count - count).map { $0..<$0 + count }
    var best = gaps[0]
    var bestSum = keptSum(of: block, without: best)
    for gap in gaps.dropFirst() {
      let sum = keptSum(of: block, without: gap)
      // A later gap keeps the element at which an earlier one begins.
      if sum >= bestSum { (best, bestSum) = (gap, sum) }
    }
    return block.indices.map { !best.contains($0) }
  }

  private static func keptSum(of block: [Magnitude], without gap: Range<Int>) -> MagnitudeSum {
    MagnitudeSum(block[..<gap.lowerBound] + block[gap.upperBound...])
  }
}
