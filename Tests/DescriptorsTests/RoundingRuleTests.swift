import Descriptors
import Testing

@Suite("names of rounding rules")
struct RoundingRuleTests {
  @Test("are read back as they are written")
  func roundTrip() {
    var rules = RoundingRule.deterministic
    for bits in 1...32 {
      rules += StochasticVariant.allCases.map { .stochastic(bits: bits, variant: $0) }
    }
    #expect(rules.count == 7 + 96)
    #expect(Set(rules.map(\.name)).count == rules.count)
    for rule in rules { #expect(RoundingRule(name: rule.name) == rule, "\(rule.name)") }
  }

  @Test("are the ones of the command line")
  func spelling() {
    let names = RoundingRule.deterministic.map(\.name)
    #expect(
      names == [
        "nearest-even", "nearest-away", "nearest-zero", "toward-zero", "up", "down", "to-odd",
      ])
    #expect(RoundingRule(name: "stochastic-8") == .stochastic(bits: 8, variant: .c))
    #expect(RoundingRule(name: "stochastic-8a") == .stochastic(bits: 8, variant: .a))
    #expect(RoundingRule.stochastic(bits: 16, variant: .b).name == "stochastic-16b")
    #expect(OverflowRule.allCases.map(\.name) == ["sat-finite", "sat-propagate", "sat-none"])
  }

  @Test(
    "are refused otherwise",
    arguments: [
      "", "nearest", "Nearest-Even", " up", "up ", "stochastic", "stochastic-", "stochastic-0",
      "stochastic-33", "stochastic--1", "stochastic-+4", "stochastic-4d", "stochastic-a",
      "stochastic-4ab", "stochastic-4.0", "stochastic-٣", "stochastic-99999999999999999999",
    ])
  func refusals(_ name: String) {
    #expect(RoundingRule(name: name) == nil)
  }

  @Test("only stochastic rules take a random word")
  func randomWords() {
    #expect(RoundingRule.deterministic.allSatisfy { !$0.takesRandomWord })
    #expect(RoundingRule.stochastic(bits: 1, variant: .a).takesRandomWord)
    let format = FormatDescriptor(
      name: "int8", bits: 8, encoding: .fixedPoint(FixedPointLayout(signed: true)))
    let dialect = Dialect(rounding: .stochastic(bits: 4, variant: .c))
    #expect(Operation.cast(from: format, to: format, dialect: dialect).takesRandomWord)
    #expect(!Operation.cast(from: format, to: format).takesRandomWord)
  }
}
