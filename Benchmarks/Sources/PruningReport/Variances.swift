import Descriptors
import Measuring
import Production

/// The variance of unbiased pruning in relation to the mean square of what is pruned, measured by
/// the production kernels.
struct Variances {
  /// What is measured of one distribution and pattern.
  struct Cell {
    let blocks: Int
    /// Of the estimator of minimum variance.
    let unbiased: RatioEstimate
    /// The squared error of keeping the largest.
    let greedy: RatioEstimate
    /// Of successive sampling; 2:4 only.
    let successive: RatioEstimate
  }

  private let format: FormatDescriptor

  init(float32: FormatDescriptor) {
    format = float32
  }

  /// Prunes random blocks of a distribution.
  func cell(_ law: Law, _ pattern: BlockPattern, blocks: Int, seed: UInt64 = 1) throws -> Cell {
    let size = pattern.of
    let values = law.values(blocks * size, seed: seed)
    let pruned = try prune(values, pattern, .systematic)
    let kept = try prune(values, pattern, .greedy)
    var unbiased = RatioEstimate()
    var greedy = RatioEstimate()
    var successive = RatioEstimate()
    for block in 0..<blocks {
      let range = block * size..<(block + 1) * size
      let square = Self.square(values[range])
      // Every outcome of a block has the same sum of squares, so one shows the variance.
      unbiased.add(Self.square(pruned[range]) - square, square)
      greedy.add(square - Self.square(kept[range]), square)
      if pattern.keep == 2 { successive.add(Self.successiveVariance(values[range]), square) }
    }
    return Cell(blocks: blocks, unbiased: unbiased, greedy: greedy, successive: successive)
  }

  private func prune(
    _ values: [Float], _ pattern: BlockPattern, _ design: BlockPruning.Design
  ) throws -> [Float] {
    let pruning = try PreparedPruning(
      Operation(.prune(BlockPruning(pattern, design: design)), format: format))
    return [Float](unsafeUninitializedCapacity: values.count) { output, initialized in
      values.withUnsafeBytes { input in
        _ = pruning.run(
          input, words: design == .greedy ? .none : .philox(seed: 2, offset: 0, stream: 0),
          results: UnsafeMutableRawBufferPointer(output), blocks: values.count / pattern.of)
      }
      initialized = values.count
    }
  }

  private static func square(_ values: ArraySlice<Float>) -> Double {
    values.reduce(0) { $0 + Double($1) * Double($1) }
  }

  /// The sum of `a^2 (1/pi - 1)` with the inclusion probabilities of two draws without replacement.
  private static func successiveVariance(_ values: ArraySlice<Float>) -> Double {
    let sizes = values.map { abs(Double($0)) }
    let sum = sizes.reduce(0, +)
    let odds = sizes.map { $0 / (sum - $0) }
    let allOdds = odds.reduce(0, +)
    return zip(sizes, odds).reduce(0) { total, pair in
      let inclusion = pair.0 / sum * (1 + allOdds - pair.1)
      return inclusion > 0 ? total + pair.0 * pair.0 * (1 / inclusion - 1) : total
    }
  }
}
