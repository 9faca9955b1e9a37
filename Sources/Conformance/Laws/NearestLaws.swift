import Descriptors
import ExactArithmetic
import Harness
import Reference

/// Laws about values between two neighbours, one for each family of rules.
enum NearestLaws {
  static func all(_ subject: FormatSubject) -> [Property] {
    [nearest(subject), directed(subject), odd(subject)]
  }

  private static let domain = Property.Domain.stated("eight places of every gap below the largest")

  /// No value of the format is nearer than the result, and ties go where the rule says.
  ///
  /// For posits "nearer" is read on their bit strings: below the tie or above it.
  static func nearest(_ subject: FormatSubject) -> Property {
    subject.law("nearest", domain) { bench, choices in
      let point = try bench.drawPoint(&choices, margin: 1)
      try choices.require(!bench.isClampedPosit(point))
      let rule = choices.draw(
        from: [.toNearestOrEven, .toNearestOrAway, .toNearestOrZero] as [RoundingRule])
      let parity = choices.draw(from: Dialect.TieParity.allCases)
      choices.describe("\(rule.name), parity by \(parity.rawValue)")
      let got = bench.codec.encode(point.datum, Dialect(rounding: rule, tieParity: parity), 0)
      guard let value = bench.codec.decode(got).number else {
        return .fails(expected: "a number", got: bench.text(got))
      }
      let (low, high) = point.neighbours
      if point.place == .tie {
        let away = tieGoesAway(point, rule, parity, bench)
        return bench.equal(
          expected: bench.code(point, away: away), got: got, because: "a tie, \(rule.name)")
      }
      if bench.isPosit {
        let away = point.magnitude > point.tie
        return bench.equal(expected: bench.code(point, away: away), got: got)
      }
      let distance = (point.value - value).magnitude
      for neighbour in [low, high] where (point.value - neighbour).magnitude < distance {
        return .fails(expected: "\(neighbour), which is nearer", got: bench.text(got))
      }
      return bench.equal(expected: bench.code(point, away: value == high), got: got)
    }
  }

  /// Whether a tie goes to the neighbour farther from zero.
  private static func tieGoesAway(
    _ point: GapPoint, _ rule: RoundingRule, _ parity: Dialect.TieParity, _ bench: FormatBench
  ) -> Bool {
    switch rule {
    case .toNearestOrAway: return true
    case .toNearestOrZero: return false
    default: break
    }
    if parity == .significand, bench.floatLayout?.trailingBits == 0, point.low.signum > 0 {
      // Between 2^e and 2^(e+1), the significands in units of 2^e are 1 and 2.
      return true
    }
    let lowIsEven = bench.code(point, away: false) % 2 == 0
    let highIsEven = bench.code(point, away: true) % 2 == 0
    return highIsEven && !lowIsEven
  }

  /// The directed rules are one-sided and tight: up gives the least value that is not below the
  /// number, down the greatest not above it, toward zero the one of them nearer to zero.
  static func directed(_ subject: FormatSubject) -> Property {
    subject.law("directed", domain) { bench, choices in
      let point = try bench.drawPoint(&choices, margin: 1)
      try choices.require(!bench.isClampedPosit(point))
      let rule = choices.draw(from: [.towardZero, .up, .down] as [RoundingRule])
      choices.describe(rule.name)
      let got = bench.codec.encode(point.datum, Dialect(rounding: rule), 0)
      let (low, high) = point.neighbours
      let allowed = [low, high].filter { value in
        switch rule {
        case .up: value >= point.value
        case .down: value <= point.value
        default: value.magnitude <= point.magnitude
        }
      }
      let tightest = rule == .down ? allowed.max() : rule == .up ? allowed.min() : low
      return bench.equal(
        expected: bench.code(point, away: point.place != .exact && tightest == high), got: got)
    }
  }

  /// To-odd keeps what is exact and gives the neighbour whose code is odd otherwise; of two that
  /// are both odd or both even, the one farther from zero.
  static func odd(_ subject: FormatSubject) -> Property {
    subject.law("to-odd", domain) { bench, choices in
      let point = try bench.drawPoint(&choices, margin: 1)
      try choices.require(!bench.isClampedPosit(point))
      let got = bench.codec.encode(point.datum, Dialect(rounding: .toOdd), 0)
      let lowIsOdd = bench.code(point, away: false) % 2 == 1
      let highIsOdd = bench.code(point, away: true) % 2 == 1
      let away = point.place != .exact && (highIsOdd || !lowIsOdd)
      return bench.equal(expected: bench.code(point, away: away), got: got)
    }
  }
}
