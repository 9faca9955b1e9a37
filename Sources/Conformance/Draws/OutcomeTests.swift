import ExactArithmetic

/// Tests of the probability of each outcome of each case: exact binomial tails on both sides.
struct OutcomeTests {
  let subject: DrawSubject
  let counts: DrawCounts

  /// The number of tests: one for each outcome of a case, and one for two that determine each other.
  static func count(_ cases: DrawCases) -> Int {
    cases.slots.reduce(0) { $0 + tested($1.law) }
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
    for (index, slot) in counts.cases.slots.enumerated() {
      for place in 0..<Self.tested(slot.law) {
        let outcome = slot.law.outcomes[place]
        let trials = counts.total(index)
        let count = counts.outcomes[index][place]
        guard
          let tail = BinomialTest(trials: trials, low: outcome.low, high: outcome.high)
            .refutes(count, side: side)
        else { continue }
        let stated = DrawFinding.text(outcome.low, outcome.high)
        var finding = DrawFinding(
          test: "outcome", codes: slot.codes,
          expected:
            "\(subject.resultText(outcome.codes, slot.places)) with probability \(stated)",
          got: "\(count) times in \(trials) draws", tail: tail, limit: side, rank: 0)
        finding.slot = index
        found.append(finding)
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
