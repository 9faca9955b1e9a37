import Conformance
import Descriptors
import ExactArithmetic
import Reference
import Testing

/// A wrong statement about a pruning, and the laws that must refute it.
struct Planted: Sendable, CustomTestStringConvertible {
  let name: String
  let refutedBy: [String]
  let subject: EstimatorSubject

  var testDescription: String { name }

  private init(
    _ name: String, _ pattern: String, _ design: BlockPruning.Design = .systematic,
    draw: BlockPruning.Draw = .fraction, refutedBy: [String],
    law: @escaping @Sendable ([Rational], BlockEstimator) throws -> StatedLaw<[Rational]>
  ) {
    self.name = name
    self.refutedBy = refutedBy
    let pattern = BlockPattern(named: pattern) ?? Self.fallback
    let pruning = BlockPruning(pattern, design: design, draw: draw)
    let judged: @Sendable ([Rational]) throws -> StatedLaw<[Rational]> = { block in
      try law(block, try BlockEstimator(pruning))
    }
    subject = EstimatorSubject(pruning, law: judged, wordLaw: judged)
  }

  private static let fallback: BlockPattern = {
    guard let pattern = BlockPattern(keep: 1, of: 1) else {
      preconditionFailure("1:1 is a pattern")
    }
    return pattern
  }()

  /// Every value replaced.
  private static func values(
    _ law: Distribution<[Rational]>, _ change: (Int, Rational) -> Rational
  ) -> StatedLaw<[Rational]> {
    law.stated.map { entry in
      (entry.outcome.enumerated().map { change($0.offset, $0.element) }, entry.weight)
    }
  }

  static let all: [Planted] = [
    // A public sampler: the first column with the scale of the others, and in the third 24 with
    // half its probability, all scaled up to sum to one.
    Planted(
      "published pair table", "2:4", .pairTable,
      refutedBy: ["unbiased", "minimum-variance", "certificate", "constant-length", "product"]
    ) { block, _ in
      publishedPairs(block, epsilon: .zero)
    },
    // The same after 6e-8 was added to each probability.
    Planted(
      "published pair table with its epsilon", "2:4", .pairTable,
      refutedBy: [
        "unbiased", "minimum-variance", "certificate", "constant-length", "word-bias", "product",
        "identity",
      ]
    ) { block, _ in
      publishedPairs(block, epsilon: Rational(6) / 100_000_000)
    },
    Planted(
      "epsilon added to magnitudes", "2:4", .successive,
      refutedBy: ["unbiased", "scaling", "support", "product", "identity"]
    ) { block, estimator in
      let epsilon = Rational.powerOfTwo(-23)
      let padded = block.map { $0.signum < 0 ? $0 - epsilon : $0 + epsilon }
      return try estimator.distribution(of: padded).stated
    },
    Planted(
      "successive sold as minimum variance", "2:4",
      refutedBy: ["minimum-variance", "certificate", "optimal", "constant-length"]
    ) { block, estimator in
      let successive = BlockPruning(estimator.pruning.pattern, design: .successive)
      return try BlockEstimator(successive).distribution(of: block).stated
    },
    Planted(
      "uniform sold as minimum variance", "3:4",
      refutedBy: ["minimum-variance", "monotone", "identity", "constant-length"]
    ) { block, estimator in
      let uniform = BlockPruning(estimator.pruning.pattern, design: .uniform)
      return try BlockEstimator(uniform).distribution(of: block).stated
    },
    Planted(
      "a saturated element scaled", "2:4", refutedBy: ["unbiased", "constant-length"]
    ) { block, estimator in
      let filling = WaterFilling(block, keep: 2)
      return values(try estimator.distribution(of: block)) { i, value in
        guard let scale = filling.scale, filling.saturated.contains(i) else { return value }
        return value.signum < 0 ? -scale : scale
      }
    },
    Planted(
      "an element of probability zero chosen", "1:2", refutedBy: ["support", "probabilities"]
    ) { block, estimator in
      try estimator.distribution(of: block).stated
        + block.indices.filter { block[$0].isZero }.map { i in
          (block.indices.map { $0 == i ? .one : .zero }, .zero)
        }
    },
    Planted(
      "the wrong denominator", "1:4", refutedBy: ["unbiased", "product"]
    ) { block, estimator in
      // Divided by the number of elements other than 0 in place of the probability.
      let scale = WaterFilling(block, keep: 1).scale ?? .one
      let count = Rational(max(1, block.count { !$0.isZero }))
      return values(try estimator.distribution(of: block)) { i, value in
        value.isZero || WaterFilling(block, keep: 1).scale == nil
          ? value : value / scale * block[i].magnitude * count
      }
    },
    Planted(
      "weights that do not sum to one", "1:2", refutedBy: ["probabilities", "unbiased", "product"]
    ) { block, estimator in
      try estimator.distribution(of: block).stated.map { ($0.outcome, $0.weight * 27 / 34) }
    },
    Planted(
      "the largest kept always", "2:4",
      refutedBy: ["variance-floor", "unbiased", "permuted-variance"]
    ) { block, _ in
      // Its own value, and the first element other than 0.
      var outcome = block.map { _ in Rational.zero }
      let largest = block.indices.max { block[$0].magnitude < block[$1].magnitude } ?? 0
      outcome[largest] = block[largest]
      if let first = block.firstIndex(where: { !$0.isZero }) { outcome[first] = block[first] }
      return [(outcome, .one)]
    },
    Planted(
      "signs lost", "1:2", refutedBy: ["sign", "unbiased"]
    ) { block, estimator in
      values(try estimator.distribution(of: block)) { _, value in value.magnitude }
    },
    Planted(
      "a fixed number of elements too many", "1:2", refutedBy: ["support"]
    ) { block, _ in
      [(block, .one)]
    },
    Planted(
      "sorted by value where magnitudes are meant", "2:4", .greedy,
      refutedBy: ["least-error", "sign", "permutation"]
    ) { block, _ in
      // The first of equals too, and the even index first, which exchanges do not respect.
      let order = block.indices.sorted { ($0 % 2, -1 * $0) < ($1 % 2, -1 * $1) }
      let kept = Set(order.sorted { block[$0] > block[$1] && block[$0].signum > 0 }.prefix(2))
      return [(block.indices.map { kept.contains($0) ? block[$0] : .zero }, .one)]
    },
    Planted(
      "a uniform draw that favours the first", "1:2", .uniform,
      refutedBy: ["uniform-variance", "permutation", "unbiased"]
    ) { block, _ in
      [
        ([block[0] * 2, .zero], Rational(3, over: 4)),
        ([.zero, block[1] * 2], Rational(1, over: 4)),
      ]
    },
    Planted(
      "probabilities without a quantum", "2:4", draw: .quantised(bits: 2), refutedBy: ["quanta"]
    ) { block, estimator in
      try BlockEstimator(BlockPruning(estimator.pruning.pattern)).distribution(of: block).stated
    },
    Planted(
      "values scaled twice", "2:4", .successive,
      refutedBy: ["below-twice-minimum-empirical", "unbiased"]
    ) { block, estimator in
      let isDrawn = WaterFilling(block, keep: 2).scale != nil
      return values(try estimator.distribution(of: block)) { _, value in
        isDrawn ? value + value : value
      }
    },
  ]

