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

  /// The outcomes, first those of small words.
  let outcomes: [Outcome]
  /// How many of the first outcomes have a probability of exactly one half together; `nil` where no
  /// number of them has.
  let fairCount: Int?
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
    let half = Rational(1, over: 2)
    var sums = (Rational.zero, Rational.zero)
    var fair: Int?
    for (index, outcome) in outcomes.enumerated() where fair == nil {
      sums.0 += ideal.probability(of: outcome.codes)
      sums.1 += given.probability(of: outcome.codes)
      if sums.0 == half, sums.1 == half { fair = index + 1 }
    }
    fairCount = fair
    places = Dictionary(uniqueKeysWithValues: zip(outcomes.map(\.codes), outcomes.indices))
  }

  /// The law that has one reading.
  init(_ law: Distribution<[UInt64]>) { self.init(law, law) }

  /// Whether one outcome always comes.
  var isCertain: Bool { outcomes.count == 1 }

  /// The place of an outcome among `outcomes`; `nil` for one of probability zero.
  func place(of codes: [UInt64]) -> Int? { places[codes] }
}
