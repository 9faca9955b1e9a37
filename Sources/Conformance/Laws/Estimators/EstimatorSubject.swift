public import Descriptors
public import ExactArithmetic
import Harness
import Reference

/// The law of a random block as whoever is judged states it: outcomes with their weights.
///
/// Weights are not required to be probabilities; that they are is a law.
public typealias StatedLaw<Outcome> = [(outcome: Outcome, weight: Rational)]

/// A random pruning under judgement.
public struct EstimatorSubject: Sendable {
  /// What it claims to be.
  public let pruning: BlockPruning
  /// The law of the results of a block.
  let law: @Sendable (_ block: [Rational]) throws -> StatedLaw<[Rational]>
  /// The same over all random words of 32 bits, each equally likely; over all numbers of 64 bits
  /// for integer draws, which count in ones.
  let wordLaw: @Sendable (_ block: [Rational]) throws -> StatedLaw<[Rational]>

  /// The reference; quantised draws of at most 8 bits are counted word by word.
  public init(_ pruning: BlockPruning) {
    let reference = Lazily { Result { try BlockEstimator(pruning) } }
    self.init(pruning) { block in
      let estimator = try reference.value.get()
      if case .quantised(let bits) = pruning.draw, bits <= 8 {
        let outcomes = try (0..<UInt32(1) << UInt32(bits)).map { word in
          try estimator.outcome(of: block, words: [word])
        }
        return Distribution.uniform(over: outcomes).stated
      }
      return try estimator.distribution(of: block).stated
    } wordLaw: { block in
      try reference.value.get().distribution(
        of: block, wordBits: pruning.draw == .integer ? 64 : 32
      ).stated
    }
  }

  /// Somebody's statement; without `wordLaw` the laws about finite words judge the reference.
  public init(
    _ pruning: BlockPruning,
    law: @escaping @Sendable (_ block: [Rational]) throws -> StatedLaw<[Rational]>,
    wordLaw: (@Sendable (_ block: [Rational]) throws -> StatedLaw<[Rational]>)? = nil
  ) {
    self.pruning = pruning
    self.law = law
    self.wordLaw = wordLaw ?? { try EstimatorSubject(pruning).wordLaw($0) }
  }
}

extension Distribution {
  /// The law as a list of weights.
  public var stated: StatedLaw<Outcome> { entries.map { ($0.outcome, $0.probability) } }
}

extension EstimatorSubject {
  var keep: Int { pruning.pattern.keep }
  var size: Int { pruning.pattern.of }

  /// Whether it claims the least variance.
  var isOfMinimumVariance: Bool {
    switch (pruning.design, pruning.draw) {
    case (.systematic, .fraction), (.systematic, .integer), (.pairTable, _): true
    default: false
    }
  }

  /// The values of which the blocks of the laws are made: with them, ties, zeros, both signs and
  /// every case of the solution occur.
  var alphabet: [Int] {
    switch size {
    case ...4: [0, 1, -2, 3, -4, 8]
    case ...8: [0, 1, -3]
    default: [1, -6]
    }
  }

  /// One law of this estimator, its first choices the block.
  func property(
    _ name: String, choosing extra: String? = nil,
    _ check: @escaping @Sendable (_ block: [Rational], inout Choices) throws -> CaseOutcome
  ) -> Property {
    let alphabet = alphabet
    let size = size
    let domain =
      "every block of \(size) of \(alphabet.map(String.init).joined(separator: ", "))"
      + (extra.map { ", \($0)" } ?? "")
    return Property(
      id: "estimator/\(pruning.name)/\(name)", subject: pruning.name, domain: .stated(domain)
    ) { choices in
      let block = (0..<size).map { _ in Rational(choices.draw(from: alphabet)) }
      choices.describe("block \(text(block))")
      return try check(block, &choices)
    }
  }
}

/// Values separated by blanks.
func text(_ values: [Rational]) -> String {
  "[" + values.map(\.description).joined(separator: " ") + "]"
}

/// The sums that a stated law gives, whether its weights are probabilities or not.
struct StatedMoments {
  let total: Rational
  let mean: [Rational]
  /// The expected squared distance from the block.
  let error: Rational
  /// The weight of the outcomes that keep each element.
  let inclusion: [Rational]

  init(_ law: StatedLaw<[Rational]>, of block: [Rational]) {
    var total = Rational.zero
    var mean = block.map { _ in Rational.zero }
    var inclusion = mean
    var error = Rational.zero
    for (outcome, weight) in law {
      total += weight
      for i in block.indices {
        mean[i] += weight * outcome[i]
        if !outcome[i].isZero { inclusion[i] += weight }
        error += weight * (outcome[i] - block[i]) * (outcome[i] - block[i])
      }
    }
    (self.total, self.mean, self.error, self.inclusion) = (total, mean, error, inclusion)
  }
}
