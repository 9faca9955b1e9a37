import Descriptors
import ExactArithmetic
import Harness
import Reference

/// Laws about the order of values and codes, and about the symmetry of the two sides.
enum OrderLaws {
  static func all(_ subject: FormatSubject) -> [Property] {
    var laws = [ladder(subject), monotone(subject)]
    switch subject.descriptor.encoding {
    case .float(let layout):
      laws.append(codes(subject))
      if layout.signed { laws.append(symmetry(subject)) }
    case .fixedPoint: laws.append(codes(subject))
    case .posit: laws += [codes(subject), symmetry(subject)]
    case .hiFloat8: laws.append(symmetry(subject))
    case .table: break
    }
    return laws
  }

  /// The magnitudes of a side rise strictly, the step past the end included, and each rung's code
  /// denotes it.
  static func ladder(_ subject: FormatSubject) -> Property {
    subject.law("ladder-rising", .everyInput) { bench, choices in
      let side = bench.drawSide(&choices)
      let rung = try bench.drawRung(&choices, side: side)
      let ladder = bench.sides[side]
      // A side without a number, as that of a lone -inf, stands on a zero that the format may lack.
      try choices.require(ladder.hasNumber)
      let (low, high) = (ladder.magnitude(rung), ladder.magnitude(rung + 1))
      choices.describe("rung \(rung) \(ladder.negative ? "below" : "above") zero")
      if low >= high, ladder.count > 1 {
        return .fails(expected: "above \(low)", got: "\(high)")
      }
      let datum = bench.codec.decode(ladder.code(rung))
      guard let value = datum.number, value == (ladder.negative ? -low : low) else {
        return .fails(expected: ladder.negative ? "\(-low)" : "\(low)", got: "\(datum)")
      }
      return .holds
    }
  }

  /// On each side of zero, codes rise with magnitudes, or fall with them below zero where negative
  /// numbers are complements.
  static func codes(_ subject: FormatSubject) -> Property {
    subject.law("codes-monotone", .everyInput) { bench, choices in
      let side = bench.drawSide(&choices)
      let rung = try bench.drawRung(&choices, side: side, margin: 1)
      let ladder = bench.sides[side]
      let falls = ladder.negative && (bench.isPosit || bench.isFixedPoint)
      // A float without -0 has zero's code in common to both sides.
      let hasSharedZero = ladder.beginsAtZero && bench.format.specials.negativeZero == nil
      try choices.require(rung > 0 || !ladder.negative || falls || !hasSharedZero)
      let (first, second) = (ladder.code(rung), ladder.code(rung + 1))
      choices.describe("\(bench.text(first)), then \(bench.text(second))")
      // Complements go round from code 0 to the last code.
      let expected = (falls ? first &- 1 : first + 1) & bench.format.lastCode
      return bench.equal(expected: expected, got: second)
    }
  }

  /// Rounding is monotone: along all places of all gaps, each result is at least the one before.
  ///
  /// A NaN that stands for an overflow counts as beyond all numbers of its sign.
  static func monotone(_ subject: FormatSubject) -> Property {
    subject.law(
      "encode-monotone", .stated("neighbouring places of every gap, all rules, words at the ends")
    ) { bench, choices in
      let point = try bench.drawPoint(&choices, margin: 0)
      let (dialect, word) = drawRule(&choices)
      let following = next(point, bench)
      choices.describe("then \(following.place), \(dialect.rounding.name), word \(word)")
      let near = order(bench.codec.encode(point.datum, dialect, word), point, bench)
      let far = order(bench.codec.encode(following.datum, dialect, word), following, bench)
      return .when(
        near <= far, expected: "\(following.value) no nearer to zero than \(point.value)",
        got: "\(far), then \(near)")
    }
  }

  /// The place after this one: in the same gap, or at the beginning of the next.
  private static func next(_ point: GapPoint, _ bench: FormatBench) -> GapPoint {
    if let place = GapPoint.Place(rawValue: point.place.rawValue + 1) {
      return GapPoint(bench, side: point.side, rung: point.rung, place: place)
    }
    return GapPoint(bench, side: point.side, rung: point.rung + 1, place: .exact)
  }

  /// A magnitude or, for what is beyond all of them, `nil` with its rank.
  private enum Order: Comparable {
    case finite(Rational)
    case beyond
  }

  private static func order(_ code: UInt64, _ point: GapPoint, _ bench: FormatBench) -> Order {
    guard let value = bench.codec.decode(code).number else { return .beyond }
    return .finite(value.magnitude)
  }

  /// `encode(-x)` is the code of `-decode(encode(x))`, with up and down trading places.
  static func symmetry(_ subject: FormatSubject) -> Property {
    subject.law(
      "sign-symmetry", .stated("every place of every gap, all rules, words at the ends")
    ) { bench, choices in
      let rung = try bench.drawRung(&choices, side: 0)
      let place = choices.draw(from: GapPoint.Place.allCases)
      let point = GapPoint(bench, side: 0, rung: rung, place: place)
      let (dialect, word) = drawRule(&choices)
      var mirrored = dialect
      switch dialect.rounding {
      case .up: mirrored.rounding = .down
      case .down: mirrored.rounding = .up
      default: break
      }
      choices.describe("\(point.value), \(dialect.rounding.name), word \(word)")
      let mirror: Datum = point.value.isZero ? .negativeZero : .finite(-point.value)
      let got = bench.codec.encode(mirror, mirrored, word)
      let above = bench.codec.encode(point.datum, dialect, word)
      return bench.equal(expected: negated(above, bench), got: got)
    }
  }

  /// The code of the number with the other sign, from the ladders.
  private static func negated(_ code: UInt64, _ bench: FormatBench) -> UInt64 {
    let specials = bench.format.specials
    if code == specials.infinity { return specials.negativeInfinity ?? .max }
    if code == specials.nan { return code }
    if code == specials.zero { return specials.negativeZero ?? code }
    if bench.isPosit { return (0 &- code) & bench.format.lastCode }
    return code ^ (1 << UInt64(bench.format.bits - 1))
  }

  /// A deterministic rule, or a stochastic one with a word at either end.
  private static func drawRule(_ choices: inout Choices) -> (Dialect, UInt32) {
    let rules =
      RoundingRule.deterministic
      + StochasticVariant.allCases.map { .stochastic(bits: 3, variant: $0) }
    let rounding = choices.draw(from: rules)
    let overflow = choices.draw(from: OverflowRule.allCases)
    let word: UInt32 =
      rounding.takesRandomWord ? choices.draw(from: [0, 7, 3, 4] as [UInt32]) : 0
    return (Dialect(rounding: rounding, overflow: overflow), word)
  }
}
