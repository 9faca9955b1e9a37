import Descriptors
import Reference
import Testing

@Suite("accumulators that have no meaning")
struct AccumulatorErrorTests {
  func error(
    _ length: Int = 4, _ name: String = "float32", _ change: (inout Accumulator) -> Void
  ) throws -> AccumulatorError? {
    let float32 = try format("float32").descriptor
    var accumulator = Accumulator(name: "a", sum: .format(float32, Dialect()), result: float32)
    change(&accumulator)
    let operation = Operation(
      .dot(accumulator, length: length), format: try format(name).descriptor)
    return #expect(throws: AccumulatorError.self) { try DotEvaluator(operation) }
  }

  @Test("are refused by the name of the field")
  func refuse() throws {
    let stochastic = Dialect(rounding: .stochastic(bits: 8, variant: .c))
    let float32 = try format("float32").descriptor
    let int16 = try format("int16").descriptor
    #expect(try error(-1) { _ in } == .length(-1))
    #expect(try error { $0.chunk = .init(length: 0, outer: .exact) } == .chunkLength(0))
    #expect(try error { $0.order = .lanes(0, .halves) } == .lanes(0))
    #expect(
      try error { $0.order = .lanes(6, .halves) } == .lanesNotAPowerOfTwo(6, .halves))
    #expect(try error { $0.sum = .format(float32, stochastic) } == .stochasticStage(.sum))
    #expect(try error { $0.product = .format(float32, stochastic) } == .stochasticStage(.product))
    #expect(
      try error { $0.chunk = .init(length: 2, outer: .format(float32, stochastic)) }
        == .stochasticStage(.outer))
    #expect(try error { $0.adder = .aligned(AlignedAdder(terms: 0, bits: 2)) } == .terms(0))
    #expect(try error { $0.adder = .aligned(AlignedAdder(terms: 1, bits: -1)) } == .alignedBits(-1))
    #expect(
      try error {
        ($0.adder, $0.order) = (.aligned(AlignedAdder(terms: 1, bits: 1)), .pairwise)
      } == .alignedOrder)
    #expect(
      try error(4, "int16") { $0.sum = .format(int16, Dialect()) }
        == .narrowSum(format: "int16", operands: "int16"))
    let wide = FloatGrid(significandBits: 53, exponentBits: 4, bias: 0)
    #expect(try error { $0.sum = .grid(wide) } == .grid(.sum, wide))
    #expect(try error { ($0.nan, $0.adder) = (.x86, .compensated) } == .nanAdder)
    #expect(try error { $0.nan = .x86 } == .nanStage(.sum))
    #expect("\(AccumulatorError.chunkLength(0))".hasPrefix("chunk.length: 0"))
  }
}
