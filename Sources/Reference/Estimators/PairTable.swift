import ExactArithmetic

/// The minimum variance estimator of 2:4 as a table of the six pairs and their probabilities.
///
/// The inclusion probabilities leave two degrees of freedom to the probabilities of the pairs; this
/// is the solution in which the two smallest are never kept together and 14 exceeds 13 by as much as
/// 24 exceeds 23; where 13 would fall below 0, it is 0. With `a1 <= a2 <= a3 <= a4`
/// the sorted magnitudes (among equals the lower index first), `S` their sum and `R = a1+a2+a3`:
///
/// | | `a4 >= R` | `2 a1 + a3 >= a4` | otherwise |
/// |---|---|---|---|
/// | 13 | 0 | `(2 a1 + a3 - a4) / 2S` | 0 |
/// | 14 | `a1 / R` | `(2 a1 - a3 + a4) / 2S` | `2 a1 / S` |
/// | 23 | 0 | `(2 a2 + a3 - a4) / 2S` | `(a1 + a2 + a3 - a4) / S` |
/// | 24 | `a2 / R` | `(2 a2 - a3 + a4) / 2S` | `(a2 + a4 - a1 - a3) / S` |
/// | 34 | `a3 / R` | `(a3 + a4 - a1 - a2) / S` | `(a3 + a4 - a1 - a2) / S` |
///
/// In the first column the kept largest has its own value and the other the magnitude `R`; in the
/// others both have the magnitude `S/2`. Derived anew; published code of this estimator differs from
/// it in the first and the third column (`Specs/pages/mvue.md`).
struct PairTable: Sendable {
  let filling: WaterFilling

  /// Prepares a block of four with two places, or fewer of both where some are taken already.
  init(_ filling: WaterFilling) {
    self.filling = filling
  }

  /// The outcome as a function of `u`, pairs in the order 12, 13, 14, 23, 24, 34.
  var law: IntervalLaw {
    guard let scale = filling.scale else {
      return IntervalLaw(
        certain: filling.keep == 0 ? filling.block.map { _ in .zero } : filling.block)
    }
    let block = filling.block
    let ascending = block.indices.sorted {
      let (a, b) = (block[$0].magnitude, block[$1].magnitude)
      return a == b ? $0 < $1 : a < b
    }
    let certain = filling.saturated
    func outcome(_ kept: [Int]) -> [Rational] {
      var values = [Rational](repeating: .zero, count: block.count)
      for i in kept { values[i] = block[i].signum < 0 ? -scale : scale }
      for i in certain { values[i] = block[i] }
      return values
    }
    if filling.placesLeft == 1 {
      // The first column; a single place of a shorter block is drawn alike.
      return IntervalLaw(
        ascending.filter { !certain.contains($0) }.map {
          (length: block[$0].magnitude / scale, outcome: outcome([$0]))
        })
    }
    return IntervalLaw(
      Self.probabilities(ascending.map { block[$0].magnitude }).map { pair, p in
        (length: p, outcome: outcome([ascending[pair.0], ascending[pair.1]]))
      })
  }

  /// The probabilities of the pairs of sorted magnitudes, labels from 0, where nothing is saturated.
  static func probabilities(_ a: [Rational]) -> [((Int, Int), Rational)] {
    let sum = a.reduce(.zero, +)
    let turn = a[0] + a[0] + a[2] - a[3]
    let last = (a[2] + a[3] - a[0] - a[1]) / sum
    if turn.signum >= 0 {
      let twice = sum + sum
      return [
        ((0, 1), .zero), ((0, 2), turn / twice), ((0, 3), (a[0] + a[0] - a[2] + a[3]) / twice),
        ((1, 2), (a[1] + a[1] + a[2] - a[3]) / twice),
        ((1, 3), (a[1] + a[1] - a[2] + a[3]) / twice), ((2, 3), last),
      ]
    }
    return [
      ((0, 1), .zero), ((0, 2), .zero), ((0, 3), (a[0] + a[0]) / sum),
      ((1, 2), (a[0] + a[1] + a[2] - a[3]) / sum), ((1, 3), (a[1] + a[3] - a[0] - a[2]) / sum),
      ((2, 3), last),
    ]
  }
}
