import Descriptors
import ExactArithmetic
import Harness
import Reference

/// Laws that hold the definition against the two others: the sorted table and the quantum.
enum SecondDefinitionLaws {
  static func all(_ subject: FormatSubject) -> [Property] {
    var laws: [Property] = []
    if subject.descriptor.bits <= 16 { laws.append(sortedTable(subject)) }
    if case .float = subject.descriptor.encoding { laws.append(quantum(subject)) }
    return laws
  }

  /// Walking through the sorted values gives what the ladders give.
  ///
  /// Ties of posits do not lie halfway, so their nearest rules are left out.
  static func sortedTable(_ subject: FormatSubject) -> Property {
    let descriptor = subject.descriptor
    let table = Lazily { SortedTable(NumberFormat(descriptor)) }
    return subject.law("sorted-table", .stated("eight places of every gap below the largest")) {
      bench, choices in
      let point = try bench.drawPoint(&choices, margin: 1)
      try choices.require(!bench.isClampedPosit(point))
      let rules: [RoundingRule] =
        bench.isPosit ? [.towardZero, .up, .down, .toOdd] : RoundingRule.deterministic
      let rule = choices.draw(from: rules)
      let parity = choices.draw(from: Dialect.TieParity.allCases)
      choices.describe("\(rule.name), parity by \(parity.rawValue)")
      let got = bench.codec.decode(
        bench.codec.encode(point.datum, Dialect(rounding: rule, tieParity: parity), 0))
      guard let expected = table.value.round(point.value, rule, tieParity: parity) else {
        return .undecided(reason: "the sorted table does not reach \(point.value)")
      }
      return .equal(expected: "\(expected)", got: "\(got.number ?? .zero)")
    }
  }

  /// Splitting the value into quanta gives what the ladders give, stochastic rules included.
  ///
  /// In a layout without subnormals that has a zero, the gap next to zero is wider than its
  /// binade's quantum and is left out.
  static func quantum(_ subject: FormatSubject) -> Property {
    subject.law("quantum", .stated("eight places of every gap, all rules, structured words")) {
      bench, choices in
      guard let layout = bench.floatLayout else { throw Discard() }
      let point = try bench.drawPoint(&choices, margin: 0)
      let setAside = layout.subnormals == .none && layout.hasZero
      try choices.require(!(setAside && point.rung == 0))
      let (dialect, word) = drawRule(&choices)
      choices.describe("\(dialect.rounding.name), word \(word)")
      let expected = Quantum(layout).round(
        point.value, dialect.rounding, tieParity: dialect.tieParity, word: word)
      let got = bench.codec.encode(point.datum, dialect, word)
      if expected.magnitude > bench.sides[point.side].largest {
        let inside = point.neighbours.low
        let isBound = got == bench.code(point, away: false)
        return .when(
          !isBound || holdsBack(dialect.rounding, point, bench),
          expected: "an overflow past \(inside)",
          got: bench.text(got))
      }
      return .equal(expected: "\(expected)", got: "\(bench.codec.decode(got).number ?? .zero)")
    }
  }

  /// Whether overflow may end at the bound: without infinity and NaN it always does, to-odd and the
  /// directed rules may.
  private static func holdsBack(
    _ rule: RoundingRule, _ point: GapPoint, _ bench: FormatBench
  ) -> Bool {
    let specials = bench.format.specials
    if specials.nan == nil, specials.infinity(negative: point.negative) == nil { return true }
    switch rule {
    case .towardZero, .toOdd: return true
    case .up: return point.negative
    case .down: return !point.negative
    default: return false
    }
  }

  private static func drawRule(_ choices: inout Choices) -> (Dialect, UInt32) {
    let kind = choices.draw(below: RoundingRule.deterministic.count + 3)
    let parity = choices.draw(from: Dialect.TieParity.allCases)
    if kind < RoundingRule.deterministic.count {
      return (Dialect(rounding: RoundingRule.deterministic[kind], tieParity: parity), 0)
    }
    let variant = StochasticVariant.allCases[kind - RoundingRule.deterministic.count]
    let bits = choices.draw(from: [1, 2, 3, 8, 31, 32])
    let word = choices.draw(
      from: [0, 1, 3, 0x80, 0x7FFF_FFFF, 0x8000_0000, .max - 1, .max] as [UInt32])
    return (Dialect(rounding: .stochastic(bits: bits, variant: variant), tieParity: parity), word)
  }
}
