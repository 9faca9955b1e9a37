import Descriptors
import ExactArithmetic
import Harness
import Reference

/// Laws of single designs.
enum DesignLaws {
  static func all(_ subject: EstimatorSubject) -> [Property] {
    let pattern = subject.pruning.pattern
    switch subject.pruning.design {
    case .systematic:
      return subject.pruning.draw == .fraction || subject.pruning.draw == .integer
        ? [permutedVariance(subject)] : [quanta(subject)]
    case .pairTable: return [permutation(subject, distinctOnly: true)]
    case .successive:
      let bound = pattern.keep == 2 && pattern.of == 4 ? [belowTwice(subject)] : []
      return [permutation(subject, distinctOnly: false)] + bound
    case .uniform: return [permutation(subject, distinctOnly: false), uniformVariance(subject)]
    case .greedy: return [permutation(subject, distinctOnly: true), leastError(subject)]
    }
  }

  /// Two neighbours; their exchanges generate all permutations.
  private static func drawSwap(_ choices: inout Choices, _ size: Int) -> (Int, Int) {
    let first = choices.draw(below: size - 1)
    return (first, first + 1)
  }

  /// Exchanging two elements exchanges the results; where ties are broken by index, for blocks
  /// without ties.
  static func permutation(_ subject: EstimatorSubject, distinctOnly: Bool) -> Property {
    subject.property("permutation", choosing: "every exchange of neighbours") { block, choices in
      let (i, j) = drawSwap(&choices, block.count)
      if distinctOnly {
        try choices.require(Set(block.map(\.magnitude)).count == block.count)
      }
      func swapped(_ values: [Rational]) -> [Rational] {
        var values = values
        values.swapAt(i, j)
        return values
      }
      return EstimatorLaws.compare(try subject.law(block), try subject.law(swapped(block)), swapped)
    }
  }

  /// Exchanging two elements leaves the variance as it is, though not the law: intervals have other
  /// neighbours then.
  static func permutedVariance(_ subject: EstimatorSubject) -> Property {
    subject.property("permuted-variance", choosing: "every exchange of neighbours") {
      block, choices in
      let (i, j) = drawSwap(&choices, block.count)
      var other = block
      other.swapAt(i, j)
      return .equal(
        expected: StatedMoments(try subject.law(block), of: block).error,
        got: StatedMoments(try subject.law(other), of: other).error)
    }
  }

  /// Every probability is a multiple of `2^-bits`, and none of an element other than 0 is zero.
  static func quanta(_ subject: EstimatorSubject) -> Property {
    subject.property("quanta") { block, _ in
      guard case .quantised(let bits) = subject.pruning.draw else { return .holds }
      let inclusion = StatedMoments(try subject.law(block), of: block).inclusion
      for (i, p) in inclusion.enumerated() {
        let isMultiple = p.scaled(byPowerOfTwo: bits).isInteger
        if !isMultiple || p.isZero != block[i].isZero {
          return .fails(expected: "a multiple of 2^-\(bits) above 0", got: "\(p) at index \(i)")
        }
      }
      return .holds
    }
  }

  /// The variance is below twice the least.
  ///
  /// An observation, not a theorem that we know a proof of: a counterexample would be a finding.
  static func belowTwice(_ subject: EstimatorSubject) -> Property {
    subject.property("below-twice-minimum-empirical") { block, _ in
      let error = StatedMoments(try subject.law(block), of: block).error
      let least = WaterFilling(block, keep: subject.keep).minimumVariance
      if least.isZero { return .when(error.isZero, expected: "0", got: "\(error)") }
      return .when(error < least + least, expected: "below twice \(least)", got: "\(error)")
    }
  }

  /// The variance is the sum of squares times `M/N - 1`, and every element is kept with `N/M`.
  static func uniformVariance(_ subject: EstimatorSubject) -> Property {
    subject.property("uniform-variance") { block, _ in
      let found = StatedMoments(try subject.law(block), of: block)
      let squares = block.reduce(Rational.zero) { $0 + $1 * $1 }
      let ratio = Rational(subject.size, over: subject.keep)
      for i in block.indices where !block[i].isZero && found.inclusion[i] * ratio != .one {
        return .fails(expected: "kept with \(Rational.one / ratio)", got: "\(found.inclusion[i])")
      }
      return .equal(expected: squares * (ratio - .one), got: found.error)
    }
  }

  /// The squared error is the sum of squares of the smallest, which no choice of `N` undercuts.
  static func leastError(_ subject: EstimatorSubject) -> Property {
    subject.property("least-error") { block, _ in
      let squares = block.map { $0 * $0 }.sorted()
      let least = squares.prefix(subject.size - subject.keep).reduce(.zero, +)
      let law = try subject.law(block)
      guard law.count == 1 else {
        return .fails(expected: "one outcome", got: EstimatorLaws.render(law))
      }
      return .equal(expected: least, got: StatedMoments(law, of: block).error)
    }
  }
}
