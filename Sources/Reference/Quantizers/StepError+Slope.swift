import ExactArithmetic

extension StepError {
  /// The derivative of the error by half a step, for a norm above 1: -p times the sum of
  /// l sign(e) |e|^(p-1), e = |x| - l h, with the levels l that values have at another step of the piece.
  func slope(at half: Rational, codesAt inside: Rational, precision: Int) -> Enclosure {
    let terms = elements.compactMap { element -> (weight: Int, base: Rational)? in
      let level = element.nearest(at: inside)
      let rest = element.magnitude - Rational(level) * half
      return level == 0 || rest.isZero ? nil : (-rest.signum * level, rest.magnitude)
    }
    return Power(norm - .one).sum(terms, precision: precision) * Enclosure(norm)
  }

  /// The sign of the slope; `nil` where it cannot be told from 0.
  func slopeSign(at half: Rational, codesAt inside: Rational) -> Int? {
    let decision = Enclosure.decide(upTo: 256) {
      slope(at: half, codesAt: inside, precision: $0)
    }
    return switch decision {
    case .less: -1
    case .equal: 0
    case .greater: 1
    case .undecided: nil
    }
  }
}
