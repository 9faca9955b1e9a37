public import ExactArithmetic
public import Harness
public import Reference

/// The laws of stochastic pruning below a threshold.
///
/// Ids read `estimator/prune-below/<law>`.
public enum StochasticPruningLaws {
  /// Who is judged.
  public struct Subject: Sendable {
    /// The law of what a value becomes under a threshold.
    let law: @Sendable (_ x: Rational, _ threshold: Rational) throws -> StatedLaw<Rational>
    /// The same over all words of 32 bits.
    let wordLaw: @Sendable (_ x: Rational, _ threshold: Rational) throws -> StatedLaw<Rational>
    /// The threshold for a wanted share of zeros.
    let choose: @Sendable (_ sparsity: Rational, _ values: [Rational]) -> SparsityThreshold

    /// A statement; what is left out is the reference's.
    public init(
      law: @escaping @Sendable (Rational, Rational) throws -> StatedLaw<Rational> = {
        try StochasticPruning(threshold: $1).distribution(of: $0).stated
      },
      wordLaw: @escaping @Sendable (Rational, Rational) throws -> StatedLaw<Rational> = {
        try StochasticPruning(threshold: $1).distribution(of: $0, wordBits: 32).stated
      },
      choose: @escaping @Sendable (Rational, [Rational]) -> SparsityThreshold = {
        SparsityThreshold(sparsity: $0, of: $1)
      }
    ) {
      (self.law, self.wordLaw, self.choose) = (law, wordLaw, choose)
    }
  }

  /// All laws, judged on the reference.
  public static var all: [Property] { all(judging: Subject()) }

  /// All laws.
  public static func all(judging subject: Subject) -> [Property] {
    [
      pointwise("probabilities", subject) { law, _, _ in
        law.allSatisfy { $0.weight.signum > 0 } ? nil : "a probability above 0"
      },
      pointwise("total", subject) { law, _, _ in
        law.reduce(Rational.zero) { $0 + $1.weight } == .one ? nil : "the sum 1"
      },
      pointwise("unbiased", subject) { law, x, _ in
        law.reduce(Rational.zero) { $0 + $1.weight * $1.outcome } == x ? nil : "the mean \(x)"
      },
      pointwise("variance", subject) { law, x, threshold in
        let error = law.reduce(Rational.zero) {
          $0 + $1.weight * ($1.outcome - x) * ($1.outcome - x)
        }
        let expected = max(.zero, threshold * x.magnitude - x * x)
        return error == expected ? nil : "the variance \(expected)"
      },
      pointwise("support", subject) { law, x, threshold in
        let limit = x.signum < 0 ? -threshold : threshold
        let isAllowed = law.allSatisfy { entry in
          x.magnitude >= threshold
            ? entry.outcome == x
            : entry.outcome.isZero || (entry.outcome == limit && !x.isZero)
        }
        return isAllowed ? nil : "\(x) from the threshold on, 0 or \(limit) below"
      },
      symmetry(subject), wordBias(subject), sparsity(subject),
    ]
  }

  private static let numbers = (-9...9).map { Rational($0, over: 3) }
  private static let thresholds = [0, 1, 2, 3, 7].map { Rational($0, over: 2) }
  private static let domain = "thirds from -3 to 3, thresholds 0, 1/2, 1, 3/2, 7/2"

  private static func property(
    _ name: String, domain: String = domain,
    _ check: @escaping @Sendable (inout Choices) throws -> CaseOutcome
  ) -> Property {
    Property(
      id: "estimator/prune-below/\(name)", subject: "prune-below", domain: .stated(domain),
      check: check)
  }

  private static func draw(_ choices: inout Choices) -> (x: Rational, threshold: Rational) {
    let x = choices.draw(from: numbers)
    let threshold = choices.draw(from: thresholds)
    choices.describe("\(x) under the threshold \(threshold)")
    return (x, threshold)
  }

  /// A law whose check names what it misses.
  private static func pointwise(
    _ name: String, _ subject: Subject,
    _ missing: @escaping @Sendable (StatedLaw<Rational>, Rational, Rational) -> String?
  ) -> Property {
    property(name) { choices in
      let (x, threshold) = draw(&choices)
      let law = try subject.law(x, threshold)
      guard let missed = missing(law, x, threshold) else { return .holds }
      return .fails(expected: missed, got: render(law))
    }
  }

  /// `-c x` under `c` times the threshold becomes `-c` times what `x` becomes.
  private static func symmetry(_ subject: Subject) -> Property {
    property("sign-and-scaling") { choices in
      let (x, threshold) = draw(&choices)
      let factor = Rational(5, over: 7)
      let expected = Dictionary(
        try subject.law(x, threshold).map { (-factor * $0.outcome, $0.weight) },
        uniquingKeysWith: +)
      let other = try subject.law(-factor * x, factor * threshold)
      let got = Dictionary(other.map { ($0.outcome, $0.weight) }, uniquingKeysWith: +)
      return .when(expected == got, expected: "\(expected)", got: render(other))
    }
  }

  /// With words of 32 bits the mean is off by less than `2^-32` of the threshold.
  private static func wordBias(_ subject: Subject) -> Property {
    property("word-bias") { choices in
      let (x, threshold) = draw(&choices)
      let law = try subject.wordLaw(x, threshold)
      let bias = (law.reduce(Rational.zero) { $0 + $1.weight * $1.outcome } - x).magnitude
      let limit = threshold.scaled(byPowerOfTwo: -32)
      return .when(bias.isZero || bias < limit, expected: "less than \(limit)", got: "\(bias)")
    }
  }

  /// The threshold for a wanted share of zeros gives exactly that share.
  private static func sparsity(_ subject: Subject) -> Property {
    let values = [0, 1, -2, 3, 8].map { Rational($0) }
    let domain = "every four of 0, 1, -2, 3, 8, shares of 1/12 from 0 to 1"
    return property("sparsity", domain: domain) { choices in
      let block = (0..<4).map { _ in choices.draw(from: values) }
      let wanted = Rational(choices.draw(in: 0...12), over: 12)
      choices.describe("\(text(block)), wanted \(wanted)")
      let zeros = Rational(block.count(where: \.isZero), over: 4)
      switch subject.choose(wanted, block) {
      case .threshold(let threshold):
        if threshold.signum < 0 { return .fails(expected: "from 0 on", got: "\(threshold)") }
        let share = try block.reduce(Rational.zero) { sum, x in
          let law = try StochasticPruning(threshold: threshold).distribution(of: x)
          return sum + law.probability(of: .zero)
        }
        return .equal(expected: wanted, got: share / 4)
      case .alreadySparser(let share):
        return .when(
          share == zeros && wanted < zeros, expected: "a threshold, \(zeros) being zeros",
          got: "already sparser: \(share)")
      case .unreachable:
        return .when(
          wanted == .one && zeros < .one, expected: "a threshold", got: "unreachable")
      }
    }
  }

  private static func render(_ law: StatedLaw<Rational>) -> String {
    law.map { "\($0.outcome): \($0.weight)" }.joined(separator: ", ")
  }
}
