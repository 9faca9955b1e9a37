import Descriptors
import ExactArithmetic
import Harness
import Reference

/// Laws about stochastic rounding (IEEE P3109 v4.0, RoundAway).
enum StochasticLaws {
  static func all(_ subject: FormatSubject) -> [Property] {
    [
      probability(subject), overflowProbability(subject), bitsMatter(subject),
      monotone(subject), onlyLowBits(subject),
    ]
  }

  /// The grid on which fractions of a gap are drawn: finer by two bits than what 6 random bits
  /// can tell apart, so that every variant's truncations and ties are met.
  private static let gridBits = 8

  /// The number of words out of `2^bits` that round away, by the variant's formula for the fraction
  /// `j / 2^gridBits`, in integers alone.
  static func wordsAway(_ j: Int, bits: Int, _ variant: StochasticVariant) -> Int {
    // floor(f * 2^k) for the fraction f = j / 2^gridBits.
    func floor(_ k: Int) -> Int { (j << k) >> gridBits }
    switch variant {
    case .a: return floor(bits)
    case .b: return (floor(bits + 1) + 1) / 2
    case .c:
      let whole = floor(bits)
      let rest = (j << bits) - whole << gridBits
      let half = 1 << (gridBits - 1)
      return rest > half || (rest == half && whole % 2 == 1) ? whole + 1 : whole
    }
  }

  private struct Case {
    var side: Int
    var rung: UInt64
    var j: Int
    var bits: Int
    var variant: StochasticVariant
    var value: Rational
    var rule: RoundingRule { .stochastic(bits: bits, variant: variant) }
  }

  private static func draw(
    _ bench: FormatBench, _ choices: inout Choices, fromTop: Bool
  ) throws(Discard) -> Case {
    let side = bench.drawSide(&choices)
    let ladder = bench.sides[side]
    let rung = fromTop ? ladder.count - 1 : try bench.drawRung(&choices, side: side, margin: 1)
    // A posit's lowest gap never ends at zero.
    try choices.require(!(bench.isPosit && (rung == 0 || fromTop)))
    let (low, high) = (ladder.magnitude(rung), ladder.magnitude(rung + 1))
    try choices.require(high > low)
    let variant = choices.draw(from: StochasticVariant.allCases)
    let bits = choices.draw(in: 1...6)
    let j = choices.draw(in: 0...(1 << gridBits) - 1)
    let magnitude = low + (high - low) * Rational(Int64(j), exponent: -gridBits)
    let found = Case(
      side: side, rung: rung, j: j, bits: bits, variant: variant,
      value: ladder.negative ? -magnitude : magnitude)
    choices.describe(
      "\(found.rule.name), \(j)/\(1 << gridBits) of the way from \(low) to \(high)"
        + (ladder.negative ? ", negative" : ""))
    return found
  }

  private static func datum(_ item: Case, _ bench: FormatBench) -> Datum {
    item.value.isZero && bench.sides[item.side].negative ? .negativeZero : .finite(item.value)
  }

  /// Of all words, exactly the formula's count rounds away; they are the largest words; and each
  /// result is one of the two neighbours.
  static func probability(_ subject: FormatSubject) -> Property {
    let domain = Property.Domain.stated(
      "every gap, fractions on a grid of 1/256, 1 to 6 bits, all words, all variants")
    return subject.law("stochastic-probability", domain) { bench, choices in
      let item = try draw(bench, &choices, fromTop: false)
      let ladder = bench.sides[item.side]
      let (low, high) = (ladder.code(item.rung), ladder.code(item.rung + 1))
      return count(item, bench, stays: { $0 == low }, goes: { $0 == high })
    }
  }

  /// Past the largest value, the words that round away overflow: with the exact probability the
  /// result is an infinity, or what stands for one.
  static func overflowProbability(_ subject: FormatSubject) -> Property {
    let domain = Property.Domain.stated(
      "the gap above the largest value, fractions on a grid of 1/256, 1 to 6 bits, all words")
    return subject.law("stochastic-overflow", domain) { bench, choices in
      // A posit never leaves its range.
      if bench.isPosit { return .holds }
      let item = try draw(bench, &choices, fromTop: true)
      let side = bench.sides[item.side]
      let bound = side.code(side.count - 1)
      let specials = bench.format.specials
      guard let beyond = specials.infinity(negative: side.negative) ?? specials.nan else {
        // Without infinity and NaN, both results are the bound.
        for word in 0..<UInt32(1) << UInt32(item.bits) {
          let got = bench.codec.encode(datum(item, bench), Dialect(rounding: item.rule), word)
          if got != bound { return bench.equal(expected: bound, got: got) }
        }
        return .holds
      }
      return count(item, bench, stays: { $0 == bound }, goes: { $0 == beyond })
    }
  }

