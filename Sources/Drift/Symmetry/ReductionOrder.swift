import Descriptors

/// In which order the terms of a sum are added, for every feature of a layer.
enum ReductionOrder: Hashable, Sendable {
  /// Ascending, for every feature the same.
  case same
  /// A permutation for every feature, fixed during the training.
  case permuted(seed: UInt64)
  /// The permutations too, but the exact sum is rounded once, ties to even (binary32 only).
  case exact(seed: UInt64)

  /// The order of the `count` terms that a feature sums in one of the network's six products.
  func indices(product: Int, feature: Int, count: Int) -> [Int] {
    switch self {
    case .same: Array(0..<count)
    case .permuted(let seed), .exact(let seed):
      // Seeds that lie apart, for SplitMix64 adds the same odd number each time.
      Permutation(
        seed: seed ^ (UInt64(product) << 40) ^ (UInt64(feature + 1) << 20), count: count
      ).indices
    }
  }
}
