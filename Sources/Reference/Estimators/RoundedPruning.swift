public import Descriptors
public import ExactArithmetic

extension StochasticRoundingEstimator {
  /// The law of a whole random block that enters the format, one word serving all elements.
  ///
  /// `nil` where a result may be no number. Zeros stay 0.
  public func distribution(
    of law: Distribution<[Rational]>
  ) -> Distribution<[Rational]>? {
    var isNumber = true
    let rounded = law.flatMap { outcome -> Distribution<[Rational]> in
      codes(of: outcome).map { codes in
        zip(outcome, codes).map { value, code in
          if value.isZero { return .zero }
          if let number = format.decode(code).number { return number }
          isNumber = false
          return .zero
        }
      }
    }
    return isNumber ? rounded : nil
  }

  /// The law of the codes of several values that share one word.
  ///
  /// Every value has its own word from which on it rounds away; between two such words all codes
  /// are constant.
  public func codes(of values: [Rational]) -> Distribution<[UInt64]> {
    let count = UInt64(1) << UInt64(bits)
    let turns = Set(values.map { turn(of: $0) }).union([0, count]).sorted()
    let weighted = zip(turns, turns.dropFirst()).map { first, past in
      (
        values.map { code(of: $0, word: UInt32(truncatingIfNeeded: first)) },
        Rational(unsigned: past - first, exponent: -bits)
      )
    }
    guard let law = try? Distribution(weighted) else {
      preconditionFailure("shares of words sum to 1")
    }
    return law
  }
}

extension BlockEstimator {
  /// The law of what is pruned and then enters a format by a dialect: over the choice, which is the
  /// ideal one, and over all words of a stochastic rounding.
  ///
  /// A deterministic rounding of the scale is biased, a stochastic one as far as its bits allow;
  /// `bias(of:roundedInto:dialect:)` says by how much. `nil` where a result may be no number.
  public func distribution(
    of block: [Rational], roundedInto format: NumberFormat, dialect: Dialect
  ) throws(PruningError) -> Distribution<[Rational]>? {
    StochasticRoundingEstimator(format, dialect: dialect).distribution(
      of: try distribution(of: block))
  }

  /// The exact bias of each element after rounding, mean minus element; `nil` as above.
  public func bias(
    of block: [Rational], roundedInto format: NumberFormat, dialect: Dialect
  ) throws(PruningError) -> [Rational]? {
    let law = try distribution(of: block, roundedInto: format, dialect: dialect)
    return law.map { law in zip(law.mean, block).map { $0 - $1 } }
  }
}
