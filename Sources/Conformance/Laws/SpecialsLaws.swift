import Descriptors
import ExactArithmetic
import Harness
import Reference

/// Laws about zeros, NaNs, values below zero in unsigned formats, and values next to zero.
enum SpecialsLaws {
  static func all(_ subject: FormatSubject) -> [Property] {
    var laws = [zeros(subject), nans(subject)]
    switch subject.descriptor.encoding {
    case .float(let layout):
      if !layout.signed { laws.append(belowZero(subject)) }
      if !layout.hasZero { laws.append(belowSmallest(subject)) }
      if layout.subnormals == .gradual { laws.append(flushing(subject)) }
    case .fixedPoint(let layout):
      if !layout.signed { laws.append(belowZero(subject)) }
    case .posit: laws.append(neverZero(subject))
    case .hiFloat8, .table: break
    }
    return laws
  }

  /// A zero keeps its sign where the format has both zeros, and follows `withoutZero` where it has
  /// none.
  static func zeros(_ subject: FormatSubject) -> Property {
    subject.law("zeros", .everyInput) { bench, choices in
      let negative = choices.drawFlag()
      var dialect = Dialect(
        rounding: choices.draw(from: RoundingRule.deterministic),
        overflow: choices.draw(from: OverflowRule.allCases))
      dialect.withoutZero = choices.draw(from: [.nan, .smallest] as [Dialect.WithoutZero])
      choices.describe("\(negative ? "-0" : "0"), \(dialect.withoutZero)")
      let got = bench.codec.encode(negative ? .negativeZero : .finite(.zero), dialect, 0)
      return bench.equal(expected: zero(negative: negative, dialect, bench), got: got)
    }
  }

  private static func zero(
    negative: Bool, _ dialect: Dialect, _ bench: FormatBench
  ) -> UInt64 {
    let specials = bench.format.specials
    if negative, let code = specials.negativeZero { return code }
    if let code = specials.zero ?? specials.negativeZero { return code }
    let smallest = bench.sides[0].code(0)
    return dialect.withoutZero == .nan ? specials.nan ?? smallest : smallest
  }

  /// NaN operands of either sign, with and without payload, under every NaN policy.
  static func nans(_ subject: FormatSubject) -> Property {
    let payloads: [UInt64] = [
      0, 1 << 63, 1, 1 << 62, 0x8000_0000_0000_0001, .max, 0x5A5A_5A5A_5A5A_5A5A,
    ]
    return subject.law("nan-operands", .stated("both signs, structured payloads, every policy")) {
      bench, choices in
      let nan = NaN(negative: choices.drawFlag(), payload: choices.draw(from: payloads))
      var dialect = Dialect()
      dialect.nan = choices.draw(from: Dialect.NaNRule.allCases)
      dialect.withoutNaN = choices.draw(from: Dialect.WithoutNaN.allCases)
      choices.describe(
        "\(nan.negative ? "-" : "")NaN with payload \(hexadecimal(nan.payload, bits: 64)), "
          + "\(dialect.nan), \(dialect.withoutNaN)")
      let got = bench.codec.encode(.nan(nan), dialect, 0)
      return bench.equal(expected: expected(nan, dialect, bench), got: got)
    }
  }

  private static func expected(_ nan: NaN, _ dialect: Dialect, _ bench: FormatBench) -> UInt64 {
    let specials = bench.format.specials
    guard let canonical = specials.nan else {
      let bottom = bench.sides.last ?? bench.sides[0]
      switch dialect.withoutNaN {
      case .zero: return zero(negative: false, dialect, bench)
      case .negativeZero: return zero(negative: true, dialect, bench)
      case .oppositeZero: return zero(negative: !nan.negative, dialect, bench)
      case .largest: return bench.sides[0].code(bench.sides[0].count - 1)
      case .smallest: return bench.sides.count == 1 ? bottom.code(0) : bottom.code(bottom.count - 1)
      }
    }
    guard dialect.nan != .canonical, let layout = bench.floatLayout else { return canonical }
    let negative = nan.negative && specials.negativeNaN != nil
    guard dialect.nan == .payload, layout.nans == .ieee else {
      return negative ? specials.negativeNaN ?? canonical : canonical
    }
    // Sign, an exponent of ones, the quiet bit, and what fits of the payload behind it.
    let t = UInt64(layout.trailingBits)
    let exponent = ((UInt64(1) << UInt64(layout.exponentBits)) - 1) << t
    let trailing = nan.payload >> (64 - t) | 1 << (t - 1)
    return (negative ? 1 << UInt64(bench.format.bits - 1) : 0) | exponent | trailing
  }

