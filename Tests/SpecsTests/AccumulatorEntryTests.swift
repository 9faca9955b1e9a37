import Descriptors
import Specs
import Testing

@Suite struct AccumulatorEntryTests {
  let catalog: Catalog

  init() throws { catalog = try Catalog.builtIn() }

  @Test func everyEntryIsFoundUnderItsName() throws {
    #expect(catalog.accumulators.count == 29)
    for entry in catalog.accumulators {
      #expect(try catalog.accumulator(named: entry.name.uppercased()) == entry.accumulator)
      #expect(entry.accumulator.name == entry.name)
      #expect(entry.page == "accumulators")
      #expect(entry.isHypothesis == entry.source.contains("hypothesis"))
    }
    #expect(
      catalog.accumulators.filter(\.isHypothesis).map(\.name) == [
        "hopper-fp8", "hopper-fp8-promoted-128", "blackwell-fp8", "blackwell-mxf4",
      ])
  }

  @Test func theTwelveBitAccumulatorOfThePaper() throws {
    let accumulator = try catalog.accumulator(named: "fmaq-m7e4-12-10")
    let product = FloatGrid(significandBits: 7, exponentBits: 4, bias: 12)
    let sum = FloatGrid(significandBits: 7, exponentBits: 4, bias: 10)
    #expect(
      accumulator
        == Accumulator(
          name: "fmaq-m7e4-12-10", product: .grid(product), sum: .grid(sum),
          chunk: Accumulator.Chunk(length: 16, outer: .grid(sum)),
          result: try catalog.format(named: "float32")))
    #expect(product.lowestExponent == -12 && product.highestExponent == 3)
    #expect(sum.lowestExponent == -10 && sum.highestExponent == 5)
  }

  @Test(arguments: [
    ("float32", "fp32"), ("float32-lanes-8", "single-lanes-8"), ("int32-wrap", "INT32-wrap"),
    ("fmaq-m7e4-12-10-nearest-even", "FMAQ-m7e4-12-10-Nearest-Even"),
  ])
  func anAliasGivesTheSameAccumulator(name: String, alias: String) throws {
    #expect(try catalog.accumulator(named: alias) == catalog.accumulator(named: name))
  }
}
