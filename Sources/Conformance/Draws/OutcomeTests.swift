import ExactArithmetic

/// Tests of the probability of each outcome of each case: exact binomial tails on both sides.
struct OutcomeTests {
  let subject: DrawSubject
  let counts: DrawCounts

  /// The number of tests: one for each outcome of a case, and one for two that determine each other.
  static func count(_ cases: DrawCases) -> Int {
    cases.items.reduce(0) { $0 + tested($1.law) }
  }

  private static func tested(_ law: OutcomeLaw) -> Int {
    switch law.outcomes.count {
    case 1: 0
    case 2: 1
    default: law.outcomes.count
    }
  }

  /// The outcomes that come too often or too seldom.
  ///
  /// - Parameter bound: what each test may spend, on both sides together.
  func findings(bound: Rational) -> [DrawFinding] {
    let side = bound.scaled(byPowerOfTwo: -1)
    var found: [DrawFinding] = []
    for (index, item) in counts.cases.items.enumerated() {
      for place in 0..<Self.tested(item.law) {
        let outcome = item.law.outcomes[place]
        let trials = counts.totals[index]
        let count = counts.outcomes[index][place]
        guard
          let tail = BinomialTest(trials: trials, low: outcome.low, high: outcome.high)
            .refutes(count, side: side)
        else { continue }
        let stated = DrawFinding.text(outcome.low, outcome.high)
        found.append(
          DrawFinding(
            test: "outcome", codes: item.codes,
            expected: "\(subject.resultText(outcome.codes)) with probability \(stated)",
            got: "\(count) times in \(trials) draws; so \(tail.isMany ? "many" : "few") or "
              + "\(tail.isMany ? "more" : "fewer") have a probability of at most "
              + "\(DrawFinding.bound(tail.bound)), and \(DrawFinding.bound(side)) is the limit",
            rank: 0))
      }
    }
    return found
  }
}

/// A test of a probability that lies in a range, by exact binomial tails.
struct BinomialTest {
  let trials: Int
  /// The range of the stated probability.
  let low: Rational
  let high: Rational

  /// Whether a count is too far out on either side, each of which may spend `side`, and the proved
  /// bound on its tail.
  func refutes(_ count: Int, side: Rational) -> (isMany: Bool, bound: Rational)? {
    guard trials > 0 else { return nil }
    // The tail of many grows with the probability, that of few falls.
    let many = BinomialLaw(trials: trials, probability: high)
    if many.upperTail(from: count, isAtMost: side) == .atMost {
      return (true, many.upperTail(from: count).hi)
    }
    let few = BinomialLaw(trials: trials, probability: low)
    if few.lowerTail(through: count, isAtMost: side) == .atMost {
      return (false, few.lowerTail(through: count).hi)
    }
    return nil
  }
}