  /// Values below zero in an unsigned format: rounded on the mirror image of the grid; zero where
  /// that is the result, and what the dialect says otherwise.
  static func belowZero(_ subject: FormatSubject) -> Property {
    subject.law("below-zero", .stated("eight places of every gap, mirrored")) { bench, choices in
      let rung = try bench.drawRung(&choices, side: 0)
      let place = choices.draw(from: GapPoint.Place.allCases)
      let point = GapPoint(bench, side: 0, rung: rung, place: place)
      try choices.require(point.magnitude.signum > 0)
      var dialect = Dialect(
        rounding: choices.draw(from: RoundingRule.deterministic),
        overflow: choices.draw(from: OverflowRule.allCases))
      dialect.negative = choices.draw(from: Dialect.NegativeRule.allCases)
      choices.describe(
        "\(-point.magnitude), \(dialect.rounding.name), \(dialect.overflow.name), "
          + "negative \(dialect.negative)")
      let got = bench.codec.encode(.finite(-point.magnitude), dialect, 0)
      let specials = bench.format.specials
      let smallest = bench.sides[0].code(0)
      switch dialect.negative {
      case .magnitude:
        return bench.equal(
          expected: bench.codec.encode(.finite(point.magnitude), dialect, 0), got: got)
      case .nan: return bench.equal(expected: specials.nan ?? smallest, got: got)
      case .byOverflow: break
      }
      if specials.zero == smallest, becomesZero(point, dialect.rounding, bench) {
        return bench.equal(expected: smallest, got: got, because: "rounds to zero")
      }
      let saturates =
        dialect.overflow != .satNone || dialect.rounding == .towardZero || dialect.rounding == .up
      return bench.equal(expected: saturates ? smallest : specials.nan ?? smallest, got: got)
    }
  }

  /// Whether a negative value whose magnitude lies in the lowest gap rounds to zero.
  private static func becomesZero(
    _ point: GapPoint, _ rule: RoundingRule, _ bench: FormatBench
  ) -> Bool {
    guard point.rung == 0 else { return false }
    switch rule {
    case .towardZero, .up: return true
    case .down, .toOdd, .stochastic: return false
    case .toNearestOrAway: return point.magnitude < point.tie
    case .toNearestOrEven, .toNearestOrZero: return point.magnitude <= point.tie
    }
  }

  /// In a format without zero, everything between 0 and the smallest value becomes the smallest.
  static func belowSmallest(_ subject: FormatSubject) -> Property {
    subject.law("below-smallest", .stated("fractions of the smallest value, all rules")) {
      bench, choices in
      let parts = choices.draw(in: 1...63)
      let depth = choices.draw(from: [0, 1, 20, 5_000])
      let rule = choices.draw(from: RoundingRule.deterministic)
      let smallest = bench.sides[0].magnitude(0)
      let value = smallest * Rational(parts, over: 64) * .powerOfTwo(-depth)
      choices.describe("\(parts)/64 of the smallest times 2^-\(depth), \(rule.name)")
      let got = bench.codec.encode(.finite(value), Dialect(rounding: rule), 0)
      return bench.equal(expected: bench.sides[0].code(0), got: got)
    }
  }

  /// A flushed result is a zero of its sign where the plain result is below the smallest normal,
  /// and the plain result otherwise.
  static func flushing(_ subject: FormatSubject) -> Property {
    subject.law("flush-results", .stated("eight places of every gap, all rules")) {
      bench, choices in
      guard let layout = bench.floatLayout else { throw Discard() }
      let point = try bench.drawPoint(&choices, margin: 0)
      let rule = choices.draw(from: RoundingRule.deterministic)
      choices.describe(rule.name)
      let plain = bench.codec.encode(point.datum, Dialect(rounding: rule), 0)
      let got = bench.codec.encode(point.datum, Dialect(rounding: rule, flushResults: true), 0)
      guard let value = bench.codec.decode(plain).number, !value.isZero,
        value.magnitude < .powerOfTwo(1 - layout.bias)
      else { return bench.equal(expected: plain, got: got) }
      let expected = zero(negative: point.negative, Dialect(), bench)
      return bench.equal(expected: expected, got: got, because: "subnormal, flushed")
    }
  }

  /// A posit that is not zero never becomes zero, and a finite one never NaR.
  static func neverZero(_ subject: FormatSubject) -> Property {
    subject.law("never-zero-nor-nar", .stated("powers of two far beyond both ends, all rules")) {
      bench, choices in
      let side = bench.sides[bench.drawSide(&choices)]
      let isTiny = choices.drawFlag()
      let exponent = choices.draw(from: [1, 2, 3, 64, 1_000, 30_000])
      let rule = choices.draw(from: RoundingRule.deterministic)
      let overflow = choices.draw(from: OverflowRule.allCases)
      let from = isTiny ? side.magnitude(1) : side.largest
      let magnitude = from.scaled(byPowerOfTwo: isTiny ? -exponent : exponent)
      choices.describe("2^\(exponent) beyond an end, \(rule.name), \(overflow.name)")
      let value = side.negative ? -magnitude : magnitude
      let got = bench.codec.encode(
        .finite(value), Dialect(rounding: rule, overflow: overflow), 0)
      return bench.equal(expected: side.code(isTiny ? 1 : side.count - 1), got: got)
    }
  }
}