  /// The six pairs as the sampler has them, of sorted magnitudes.
  static func publishedPairs(
    _ block: [Rational], epsilon: Rational
  ) -> StatedLaw<[Rational]> {
    let order = block.indices.sorted {
      let (a, b) = (block[$0].magnitude, block[$1].magnitude)
      return a == b ? $0 < $1 : a < b
    }
    let a = order.map { block[$0].magnitude }
    let sum = a.reduce(.zero, +)
    let rest = sum - a[3]
    // What it does with at most one element other than 0 is not said.
    if rest.isZero { return [(block, .one)] }
    let two: Rational = 2
    var pairs: [(Int, Int, Rational)]
    if a[3] >= rest {
      pairs = (0..<3).map { ($0, 3, a[$0] / rest) }
    } else if two * a[0] + a[2] >= a[3] {
      pairs = [
        (0, 2, (two * a[0] + a[2] - a[3]) / (two * sum)),
        (0, 3, (two * a[0] - a[2] + a[3]) / (two * sum)),
        (1, 2, (two * a[1] + a[2] - a[3]) / (two * sum)),
        (1, 3, (two * a[1] - a[2] + a[3]) / (two * sum)), (2, 3, (a[2] + a[3] - a[0] - a[1]) / sum),
      ]
    } else {
      pairs = [
        (0, 3, two * a[0] / sum), (1, 2, (a[0] + a[1] + a[2] - a[3]) / sum),
        (1, 3, (a[1] + a[3] - a[0] - a[2]) / (two * sum)),
        (2, 3, (a[2] + a[3] - a[0] - a[1]) / sum),
      ]
    }
    let all = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)].map { pair in
      (pair, (pairs.first { ($0.0, $0.1) == pair }?.2 ?? .zero) + epsilon)
    }
    let total = all.reduce(Rational.zero) { $0 + $1.1 }
    return all.filter { !$0.1.isZero }.map { pair, weight in
      var outcome = block.map { _ in Rational.zero }
      for label in [pair.0, pair.1] {
        let value = block[order[label]]
        outcome[order[label]] = value.isZero ? .zero : (value.signum < 0 ? -sum : sum) / 2
      }
      return (outcome, weight / total)
    }
  }
}
