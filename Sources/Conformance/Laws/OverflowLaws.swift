import Descriptors
import ExactArithmetic
import Harness
import Reference

/// Laws about values at and beyond the largest finite one.
enum OverflowLaws {
  static func all(_ subject: FormatSubject) -> [Property] {
    var laws = [threshold(subject), infinities(subject)]
    if case .fixedPoint = subject.descriptor.encoding { laws.append(wrapping(subject)) }
    return laws
  }

  /// Where a value lies, seen from the largest finite one.
  enum Distance: String, CaseIterable, Sendable {
    case largest, justAbove, quarter, belowTie, tie, aboveTie, threeQuarters
    case belowNext, next, aboveNext, twice, far

    /// The magnitude at this distance, `next` being where the following value would be.
    func magnitude(_ largest: Rational, _ next: Rational) -> Rational {
      let width = next - largest
      let whisker = width * GapPoint.whisker
      return switch self {
      case .largest: largest
      case .justAbove: largest + whisker
      case .quarter: largest + width.scaled(byPowerOfTwo: -2)
      case .belowTie: largest + width.scaled(byPowerOfTwo: -1) - whisker
      case .tie: largest + width.scaled(byPowerOfTwo: -1)
      case .aboveTie: largest + width.scaled(byPowerOfTwo: -1) + whisker
      case .threeQuarters: next - width.scaled(byPowerOfTwo: -2)
      case .belowNext: next - whisker
      case .next: next
      case .aboveNext: next + whisker
      case .twice: next + next
      case .far: next.scaled(byPowerOfTwo: 100)
      }
    }
  }

  /// Exactly the values that the rule rounds past the largest overflow, and each overflow gives
  /// what the overflow rule says.
  static func threshold(_ subject: FormatSubject) -> Property {
    let domain = Property.Domain.stated(
      "twelve distances from the largest value, all deterministic rules and overflow choices")
    return subject.law("overflow-threshold", domain) { bench, choices in
      let side = bench.sides[bench.drawSide(&choices)]
      // Nothing but 0 on a side: what lies beyond is judged by the laws about negative values.
      try choices.require(side.largest.signum > 0)
      let distance = choices.draw(from: Distance.allCases)
      // A lone value of a table has no step, and so no places in it.
      try choices.require(side.largest < side.next || [.largest, .twice, .far].contains(distance))
      let dialect = drawDialect(&choices)
      let magnitude = distance.magnitude(side.largest, side.next)
      let value = side.negative ? -magnitude : magnitude
      choices.describe(
        "\(value) (\(distance)), \(dialect.rounding.name), \(dialect.overflow.name), "
          + "\(dialect.rangeTest), odd \(dialect.oddOverflow), \(dialect.withoutInfinity)")
      let got = bench.codec.encode(.finite(value), dialect, 0)
      let bound = side.code(side.count - 1)
      if bench.isPosit { return bench.equal(expected: bound, got: got) }
      let expected =
        overflows(distance, bound, dialect, bench)
        ? result(negative: side.negative, dialect, bench) : bound
      return bench.equal(expected: expected, got: got)
    }
  }

  private static func drawDialect(_ choices: inout Choices) -> Dialect {
    Dialect(
      rounding: choices.draw(from: RoundingRule.deterministic),
      overflow: choices.draw(from: OverflowRule.allCases),
      tieParity: choices.draw(from: Dialect.TieParity.allCases),
      rangeTest: choices.draw(from: Dialect.RangeTest.allCases),
      withoutInfinity: choices.draw(from: Dialect.WithoutInfinity.allCases),
      oddOverflow: choices.draw(from: Dialect.OddOverflow.allCases))
  }

  /// Whether a value at a distance is outside: rounded past the largest, or above it at all.
  private static func overflows(
    _ distance: Distance, _ bound: UInt64, _ dialect: Dialect, _ bench: FormatBench
  ) -> Bool {
    let largestIsOdd = bound % 2 == 1
    if dialect.rangeTest == .beforeRounding { return distance != .largest }
    switch distance {
    case .largest: return false
    case .next, .aboveNext, .twice, .far: return true
    case .justAbove, .quarter, .belowTie, .tie, .aboveTie, .threeQuarters, .belowNext: break
    }
    let negative = bench.codec.decode(bound).isNegative
    switch dialect.rounding {
    case .towardZero: return false
    case .up: return !negative
    case .down: return negative
    case .toOdd: return !largestIsOdd
    case .toNearestOrEven, .toNearestOrAway, .toNearestOrZero, .stochastic: break
    }
    switch distance {
    case .justAbove, .quarter, .belowTie: return false
    case .tie: break
    default: return true
    }
    switch dialect.rounding {
    case .toNearestOrAway: return true
    case .toNearestOrZero: return false
    default:
      let goesUp = dialect.tieParity == .significand && bench.floatLayout?.trailingBits == 0
      return goesUp || largestIsOdd
    }
  }