  private static func count(
    _ item: Case, _ bench: FormatBench, stays: (UInt64) -> Bool, goes: (UInt64) -> Bool
  ) -> CaseOutcome {
    let words = 1 << item.bits
    let expected = wordsAway(item.j, bits: item.bits, item.variant)
    let dialect = Dialect(rounding: item.rule)
    for word in 0..<words {
      let got = bench.codec.encode(datum(item, bench), dialect, UInt32(word))
      let isAway = word >= words - expected
      if isAway ? goes(got) : stays(got) { continue }
      return .fails(
        expected: "\(expected) of \(words) words round away, the largest ones",
        got: "word \(word) gives \(bench.text(got))")
    }
    return .holds
  }

  /// Each of the `N` bits decides some case: there is a value that rounds away with that bit alone
  /// set, and not with no bit set.
  static func bitsMatter(_ subject: FormatSubject) -> Property {
    subject.law("stochastic-bits-matter", .stated("every gap, 1 to 32 bits, each bit")) {
      bench, choices in
      let side = bench.drawSide(&choices)
      let ladder = bench.sides[side]
      let rung = try bench.drawRung(&choices, side: side, margin: 1)
      try choices.require(!(bench.isPosit && rung == 0))
      let variant = choices.draw(from: StochasticVariant.allCases)
      let bits = choices.draw(in: 1...32)
      let bit = choices.draw(in: 0...bits - 1)
      let (low, high) = (ladder.magnitude(rung), ladder.magnitude(rung + 1))
      // The fraction 1 - 2^(bit - bits) lacks exactly this bit to carry out.
      let missing = (high - low).scaled(byPowerOfTwo: bit - bits)
      let value = ladder.negative ? missing - high : high - missing
      let rule = RoundingRule.stochastic(bits: bits, variant: variant)
      choices.describe("\(value), \(rule.name), bit \(bit)")
      let dialect = Dialect(rounding: rule)
      let word = UInt32(1) << UInt32(bit)
      let without = bench.codec.encode(.finite(value), dialect, 0)
      let with = bench.codec.encode(.finite(value), dialect, word)
      if with != ladder.code(rung + 1) {
        return bench.equal(expected: ladder.code(rung + 1), got: with, because: "bit set")
      }
      return bench.equal(expected: ladder.code(rung), got: without, because: "bit clear")
    }
  }

  /// With one word, a larger magnitude never has the smaller result.
  static func monotone(_ subject: FormatSubject) -> Property {
    let domain = Property.Domain.stated(
      "every gap, neighbouring fractions on a grid of 1/256, 1 to 6 bits, all words")
    return subject.law("stochastic-monotone", domain) { bench, choices in
      let item = try draw(bench, &choices, fromTop: false)
      let word = UInt32(choices.draw(upTo: (1 << UInt64(item.bits)) - 1))
      let ladder = bench.sides[item.side]
      let step = (ladder.magnitude(item.rung + 1) - ladder.magnitude(item.rung))
        .scaled(byPowerOfTwo: -gridBits)
      let dialect = Dialect(rounding: item.rule)
      let near = bench.codec.encode(datum(item, bench), dialect, word)
      let value = item.value + (ladder.negative ? -step : step)
      let far = bench.codec.encode(.finite(value), dialect, word)
      guard let first = bench.codec.decode(near).number,
        let second = bench.codec.decode(far).number
      else { return .fails(expected: "numbers", got: "\(bench.text(near)), \(bench.text(far))") }
      return .when(
        first.magnitude <= second.magnitude, expected: "no smaller magnitude than \(first)",
        got: "\(second)")
    }
  }

  /// Bits of the word above the low `N` count for nothing.
  static func onlyLowBits(_ subject: FormatSubject) -> Property {
    let domain = Property.Domain.stated("fractions of every gap, single high bits of the word")
    return subject.law("stochastic-low-bits", domain) { bench, choices in
      let item = try draw(bench, &choices, fromTop: false)
      let word = UInt32(choices.draw(upTo: (1 << UInt64(item.bits)) - 1))
      let high = choices.draw(in: item.bits...32)
      let noise: UInt32 = high == 32 ? .max << UInt32(item.bits) : 1 << UInt32(high)
      choices.describe("word \(word) with \(hexadecimal(UInt64(noise), bits: 32)) above it")
      let dialect = Dialect(rounding: item.rule)
      return bench.equal(
        expected: bench.codec.encode(datum(item, bench), dialect, word),
        got: bench.codec.encode(datum(item, bench), dialect, word | noise))
    }
  }
}
