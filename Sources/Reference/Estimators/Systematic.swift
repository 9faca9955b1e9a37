import ExactArithmetic

/// Systematic sampling: elements as intervals laid end to end, and equidistant points.
///
/// Interval `i` is `[c_(i-1), c_i)` with `c_i` the sum of the first lengths; all lengths together
/// are `n` times the distance. The points are `(u + j) * distance` for `j` in `0..<n`, and an
/// element is kept where a point falls on its interval, at most once since no length exceeds the
/// distance. So element `i` is kept with probability `length / distance` exactly, from a single
/// random number. (Madow, Annals of Mathematical Statistics 20, 1949.)
struct Systematic: Sendable {
  /// Elements kept whatever `u` is, in place; 0 elsewhere.
  let fixed: [Rational]
  /// The elements on the line, in index order.
  let elements: [Int]
  /// The length of each one's interval.
  let lengths: [Rational]
  /// What each one becomes when it is kept.
  let values: [Rational]
  /// The distance of two points.
  let distance: Rational

  /// The minimum variance estimator: lengths are magnitudes, the distance is the scale, and so is
  /// the magnitude of what is kept.
  init(_ filling: WaterFilling) {
    fixed = Self.certain(filling)
    elements = filling.unsaturated
    lengths = elements.map { filling.block[$0].magnitude }
    let scale = filling.scale ?? .one
    values = elements.map { filling.block[$0].signum < 0 ? -scale : scale }
    distance = scale
  }

  /// The estimator whose probabilities are multiples of `2^-bits`; `nil` where there are fewer
  /// quanta than elements.
  ///
  /// Cumulative probabilities are rounded to the nearest multiple, halves up, and the differences
  /// are the lengths. An element without a quantum gets one from the longest, lowest index first.
  /// Values are divided by the probabilities that resulted, so the mean is exact.
  init?(_ filling: WaterFilling, bits: Int) {
    fixed = Self.certain(filling)
    elements = filling.unsaturated
    let full = Rational.powerOfTwo(bits)
    let scale = filling.scale ?? .one
    guard Rational(filling.placesLeft) * full >= Rational(elements.count) || elements.isEmpty
    else { return nil }
    var quanta: [Rational] = []
    var (sum, before) = (Rational.zero, Rational.zero)
    for i in elements {
      sum += filling.block[i].magnitude
      let cumulative = (full * sum / scale + Rational(1, over: 2)).floor
      quanta.append(cumulative - before)
      before = cumulative
    }
    for i in quanta.indices where quanta[i].isZero {
      var longest = 0
      for j in quanta.indices where quanta[j] > quanta[longest] { longest = j }
      quanta[longest] -= .one
      quanta[i] = .one
    }
    lengths = quanta
    values = zip(elements, quanta).map { filling.block[$0] * full / $1 }
    distance = full
  }

  private static func certain(_ filling: WaterFilling) -> [Rational] {
    var values = [Rational](repeating: .zero, count: filling.block.count)
    for i in filling.saturated { values[i] = filling.block[i] }
    return values
  }

  /// The outcome for a number in [0, 1).
  func outcome(at u: Rational) -> [Rational] {
    var outcome = fixed
    var end = Rational.zero
    for (place, i) in elements.enumerated() {
      let start = end
      end += lengths[place]
      // The integers j with start <= (u + j) * distance < end.
      let first = (start / distance - u).ceiling
      let past = (end / distance - u).ceiling
      if past > first { outcome[i] = values[place] }
    }
    return outcome
  }

  /// The outcome as a function of `u`: it changes only where an end of an interval meets a point.
  var law: IntervalLaw {
    if elements.isEmpty { return IntervalLaw(certain: fixed) }
    var turns: Set<Rational> = [.zero]
    var sum = Rational.zero
    for length in lengths {
      sum += length
      let ratio = sum / distance
      turns.insert(ratio - ratio.floor)
    }
    let ordered = turns.sorted() + [.one]
    return IntervalLaw(
      zip(ordered, ordered.dropFirst()).map { (length: $1 - $0, outcome: outcome(at: $0)) })
  }
}
