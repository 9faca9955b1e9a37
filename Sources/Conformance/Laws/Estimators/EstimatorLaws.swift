public import Descriptors
import ExactArithmetic
public import Harness
import Reference

/// The laws of random block prunings.
///
/// Ids read `estimator/<pruning>/<law>`.
public enum EstimatorLaws {
  /// All laws that apply to a pruning, judged on the reference.
  public static func all(for pruning: BlockPruning) -> [Property] {
    all(judging: EstimatorSubject(pruning))
  }

  /// All laws that apply to what the subject claims to be.
  public static func all(judging subject: EstimatorSubject) -> [Property] {
    var laws = [
      sumsToOne(subject), support(subject), sign(subject), scaling(subject),
    ]
    let design = subject.pruning.design
    if design != .greedy {
      laws += [unbiased(subject), floor(subject), product(subject)]
    }
    if design != .uniform { laws.append(identity(subject)) }
    if subject.isOfMinimumVariance { laws += MinimumVarianceLaws.all(subject) }
    return laws + DesignLaws.all(subject)
  }

  /// Weights are above zero and sum to exactly one.
  static func sumsToOne(_ subject: EstimatorSubject) -> Property {
    subject.property("probabilities") { block, _ in
      let law = try subject.law(block)
      for (outcome, weight) in law where weight.signum <= 0 {
        return .fails(expected: "a probability above 0", got: "\(weight) for \(text(outcome))")
      }
      return .equal(expected: .one, got: law.reduce(Rational.zero) { $0 + $1.weight })
    }
  }

  /// Only elements other than 0 are kept, and no more than the pattern says.
  static func support(_ subject: EstimatorSubject) -> Property {
    subject.property("support") { block, _ in
      for (outcome, _) in try subject.law(block) {
        let kept = outcome.count { !$0.isZero }
        if kept > subject.keep {
          return .fails(expected: "at most \(subject.keep) elements", got: text(outcome))
        }
        for i in block.indices where block[i].isZero && !outcome[i].isZero {
          return .fails(expected: "0 at index \(i)", got: text(outcome))
        }
      }
      return .holds
    }
  }

  /// The mean is the block, as an equality of rationals.
  static func unbiased(_ subject: EstimatorSubject) -> Property {
    subject.property("unbiased") { block, _ in
      let mean = StatedMoments(try subject.law(block), of: block).mean
      return .equal(expected: block, got: mean, render: text)
    }
  }

  /// No unbiased estimator has a smaller variance than the one by water-filling.
  static func floor(_ subject: EstimatorSubject) -> Property {
    subject.property("variance-floor") { block, _ in
      let error = StatedMoments(try subject.law(block), of: block).error
      let least = WaterFilling(block, keep: subject.keep).minimumVariance
      return .when(error >= least, expected: "at least \(least)", got: "\(error)")
    }
  }

  /// Where no more elements than places are other than 0, the block stays as it is.
  static func identity(_ subject: EstimatorSubject) -> Property {
    subject.property("identity", choosing: "all but its first \(subject.keep) set to 0") {
      drawn, choices in
      var (block, places) = (drawn, subject.keep)
      for i in block.indices where !block[i].isZero {
        if places == 0 { block[i] = .zero } else { places -= 1 }
      }
      choices.describe("left of it \(text(block))")
      let law = try subject.law(block)
      guard law.count == 1, law[0].outcome == block else {
        return .fails(expected: "\(text(block)) for certain", got: render(law))
      }
      return .holds
    }
  }

  /// The opposite of one element gives the opposite result there, and the same elsewhere.
  static func sign(_ subject: EstimatorSubject) -> Property {
    subject.property("sign", choosing: "every element negated") { block, choices in
      let place = choices.draw(below: block.count)
      func flipped(_ values: [Rational]) -> [Rational] {
        var values = values
        values[place] = -values[place]
        return values
      }
      return compare(try subject.law(block), try subject.law(flipped(block)), flipped)
    }
  }

  /// A block multiplied by a positive number gives results multiplied by it.
  static func scaling(_ subject: EstimatorSubject) -> Property {
    let factors = [Rational(1, over: 2), Rational(3), Rational(5, over: 7)]
    return subject.property("scaling", choosing: "times 1/2, 3, 5/7") { block, choices in
      let factor = choices.draw(from: factors)
      func scaled(_ values: [Rational]) -> [Rational] { values.map { $0 * factor } }
      return compare(try subject.law(block), try subject.law(scaled(block)), scaled)
    }
  }

  /// The mean of the product with a matrix is the product of the block with it, and its squared
  /// error the trace of `X^T Cov X`.
  static func product(_ subject: EstimatorSubject) -> Property {
    subject.property("product", choosing: "times four matrices") { block, choices in
      let number = choices.draw(below: 4)
      let x = block.indices.map { i in
        [Rational((i * i + number) % 3 - 1), Rational(i % (number + 2))]
      }
      let law = try subject.law(block)
      let truth = Composition.product(block, x)
      let products = law.map { (outcome: Composition.product($0.outcome, x), weight: $0.weight) }
      let found = StatedMoments(products, of: truth)
      if found.mean != truth {
        return .equal(expected: truth, got: found.mean, render: text)
      }
      guard let distribution = try? Distribution(law.map { ($0.outcome, $0.weight) }) else {
        return .fails(expected: "probabilities", got: render(law))
      }
      let variance = Covariance(distribution).productVariance(x)
      return .equal(expected: variance, got: found.error)
    }
  }

  /// `holds` where the second law is the image of the first.
  static func compare(
    _ law: StatedLaw<[Rational]>, _ other: StatedLaw<[Rational]>,
    _ image: ([Rational]) -> [Rational]
  ) -> CaseOutcome {
    func gathered(_ pairs: some Sequence<([Rational], Rational)>) -> [[Rational]: Rational] {
      Dictionary(pairs, uniquingKeysWith: +)
    }
    let expected = gathered(law.map { (image($0.outcome), $0.weight) })
    return .when(
      expected == gathered(other.map { ($0.outcome, $0.weight) }),
      expected: render(law.map { (image($0.outcome), $0.weight) }), got: render(other))
  }

  /// A law as `[outcome] weight` and so on.
  static func render(_ law: StatedLaw<[Rational]>) -> String {
    law.map { "\(text($0.outcome)) \($0.weight)" }.joined(separator: ", ")
  }
}
