import ExactArithmetic

/// Each set of `keep` elements equally likely, values scaled by the inverse of the share kept.
///
/// The choice does not look at the data: zeros take places too, and a block with few elements other
/// than 0 is not left as it is. Sets are numbered in lexicographic order of their indices.
struct Uniform: Sendable {
  let block: [Rational]
  let keep: Int

  /// The outcome as a function of `u`: set number `floor(u * number of sets)`.
  var law: IntervalLaw {
    if keep >= block.count { return IntervalLaw(certain: block) }
    if keep == 0 { return IntervalLaw(certain: block.map { _ in .zero }) }
    let scale = Rational(block.count, over: keep)
    let sets = Self.subsets(of: block.count, keep: keep)
    let share = Rational(1, over: sets.count)
    return IntervalLaw(
      sets.map { set in
        var values = [Rational](repeating: .zero, count: block.count)
        for i in set { values[i] = block[i] * scale }
        return (length: share, outcome: values)
      })
  }

  /// The sets of `keep` of the indices below `count`, in lexicographic order.
  static func subsets(of count: Int, keep: Int) -> [[Int]] {
    var found: [[Int]] = []
    func extend(_ head: [Int], from first: Int) {
      if head.count == keep {
        found.append(head)
        return
      }
      for next in first..<max(first, count - (keep - head.count) + 1) {
        extend(head + [next], from: next + 1)
      }
    }
    extend([], from: 0)
    return found
  }
}
