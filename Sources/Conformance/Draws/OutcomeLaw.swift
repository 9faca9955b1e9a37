import ExactArithmetic

/// What may come of a case, with the probability of each outcome, in the order of the random words.
///
/// A probability is a range where a definition leaves it open: an estimator is stated for numbers
/// uniform on [0, 1), and its random words have 32 bits; a device may follow either, or anything
/// between. Most ranges are one point.
struct OutcomeLaw: Sendable {
  /// One outcome.
  struct Outcome: Sendable {
    /// The codes of the results.
    var codes: [UInt64]
    /// The least probability it may have.
    var low: Rational
    /// The largest probability it may have, above 0.
    var high: Rational
  }

  /// The first outcomes against the others.
  struct Halves: Hashable, Sendable {
    /// How many of the first outcomes are one half.
    var count: Int
    /// The range of their probability together.
    var low: Rational
    var high: Rational

    /// Whether the probability is exactly 1/2.
    var isFair: Bool { low == high && low == Rational(1, over: 2) }

    /// The most uneven halves that are of use: less is known from a draw of them.
    static let least = Rational(1, over: 8)
  }

  /// The outcomes, first those of small words.
  let outcomes: [Outcome]
  /// A division of the outcomes into two halves; `nil` where the first or the last has almost all.
  let halves: Halves?
  private let places: [[UInt64]: Int]

  /// The law between two readings of a definition.
  init(_ ideal: Distribution<[UInt64]>, _ given: Distribution<[UInt64]>) {
    var outcomes: [Outcome] = []
    for entry in ideal.entries {
      let other = given.probability(of: entry.outcome)
      outcomes.append(
        Outcome(
          codes: entry.outcome, low: min(entry.probability, other),
          high: max(entry.probability, other)))
    }
    for entry in given.entries where ideal.probability(of: entry.outcome).isZero {
      outcomes.append(Outcome(codes: entry.outcome, low: .zero, high: entry.probability))
    }
    self.outcomes = outcomes
    halves = Self.halves(outcomes, ideal, given)
    places = Dictionary(uniqueKeysWithValues: zip(outcomes.map(\.codes), outcomes.indices))
  }

  /// The law that has one reading.
  init(_ law: Distribution<[UInt64]>) { self.init(law, law) }

  /// The halves that are nearest to even.
  private static func halves(
    _ outcomes: [Outcome], _ ideal: Distribution<[UInt64]>, _ given: Distribution<[UInt64]>
  ) -> Halves? {
    let half = Rational(1, over: 2)
    var sums = (Rational.zero, Rational.zero)
    var best: Halves?
    for (index, outcome) in outcomes.enumerated() {
      sums.0 += ideal.probability(of: outcome.codes)
      sums.1 += given.probability(of: outcome.codes)
      let own = Halves(count: index + 1, low: min(sums.0, sums.1), high: max(sums.0, sums.1))
      let distance = max((own.low - half).magnitude, (own.high - half).magnitude)
      let least = best.map { max(($0.low - half).magnitude, ($0.high - half).magnitude) }
      if least.map({ distance < $0 }) ?? true { best = own }
    }
    guard let best, best.low >= Halves.least, best.high <= .one - Halves.least else { return nil }
    return best
  }

  /// Whether one outcome always comes.
  var isCertain: Bool { outcomes.count == 1 }

  /// The place of an outcome among `outcomes`; `nil` for one of probability zero.
  func place(of codes: [UInt64]) -> Int? { places[codes] }
}
