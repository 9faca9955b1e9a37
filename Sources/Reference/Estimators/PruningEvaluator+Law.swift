import Descriptors
public import ExactArithmetic

extension PruningEvaluator {
  /// The words over which a law is taken.
  public enum Words: Hashable, Sendable {
    /// None: numbers uniform on [0, 1), and below the total for integer draws.
    case ideal
    /// Words of 32 bits, and of 64 for integer draws.
    case given
  }

  /// The law of the results of a case: over the choice, and over all words of a stochastic rounding.
  ///
  /// Quantised draws have one law, whichever words are named.
  ///
  /// - Parameter sharesWord: whether one word rounds all elements, as it does where words are given;
  ///   otherwise each is rounded by a word of its own.
  /// - Throws: what the estimator throws on such a block.
  public func law(
    of codes: [UInt64], over words: Words, sharesWord: Bool = true
  ) throws(PruningError) -> Distribution<[UInt64]> {
    precondition(
      codes.count == operation.operandCount, "a case has \(operation.operandCount) codes")
    let block = PrunedBlock(data(codes), keep: keep)
    let choice = try choiceLaw(block, over: words)
    var bits = 0
    if case .stochastic(let low, _) = operation.dialect.rounding { bits = low }
    return choice.flatMap { kept in
      let law = wordLaw(bits: bits) { encode(block, kept, codes, word: $0).results }
      return sharesWord ? law : law.independent
    }
  }

  private func choiceLaw(
    _ block: PrunedBlock, over words: Words
  ) throws(PruningError) -> Distribution<[Rational]> {
    switch rule {
    case .threshold(let pruning):
      guard let value = block.finite.first else { return .certain([]) }
      let law =
        words == .ideal
        ? pruning.distribution(of: value) : pruning.distribution(of: value, wordBits: 32)
      return law.map { [$0] }
    case .block(let estimator):
      switch try estimator.law(block.finite, keep: block.places) {
      case .sequence(let law):
        return words == .ideal ? law.distribution : law.distribution(wordBits: 32)
      case .interval(let law):
        switch estimator.pruning.draw {
        case .quantised: return law.distribution
        case .fraction:
          return words == .ideal ? law.distribution : law.distribution(wordBits: 32)
        case .integer:
          guard words == .given,
            let total = estimator.total(block.finite, keep: block.places, unit: unit)
          else { return law.distribution }
          return law.distribution(moduloTotal: total, bits: 64)
        }
      }
    }
  }
}

extension Distribution where Outcome == [UInt64] {
  /// The law of as many codes that each have the same law by themselves, and are independent.
  fileprivate var independent: Distribution<[UInt64]> {
    let count = entries.first?.outcome.count ?? 0
    return Distribution<UInt64>.independent((0..<count).map { place in map { $0[place] } })
  }
}