  /// What a finite overflow becomes.
  private static func result(
    negative: Bool, _ dialect: Dialect, _ bench: FormatBench
  ) -> UInt64 {
    let side = bench.sides[negative ? 1 : 0]
    let bound = side.code(side.count - 1)
    guard dialect.overflow == .satNone else { return bound }
    switch dialect.rounding {
    case .towardZero: return bound
    case .up: if negative { return bound }
    case .down: if !negative { return bound }
    case .toOdd: if dialect.oddOverflow == .parity, bound % 2 == 1 { return bound }
    default: break
    }
    if let infinity = bench.format.specials.infinity(negative: negative) { return infinity }
    return dialect.withoutInfinity == .nan ? bench.format.specials.nan ?? bound : bound
  }

  /// Infinite operands, by every field of a dialect that speaks of them.
  static func infinities(_ subject: FormatSubject) -> Property {
    subject.law("infinite-operands", .everyInput) { bench, choices in
      let negative = choices.drawFlag()
      var dialect = Dialect(
        rounding: choices.draw(from: RoundingRule.deterministic),
        overflow: choices.draw(from: OverflowRule.allCases),
        withoutInfinity: choices.draw(from: Dialect.WithoutInfinity.allCases))
      dialect.infinity = choices.draw(from: [.byOverflow, .nan] as [Dialect.InfinityRule])
      dialect.nan = choices.draw(from: Dialect.NaNRule.allCases)
      dialect.negative = choices.draw(from: Dialect.NegativeRule.allCases)
      choices.describe(
        "\(negative ? "-inf" : "inf"), \(dialect.overflow.name), infinity \(dialect.infinity), "
          + "negative \(dialect.negative), NaN \(dialect.nan), \(dialect.withoutInfinity)")
      let got = bench.codec.encode(.infinity(negative: negative), dialect, 0)
      return bench.equal(expected: infinity(negative: negative, dialect, bench), got: got)
    }
  }

  private static func infinity(
    negative: Bool, _ dialect: Dialect, _ bench: FormatBench
  ) -> UInt64 {
    let specials = bench.format.specials
    let isUnsigned = bench.sides.count == 1
    if negative, isUnsigned {
      let smallest = bench.sides[0].code(0)
      switch dialect.negative {
      case .magnitude: return infinity(negative: false, dialect, bench)
      case .nan: return specials.nan ?? smallest
      case .byOverflow:
        if dialect.infinity == .nan, let nan = specials.nan { return nan }
        return dialect.overflow == .satNone ? specials.nan ?? smallest : smallest
      }
    }
    let side = bench.sides[negative ? 1 : 0]
    let bound = side.code(side.count - 1)
    let signedNaN = specials.nan(negative: negative && dialect.nan != .canonical)
    if dialect.infinity == .nan, let signedNaN { return signedNaN }
    // The Posit Standard 2022 has NaR for every infinity, whatever saturates.
    if bench.isPosit { return specials.nan ?? bound }
    switch dialect.overflow {
    case .satFinite: return bound
    case .satPropagate: return specials.infinity(negative: negative) ?? bound
    case .satNone:
      if let infinity = specials.infinity(negative: negative) { return infinity }
      return dialect.withoutInfinity == .nan ? signedNaN ?? bound : bound
    }
  }

  /// Wrapping keeps the rounded integer modulo `2^bits`, near and far beyond the range.
  static func wrapping(_ subject: FormatSubject) -> Property {
    let domain = Property.Domain.stated("integers around multiples of the range, with fractions")
    return subject.law("wrap-modulo", domain) { bench, choices in
      guard case .fixedPoint(let layout) = bench.format.descriptor.encoding else { throw Discard() }
      let bits = bench.format.bits
      let turns = choices.draw(in: 0...8) - 4
      let step = choices.draw(in: 0...40) - 20
      let eighths = choices.draw(in: 0...7)
      let rule = choices.draw(from: RoundingRule.deterministic)
      let integer = Rational(turns) * .powerOfTwo(bits - 1) + Rational(step)
      let units = integer + Rational(eighths, over: 8)
      choices.describe("\(units) units, \(rule.name)")
      let value = units.scaled(byPowerOfTwo: -layout.fractionBits)
      let got = bench.codec.encode(.finite(value), Dialect(rounding: rule, wraps: true), 0)
      let rounded = round(integer, eighths, rule)
      let modulus = Rational.powerOfTwo(bits)
      let residue = rounded - (rounded / modulus).floor * modulus
      return bench.equal(expected: residue.asUInt64 ?? .max, got: got)
    }
  }

  /// `integer + eighths / 8` rounded to an integer, by the rules' table.
  private static func round(
    _ integer: Rational, _ eighths: Int, _ rule: RoundingRule
  ) -> Rational {
    if eighths == 0 { return integer }
    let above = integer + .one
    let isNegative = integer.signum < 0
    let farther = isNegative ? integer : above
    let nearer = isNegative ? above : integer
    let odd = integer.isOddInteger ? integer : above
    switch rule {
    case .towardZero: return nearer
    case .up: return above
    case .down: return integer
    case .toOdd: return odd
    default:
      if eighths != 4 { return eighths > 4 ? above : integer }
      if rule == .toNearestOrAway { return farther }
      if rule == .toNearestOrZero { return nearer }
      return odd == integer ? above : integer
    }
  }
}
