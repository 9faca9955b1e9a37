/// A random outcome with finitely many values, each with its exact probability.
///
/// The probabilities are positive rationals that sum to exactly one; an outcome of probability zero
/// is not part of the distribution. Outcomes keep the order in which they first appeared, so two
/// runs list them alike. Two distributions are equal when they give every outcome the same
/// probability, in whatever order.
public struct Distribution<Outcome: Hashable & Sendable>: Sendable {
  /// One outcome and its probability, in `0 < probability <= 1`.
  public struct Entry: Hashable, Sendable {
    /// What happens.
    public let outcome: Outcome
    /// How likely it is, above zero.
    public let probability: Rational
  }

  /// The outcomes in order of first appearance, without repetition.
  public let entries: [Entry]
  private let places: [Outcome: Int]

  /// Weights that are known to sum to one; equal outcomes are merged, zero weights dropped.
  private init(unchecked weighted: some Sequence<(Outcome, Rational)>) {
    var order: [Outcome] = []
    var weights: [Rational] = []
    var places: [Outcome: Int] = [:]
    for (outcome, weight) in weighted where !weight.isZero {
      if let place = places[outcome] {
        weights[place] += weight
      } else {
        places[outcome] = order.count
        order.append(outcome)
        weights.append(weight)
      }
    }
    entries = zip(order, weights).map { Entry(outcome: $0, probability: $1) }
    self.places = places
  }

  /// The distribution with these weights; equal outcomes are merged, zero weights dropped.
  ///
  /// Throws where a weight is negative or the sum is not exactly one.
  public init(_ weighted: [(Outcome, Rational)]) throws(DistributionError) {
    var sum = Rational.zero
    for (index, (_, weight)) in weighted.enumerated() {
      guard weight.signum >= 0 else { throw .negativeWeight(index: index, weight: weight) }
      sum += weight
    }
    guard sum == .one else { throw .sum(sum) }
    self.init(unchecked: weighted)
  }

  /// The outcome that always happens.
  public static func certain(_ outcome: Outcome) -> Distribution {
    Distribution(unchecked: CollectionOfOne((outcome, .one)))
  }

  /// Each element equally likely, one that occurs twice twice as likely; an empty collection is a
  /// programmer error.
  public static func uniform(over outcomes: some Collection<Outcome>) -> Distribution {
    precondition(!outcomes.isEmpty, "a uniform distribution needs an outcome")
    let weight = Rational(1, over: outcomes.count)
    return Distribution(unchecked: outcomes.lazy.map { ($0, weight) })
  }

  /// The number of outcomes of positive probability.
  public var count: Int { entries.count }

  /// The probability of the outcome, zero where it is not among them.
  public func probability(of outcome: Outcome) -> Rational {
    places[outcome].map { entries[$0].probability } ?? .zero
  }

  /// The probability that the outcome satisfies the predicate.
  public func probability(where predicate: (Outcome) -> Bool) -> Rational {
    entries.reduce(into: .zero) { sum, entry in
      if predicate(entry.outcome) { sum += entry.probability }
    }
  }

  /// The distribution of `transform(outcome)`.
  public func map<Image: Hashable & Sendable>(
    _ transform: (Outcome) -> Image
  ) -> Distribution<Image> {
    Distribution<Image>(unchecked: entries.map { (transform($0.outcome), $0.probability) })
  }

  /// The distribution of a second draw, whose law depends on the first.
  public func flatMap<Image: Hashable & Sendable>(
    _ transform: (Outcome) -> Distribution<Image>
  ) -> Distribution<Image> {
    Distribution<Image>(
      unchecked: entries.flatMap { first in
        transform(first.outcome).entries.map { second in
          (second.outcome, first.probability * second.probability)
        }
      })
  }

  /// The distribution of independent draws, listed; it has as many outcomes as the product.
  public static func independent(_ parts: [Distribution]) -> Distribution<[Outcome]> {
    parts.reduce(.certain([])) { joint, part in
      joint.flatMap { head in part.map { head + [$0] } }
    }
  }

  /// The mean of `value(outcome)`.
  public func expectation(of value: (Outcome) -> Rational) -> Rational {
    entries.reduce(into: .zero) { sum, entry in
      sum += entry.probability * value(entry.outcome)
    }
  }
}

extension Distribution: Equatable {
  /// Whether every outcome has one probability in both, in whatever order they are listed.
  public static func == (a: Distribution, b: Distribution) -> Bool {
    // Where these agree they sum to one, and nothing is left for other outcomes of `b`.
    a.entries.allSatisfy { b.probability(of: $0.outcome) == $0.probability }
  }
}
