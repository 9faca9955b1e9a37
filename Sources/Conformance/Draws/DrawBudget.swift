public import ExactArithmetic

/// How the probability of a false alarm is spent.
///
/// A run looks at its counts several times, each time after twice as many draws, and tests many
/// hypotheses at each look. Every test refutes a healthy device with at most its own share of the
/// whole, and the shares sum to less than the whole, so a healthy device is refuted with at most the
/// stated probability, however the tests depend on each other (Boole's inequality).
public struct DrawBudget: Hashable, Sendable {
  /// The probability that a healthy device is refuted by the whole run, at most.
  public let falseAlarm: Rational
  /// The number of looks.
  public let looks: Int

  /// What is tested.
  public enum Family: String, CaseIterable, Sendable {
    /// The probability of each outcome of each case.
    case outcomes
    /// Sums over all cases: common shifts, means and variances.
    case sums
    /// Whether coins that are thrown one after the other depend on each other.
    case dependence
    /// Whether the elements of one block depend on each other.
    case elements
    /// Whether draws of any probability that follow each other in a batch do.
    case neighbours
    /// Whether whole batches come again.
    case repeats

    /// The part of the whole that the family has.
    var share: Rational {
      switch self {
      case .outcomes: Rational(7, over: 16)
      case .sums, .dependence: Rational(3, over: 16)
      case .elements, .neighbours, .repeats: Rational(1, over: 16)
      }
    }
  }

  /// Creates a budget; a false alarm outside 0...1 or no look is a programmer error.
  public init(falseAlarm: Rational, looks: Int) {
    precondition(falseAlarm.signum > 0 && falseAlarm < .one, "a false alarm has a probability")
    precondition(looks > 0, "a run looks once at least")
    self.falseAlarm = falseAlarm
    self.looks = looks
  }

  /// What one of several tests of a family may spend at a look, from 0: the last look has half of
  /// everything, the one before a quarter, and so on.
  func share(_ family: Family, look: Int, tests: Int) -> Rational {
    let weight = Rational.powerOfTwo(-(looks - look))
    return falseAlarm * family.share * weight / Rational(max(1, tests))
  }
}
