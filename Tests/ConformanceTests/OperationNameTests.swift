import Conformance
import Descriptors
import Specs
import Testing

@Suite("ids of operations")
struct OperationNameTests {
  @Test("every kind, rule and preset is read back from its id")
  func roundTrip() throws {
    let catalog = try Catalog.builtIn()
    let (small, large) = (
      try catalog.format(named: "float8_e4m3fn"), try catalog.format(named: "Binary8p3se")
    )
    let rules = RoundingRule.deterministic + [.stochastic(bits: 7, variant: .b)]
    var wrong: [String] = []
    for kind in Operation.Kind.allCases {
      for result in [small, large] {
        for (index, preset) in catalog.dialects.enumerated() {
          var dialect = preset.dialect(for: result.name)
          dialect.rounding = rules[index % rules.count]
          dialect.overflow = OverflowRule.allCases[index % 3]
          let operands = Array(repeating: small, count: kind.operandCount)
          let operation = Operation(
            kind, operands: operands, result: kind.result(for: small) ?? result, dialect: dialect)
          let name = operation.name(dialect: preset.name)
          let named = try NamedOperation(parsing: name, catalog: catalog)
          if named.operation != operation || named.preset != preset.name || named.name != name {
            wrong.append(name)
          }
        }
      }
    }
    #expect(wrong == [])
  }

  @Test(
    "other texts are refused",
    arguments: [
      "", "/", "cast", "cast/float16/nearest-even/sat-none", "add/float16/nearest-even",
      "add/float16/float16/nearest-even/sat-none", "add/float16/nearest-even/sat-none/standard/x",
      "add/nowhere/nearest-even/sat-none", "add/float16/nearest-even/sat-none/nowhere",
      "add/float16/nearest-even/sat-none/", "ADD/float16/nearest-even/sat-none",
    ])
  func refused(_ name: String) throws {
    let catalog = try Catalog.builtIn()
    #expect(throws: SpecError.self) { try NamedOperation(parsing: name, catalog: catalog) }
  }
}
