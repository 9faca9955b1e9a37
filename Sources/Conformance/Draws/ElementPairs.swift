import ExactArithmetic

/// Two elements of one block, which are drawn apart: how often both, one or none of them took the
/// second of its two outcomes.
///
/// Each pair of places is counted over all cases in which both elements are random. A draw of a case is
/// a trial, and no two trials share a draw, so that each of the four counts is a sum of independent
/// events of known probabilities; its tails are at most those of the binomial law with the average
/// probability (Hoeffding 1956, theorem 5). A word that several elements share, whole or in part, shows
/// as counts that are products of no probabilities.
struct ElementPairs: Sendable {
  /// For each case, how often elements `a < b` of its slots both took their second outcome, at
  /// `a * slots + b`; empty for cases with fewer than two random elements.
  var both: [[Int]]
  private let cases: DrawCases
  private let widths: [Int]
  private let pairs: [Pair]

  /// The elements of a case whose pairs are counted: those of larger matrices would be millions.
  private static let mostElements = 64

  /// Two places with the cases in which both are random, as slots.
  private struct Pair: Sendable {
    var places: (Int, Int)
    var slots: [(Int, Int)]
  }

  init(_ cases: DrawCases) {
    self.cases = cases
    var found: [[Int]: Pair] = [:]
    var widths: [Int] = []
    for (index, item) in cases.items.enumerated() {
      let first = cases.firstSlots[index]
      let random = item.parts.indices.prefix(Self.mostElements).filter {
        item.parts[$0].places.count == 1 && item.parts[$0].law.outcomes.count == 2
      }
      widths.append(random.count > 1 ? min(item.parts.count, Self.mostElements) : 0)
      for (rank, a) in random.enumerated() {
        for b in random.dropFirst(rank + 1) {
          let places = (item.parts[a].places[0], item.parts[b].places[0])
          found[[places.0, places.1], default: Pair(places: places, slots: [])].slots
            .append((first + a, first + b))
        }
      }
    }
    self.widths = widths
    both = widths.map { Array(repeating: 0, count: $0 * $0) }
    pairs = found.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }

  /// The number of tests: four counts for each pair of places.
  var count: Int { 4 * pairs.count }

  /// Counts a draw of a case, given its parts that took their second outcome.
  mutating func add(_ item: Int, _ seconds: [Int]) {
    let width = widths[item]
    guard width > 0 else { return }
    both[item].withUnsafeMutableBufferPointer { both in
      for (rank, a) in seconds.enumerated() where a < width {
        for b in seconds.dropFirst(rank + 1) where b < width { both[a * width + b] += 1 }
      }
    }
  }

  /// The pairs that fall together too often or too seldom.
  ///
  /// - Parameters:
  ///   - counts: all draws so far.
  ///   - bound: what each test may spend, on both sides together.
  func findings(_ counts: DrawCounts, bound: Rational) -> [DrawFinding] {
    let side = bound.scaled(byPowerOfTwo: -1)
    var found: [DrawFinding] = []
    for pair in pairs where found.count < 64 { found += findings(pair, counts, side) }
    return found
  }

  private func findings(
    _ pair: Pair, _ counts: DrawCounts, _ side: Rational
  ) -> [DrawFinding] {
    // First or second outcome of either element, as 2 * of the one + of the other.
    var got = [0, 0, 0, 0]
    var sums = Array(repeating: (low: Rational.zero, high: Rational.zero), count: 4)
    var trials = 0
    for (a, b) in pair.slots {
      let item = cases.slots[a].item
      let (total, first) = (counts.totals[item], cases.firstSlots[item])
      let both = both[item][(a - first) * widths[item] + b - first]
      let (one, other) = (counts.outcomes[a][1], counts.outcomes[b][1])
      trials += total
      for (cell, own) in [total - one - other + both, other - both, one - both, both].enumerated() {
        got[cell] += own
        let x = cases.slots[a].law.outcomes[cell >> 1]
        let y = cases.slots[b].law.outcomes[cell & 1]
        sums[cell].low += Rational(total) * x.low * y.low
        sums[cell].high += Rational(total) * x.high * y.high
      }
    }
    guard trials > 0 else { return [] }
    return (0..<4).compactMap { cell in
      let test = BinomialTest(trials: trials, sums[cell])
      guard let tail = test.refutes(got[cell], side: side) else { return nil }
      let names = ["nearer to zero", "away from zero"]
      return DrawFinding(
        test: "elements \(pair.places.0) and \(pair.places.1)",
        codes: cases.slots[pair.slots[0].0].codes,
        expected: "element \(pair.places.0) \(names[cell >> 1]) and element \(pair.places.1) "
          + "\(names[cell & 1]) in \(DrawFinding.text(test.low.shortened)) of all draws, as they are "
          + "independent",
        got: "\(got[cell]) times in \(trials) draws", tail: tail, limit: side, rank: 2)
    }
  }
}

extension BinomialTest {
  /// A test of a sum of events by the average of their probabilities.
  init(trials: Int, _ sum: (low: Rational, high: Rational)) {
    guard trials > 0 else {
      self.init(trials: 0, low: .zero, high: .one)
      return
    }
    let bits = -100
    self.init(
      trials: trials,
      low: (sum.low / Rational(trials)).roundedDown(toMultipleOfPowerOfTwo: bits),
      high: min(.one, (sum.high / Rational(trials)).roundedUp(toMultipleOfPowerOfTwo: bits)))
  }
}
