import CKernels
import Descriptors

/// An order of additions as the loops take it: where each product comes from, and which sums meet when.
///
/// Products are summed in segments; behind each a number of earlier sums, the latest first, take
/// it in. So a sum over lanes is a segment for each lane, and a sum of halves a segment for each product.
struct DotProgram: Sendable {
  /// Where each product comes from; `nil` for the order of the codes.
  private(set) var places: [Int]?
  private(set) var segments: [assay_dot_segment] = []
  /// What a segment begins with: -0 is the neutral element of an addition that keeps a -0.
  let start: Double

  /// Whether segments are more than the chunks of a sum.
  var hasMerges: Bool { start.sign == .minus || segments.contains { $0.ends == 0 } }

  init(_ order: Accumulator.Order, depth: Int, chunk: Int?) {
    start = order == .pairwise ? -0.0 : 0
    let each = chunk ?? max(depth, 1)
    for first in stride(from: 0, to: depth, by: each) {
      let count = min(each, depth - first)
      switch order {
      case .sequential: add([count])
      case .oddFirst:
        append(
          stride(from: 0, to: count, by: 2).flatMap { $0 + 1 < count ? [$0 + 1, $0] : [$0] }, first)
        add([count])
      case .permuted(let seed):
        append(Permutation(seed: seed, count: count).indices, first)
        add([count])
      case .lanes(let lanes, let combination):
        let lanesInOrder = (0..<lanes).map { combination == .halves ? reversed($0, lanes) : $0 }
        append(
          lanesInOrder.flatMap { Array(stride(from: $0, to: count, by: lanes)) }, first)
        let terms = lanesInOrder.map { (max(count - $0, 0) + lanes - 1) / lanes }
        add(terms) { combination == .sequential ? min($0, 1) : ($0 + 1).trailingZeroBitCount }
      case .pairwise:
        var ends = [Int](repeating: 0, count: count)
        countEnds(0, count, &ends)
        add(Array(repeating: 1, count: count)) { ends[$0] }
      }
    }
  }

  private mutating func append(_ order: [Int], _ first: Int) {
    places = (places ?? []) + order.map { $0 + first }
  }

  /// The segments of a chunk.
  private mutating func add(_ terms: [Int], merges: (Int) -> Int = { _ in 0 }) {
    for (index, count) in terms.enumerated() {
      segments.append(
        assay_dot_segment(
          terms: count, merges: Int32(merges(index)), ends: index == terms.count - 1 ? 1 : 0))
    }
  }

  /// In this order, lanes that halves bring together stand side by side.
  private func reversed(_ lane: Int, _ lanes: Int) -> Int {
    var (result, rest, left) = (0, lane, lanes)
    while left > 1 {
      (result, rest, left) = (result << 1 | rest & 1, rest >> 1, left >> 1)
    }
    return result
  }

  /// For each product how many sums of two parts end with it.
  private func countEnds(_ first: Int, _ end: Int, _ ends: inout [Int]) {
    guard end - first > 1 else { return }
    let middle = first + (end - first + 1) / 2
    countEnds(first, middle, &ends)
    countEnds(middle, end, &ends)
    ends[end - 1] += 1
  }
}
