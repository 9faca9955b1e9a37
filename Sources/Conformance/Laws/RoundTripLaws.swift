import Descriptors
import Harness
import Reference

/// Laws about values that a format holds exactly.
enum RoundTripLaws {
  static func all(_ subject: FormatSubject) -> [Property] {
    [roundTrip(subject), exactUnderRandomness(subject)]
  }

  /// `encode(decode(c)) == c` under every deterministic rule and every overflow rule.
  ///
  /// A NaN becomes the canonical one; under sat-finite an infinity becomes the bound; a table that
  /// repeats a value answers with its lowest code.
  static func roundTrip(_ subject: FormatSubject) -> Property {
    subject.law("round-trip", .everyInput) { bench, choices in
      let code = bench.drawCode(&choices)
      let rounding = choices.draw(from: RoundingRule.deterministic)
      let overflow = choices.draw(from: OverflowRule.allCases)
      choices.describe("\(bench.text(code)), \(rounding.name), \(overflow.name)")
      return check(code, Dialect(rounding: rounding, overflow: overflow), 0, bench)
    }
  }

  /// No random word moves a value that the format holds.
  static func exactUnderRandomness(_ subject: FormatSubject) -> Property {
    subject.law("round-trip-stochastic", .stated("every code, 1 to 32 bits, words at both ends")) {
      bench, choices in
      let code = bench.drawCode(&choices)
      let bits = choices.draw(in: 1...32)
      let variant = choices.draw(from: StochasticVariant.allCases)
      let word = choices.draw(from: [0, .max, 0x8000_0000, 0x5555_5555] as [UInt32])
      let rule = RoundingRule.stochastic(bits: bits, variant: variant)
      choices.describe("\(bench.text(code)), \(rule.name), word \(word)")
      return check(code, Dialect(rounding: rule), word, bench)
    }
  }

  private static func check(
    _ code: UInt64, _ dialect: Dialect, _ word: UInt32, _ bench: FormatBench
  ) -> CaseOutcome {
    let datum = bench.codec.decode(code)
    let got = bench.codec.encode(datum, dialect, word)
    let specials = bench.format.specials
    switch datum {
    case .nan:
      return bench.equal(expected: specials.nan ?? .max, got: got, because: "the canonical NaN")
    case .infinity(let negative) where dialect.overflow == .satFinite:
      let side = bench.sides[negative ? 1 : 0]
      return bench.equal(
        expected: side.code(side.count - 1), got: got, because: "sat-finite keeps no infinity")
    default:
      guard bench.mayRepeat else {
        return bench.equal(expected: code, got: got, because: "the value is in the format")
      }
      let lowest = (0...code).first { bench.codec.decode($0) == datum }
      return bench.equal(expected: lowest ?? code, got: got, because: "the lowest code")
    }
  }
}
