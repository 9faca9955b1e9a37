import ExactArithmetic

/// The largest magnitudes with their own values, the rest 0: biased, of least square error.
enum Greedy {
  /// The outcome, always the same; among equals the lower index is kept.
  static func outcome(_ block: [Rational], keep: Int) -> [Rational] {
    let ranked = block.indices.sorted {
      let (a, b) = (block[$0].magnitude, block[$1].magnitude)
      return a == b ? $0 < $1 : a > b
    }
    var values = [Rational](repeating: .zero, count: block.count)
    for i in ranked.prefix(keep) { values[i] = block[i] }
    return values
  }
}
