import Descriptors
import Specs
import Testing

@Suite struct ParametricAccumulatorTests {
  let catalog: Catalog

  init() throws { catalog = try Catalog.builtIn() }

  @Test func listedNamesFollowTheRules() throws {
    // Every listed accumulator whose name a rule reads is what the rule says; the catalogue refuses
    // an entry that is not, so one is read here under a name in another case.
    for name in [
      "FMAQ-m7e4-12-10", "FMAQ-m2e2-2-2", "Float32-lanes-16", "Float16-unfused", "Float32-KAHAN",
      "float32-CHUNK-128", "INT32-saturate",
    ] {
      #expect(try catalog.accumulator(named: name).name.lowercased() == name.lowercased())
    }
  }

  @Test func fmaq() throws {
    let accumulator = try catalog.accumulator(named: "fmaq-m5e3--2-4-no-underflow-to-odd-chunk-7")
    func grid(_ bias: Int) -> AccumulatorStage {
      .grid(
        FloatGrid(
          significandBits: 5, exponentBits: 3, bias: bias, rounding: .toOdd, flushes: false))
    }
    #expect(
      accumulator
        == Accumulator(
          name: "fmaq-m5e3--2-4-no-underflow-to-odd-chunk-7", product: grid(-2), sum: grid(4),
          chunk: Accumulator.Chunk(length: 7, outer: grid(4)),
          result: try catalog.format(named: "float32")))
  }

  @Test func formatsAndOrders() throws {
    let e4m3 = try catalog.format(named: "float8_e4m3fn")
    let stage = AccumulatorStage.format(e4m3, Dialect())
    let plain = Accumulator(name: "float8_e4m3fn", sum: stage, result: e4m3)
    #expect(try catalog.accumulator(named: "F8E4M3FN") == plain)
    var other = plain
    other.name = "float8_e4m3fn-unfused-permuted-18446744073709551615"
    other.product = stage
    other.order = .permuted(seed: .max)
    #expect(try catalog.accumulator(named: other.name) == other)
    other = plain
    other.name = "float8_e4m3fn-lanes-4-chunk-32"
    other.order = .lanes(4, .halves)
    other.chunk = Accumulator.Chunk(length: 32, outer: stage)
    #expect(try catalog.accumulator(named: other.name) == other)
    #expect(try catalog.accumulator(named: "bfloat16-pairwise").order == .pairwise)
    #expect(try catalog.accumulator(named: "bfloat16-kahan").adder == .compensated)
  }

  @Test func integers() throws {
    guard case .format(let format, let dialect) = try catalog.accumulator(named: "uint8-wrap").sum
    else {
      Issue.record("no format")
      return
    }
    #expect(format.name == "uint8" && dialect.wraps)
    let saturating = try catalog.accumulator(named: "int32-saturate")
    #expect(saturating.result.bits == 32)
    guard case .format(_, let dialect) = saturating.sum else { return }
    #expect(dialect.overflow == .satFinite && !dialect.wraps)
  }

  @Test func aChunkOfAnotherLengthKeepsTheOuterStage() throws {
    let base = try catalog.accumulator(named: "hopper-fp8-promoted-128")
    let other = try catalog.accumulator(named: "hopper-fp8-promoted-128-chunk-64")
    #expect(other.chunk?.length == 64)
    #expect(other.chunk?.outer == base.chunk?.outer && base.chunk?.outer != base.sum)
  }

  @Test(arguments: [
    ("float32-chunk-0", "'float32-chunk-0' has chunks of 0 products; take 1 to 1048576"),
    ("float32-chunk-04", "'float32-chunk-04' has chunks of 04 products; take 1 to 1048576"),
    (
      "float32-chunk-4-chunk-2", "'float32-chunk-4-chunk-2' has two chunks; write '-chunk-N' once"
    ),
    (
      "fmaq-m7e4-12",
      "'fmaq-m7e4-12' is no name of an FMAq; write fmaq-mMeE-P-A with the biases of products and "
        + "sums, as fmaq-m7e4-12-10"
    ),
    (
      "fmaq-m7e12-1-1",
      "'fmaq-m7e12-1-1' is outside the range of such names; "
        + "take 0 to 52 significand bits, 1 to 11 exponent bits and biases up to 4096"
    ),
    (
      "fmaq-m7e4-12-10-stochastic-4",
      "'fmaq-m7e4-12-10-stochastic-4' ends in no rounding rule without random word; "
        + "use one of nearest-even, nearest-away, nearest-zero, toward-zero, up, down, to-odd"
    ),
    ("float32-lanes-6", "'float32-lanes-6' has 6 lanes; take a power of two up to 1024"),
    (
      "float16-wrap",
      "'float16-wrap': float16 is no format of integers; write 'float16' without '-wrap'"
    ),
    (
      "int8",
      "'int8' does not say what happens beyond int8; write 'int8-wrap' or 'int8-saturate'"
    ),
    (
      "float32-lane-8",
      "unknown accumulator 'float32-lane-8'; nearest: float32-lanes-8; "
        + "'assay list accumulators' shows all"
    ),
    ("what", "unknown accumulator 'what'; 'assay list accumulators' shows all"),
  ])
  func refusals(name: String, message: String) throws {
    let error = #expect(throws: SpecError.self) { try catalog.accumulator(named: name) }
    #expect(error?.description == message)
  }
}
