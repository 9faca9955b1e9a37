import Descriptors
import ExactArithmetic
import Harness
import Reference

/// Laws of the designs that claim the least variance.
enum MinimumVarianceLaws {
  static func all(_ subject: EstimatorSubject) -> [Property] {
    [
      minimum(subject), certificate(subject), feasible(subject), constantLength(subject),
      monotone(subject), wordBias(subject),
    ]
  }

  /// The expected squared error is the one by water-filling, and so is the dual bound.
  static func minimum(_ subject: EstimatorSubject) -> Property {
    subject.property("minimum-variance") { block, _ in
      let error = StatedMoments(try subject.law(block), of: block).error
      let filling = WaterFilling(block, keep: subject.keep)
      let bound = VarianceCertificate.lowerBound(
        of: block, keep: subject.keep, scale: filling.scale ?? .zero)
      if bound != filling.minimumVariance {
        return .fails(expected: "the dual bound \(bound)", got: "\(filling.minimumVariance)")
      }
      return .equal(expected: bound, got: error)
    }
  }

  /// The probabilities to be kept satisfy the conditions of Karush, Kuhn and Tucker.
  static func certificate(_ subject: EstimatorSubject) -> Property {
    subject.property("certificate") { block, _ in
      let inclusion = StatedMoments(try subject.law(block), of: block).inclusion
      let scale = WaterFilling(block, keep: subject.keep).scale ?? .zero
      let certificate = VarianceCertificate(inclusion: inclusion, scale: scale)
      let violation = certificate.violation(for: block, keep: subject.keep)
      return .when(violation == nil, expected: "the conditions", got: violation ?? "")
    }
  }

  /// Other inclusion probabilities have no smaller variance.
  ///
  /// They are those that water-filling has for other magnitudes, so they are probabilities and sum
  /// to the number of places.
  static func feasible(_ subject: EstimatorSubject) -> Property {
    subject.property("optimal", choosing: "against 16 other inclusion vectors") { block, choices in
      let number = choices.draw(below: 16)
      let weights = block.enumerated().map { i, value in
        value.isZero ? Rational.zero : Rational(1 + (number >> (i & 3) & 1) * 2 + i % 2)
      }
      let other = VarianceCertificate(
        inclusion: WaterFilling(weights, keep: subject.keep).inclusion, scale: .zero)
      let error = StatedMoments(try subject.law(block), of: block).error
      let bound = other.variance(of: block)
      return .when(
        error <= bound, expected: "at most \(bound), as with \(text(other.inclusion))",
        got: "\(error)")
    }
  }

  /// In every outcome the magnitudes sum to those of the block, and the sum of squares is one
  /// number.
  static func constantLength(_ subject: EstimatorSubject) -> Property {
    subject.property("constant-length") { block, _ in
      func lengths(_ values: [Rational]) -> [Rational] {
        [
          values.reduce(.zero) { $0 + $1.magnitude }, values.reduce(.zero) { $0 + $1 * $1 },
        ]
      }
      let filling = WaterFilling(block, keep: subject.keep)
      var expected = lengths(block)
      expected[1] += filling.minimumVariance
      for (outcome, _) in try subject.law(block) where lengths(outcome) != expected {
        return .fails(
          expected: "magnitudes and squares sum to \(text(expected))",
          got: "\(text(lengths(outcome))) in \(text(outcome))")
      }
      return .holds
    }
  }

  /// More places never make the variance larger, and M of M none.
  static func monotone(_ subject: EstimatorSubject) -> Property {
    subject.property("monotone") { block, _ in
      let error = StatedMoments(try subject.law(block), of: block).error
      let more = WaterFilling(block, keep: subject.keep + 1).minimumVariance
      let less =
        subject.keep > 1
        ? WaterFilling(block, keep: subject.keep - 1).minimumVariance : error
      let isWhole = subject.keep < subject.size || error.isZero
      return .when(
        more <= error && error <= less && isWhole, expected: "between \(more) and \(less)",
        got: "\(error)")
    }
  }

  /// With words of 32 bits the mean of an element is off by less than `2^-32` of the scale.
  ///
  /// By less than twice that for the pair table, where an element's pairs are not neighbours; with
  /// numbers of 64 bits modulo the total, by less than the total times `2^-64` of the scale.
  static func wordBias(_ subject: EstimatorSubject) -> Property {
    subject.property("word-bias") { block, _ in
      let mean = StatedMoments(try subject.wordLaw(block), of: block).mean
      let filling = WaterFilling(block, keep: subject.keep)
      let scale = filling.scale ?? .zero
      let share: Rational =
        switch (subject.pruning.design, subject.pruning.draw) {
        case (.pairTable, _): .powerOfTwo(-31)
        case (_, .integer): scale * Rational(filling.placesLeft) * .powerOfTwo(-64)
        default: .powerOfTwo(-32)
        }
      let limit = scale * share
      for (i, value) in block.enumerated() {
        let bias = (mean[i] - value).magnitude
        if bias > .zero && bias >= limit {
          return .fails(expected: "less than \(limit) at index \(i)", got: "\(bias)")
        }
      }
      return .holds
    }
  }
}
