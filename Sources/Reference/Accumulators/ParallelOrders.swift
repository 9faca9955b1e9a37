import Descriptors
import ExactArithmetic

extension Summation {
  /// Several running sums, combined at the end.
  mutating func lanes(
    _ range: Range<Int>, _ count: Int, _ combination: Accumulator.Combination
  ) -> Datum {
    var lanes = Array(repeating: Running(), count: count)
    for place in 0..<range.count {
      let lane = place % count
      add(range.lowerBound + place, to: &lanes[lane], lane: lane)
    }
    var sums = lanes.map(\.sum)
    // Sums keep the number of the lane in which they began.
    var distance = combination == .halves ? count / 2 : 1
    switch combination {
    case .sequential:
      for lane in sums.indices.dropFirst() { combine(&sums, into: 0, from: lane) }
    case .halves:
      while distance >= 1 {
        for lane in 0..<distance { combine(&sums, into: lane, from: lane + distance) }
        distance /= 2
      }
    case .neighbours:
      while distance < count {
        for lane in stride(from: 0, to: count, by: 2 * distance) {
          combine(&sums, into: lane, from: lane + distance)
        }
        distance *= 2
      }
    }
    return sums[0]
  }

  private mutating func combine(_ sums: inout [Datum], into: Int, from: Int) {
    sums[into] = join(sums[into], sums[from], stages.sum, .lanes(into: into, from: from))
  }

  /// The first `ceil(K / 2)` products and the rest, each summed so, then together.
  ///
  /// A compensated adder has nothing to compensate here: every product begins a sum of its own.
  mutating func halves(_ range: Range<Int>) -> Datum {
    guard range.count > 1 else {
      let term = term(range.lowerBound)
      let staged = stages.sum(term.staged.datum)
      note(
        .products([term.index], lane: nil), before: nil, exact: term.staged.datum, staged: staged)
      return staged.datum
    }
    let middle = range.lowerBound + (range.count + 1) / 2
    let (low, high) = (range.lowerBound..<middle, middle..<range.upperBound)
    let first = halves(low)
    return join(first, halves(high), stages.sum, .parts(low, high))
  }
}
