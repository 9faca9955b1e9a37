public import Descriptors

extension Accumulator.Order {
  /// The indices of `count` products in the order in which one running sum takes them.
  ///
  /// Lanes and halves take them by rising index, each in its own part.
  public func indices(count: Int) -> [Int] {
    switch self {
    case .sequential, .lanes, .pairwise: return Array(0..<count)
    case .oddFirst:
      var indices = Array(0..<count)
      for even in stride(from: 0, to: count - 1, by: 2) { indices.swapAt(even, even + 1) }
      return indices
    case .permuted(let seed): return Permutation(seed: seed, count: count).indices
    }
  }
}

extension Accumulator.Chunk {
  /// The chunks of `count` products, each a range of indices.
  static func ranges(of chunk: Accumulator.Chunk?, count: Int) -> [Range<Int>] {
    guard let chunk else { return count == 0 ? [] : [0..<count] }
    return stride(from: 0, to: count, by: chunk.length).map { start in
      start..<(count - start > chunk.length ? start + chunk.length : count)
    }
  }
}
