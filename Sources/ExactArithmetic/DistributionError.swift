/// Why weights are not a probability distribution.
public enum DistributionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The weight at this index (from 0) is below zero.
  case negativeWeight(index: Int, weight: Rational)
  /// The weights do not sum to one.
  case sum(Rational)

  /// One line: which weight, and what it should be.
  public var description: String {
    switch self {
    case .negativeWeight(let index, let weight):
      "the weight at index \(index) is \(weight); a probability is not below 0"
    case .sum(let sum): "the weights sum to \(sum); probabilities sum to exactly 1"
    }
  }
}
