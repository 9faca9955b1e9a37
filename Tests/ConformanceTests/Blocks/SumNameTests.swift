import Conformance
import Descriptors
import Specs
import Testing

@Suite("the ids of sums and block formats")
struct SumNameTests {
  @Test(
    "an id is read as it is written",
    arguments: [
      "dot/exact/16/float8_e4m3fn", "dot/fmaq-m7e4-12-10-no-underflow-chunk-64/3/bfloat16/float32",
      "dot/float32-lanes-8/17/float8_e5m2/float32/stochastic-8/sat-finite",
      "dot/int32-wrap/1/int8/int32", "encode-block/nvfp4/float32/2x32",
      "encode-block/mxfp4_e2m1-ceil-4x8/bfloat16/5x9/atMost", "decode-block/w4a8/bfloat16/1x128",
      "decode-block/nvfp4-division/float16/1x17/toward-zero/sat-finite/atMost",
    ])
  func roundTrip(id: String) throws {
    let operation = try Operation(parsing: id, catalog: Catalog.builtIn())
    #expect(operation.name == id)
  }

  @Test("all parts are there")
  func parts() throws {
    let catalog = try Catalog.builtIn()
    let dot = try Operation(parsing: "dot/float16/5/int4/bfloat16/down", catalog: catalog)
    #expect(dot.function == .dot(try catalog.accumulator(named: "float16"), length: 5))
    #expect(dot.format.name == "int4" && dot.result.name == "bfloat16")
    #expect(dot.dialect.rounding == .down)
    let encode = try Operation(
      parsing: "encode-block/nvfp4/float16/3x20/atMost", catalog: catalog)
    #expect(
      encode.function
        == .encodeBlock(
          try catalog.block(named: "nvfp4"), rows: 3, columns: 20, ragged: .atMost))
    #expect(encode.resultRuns.map(\.count) == [60, 6, 1])
  }

  @Test(
    "nonsense is refused",
    arguments: [
      "dot", "dot/exact/16", "dot/exact/0/float32", "dot/exact/-1/float32", "dot/exact/01/float32",
      "dot/exact/4/float32/float16/float64", "dot/nothing/4/float32", "encode-block/nvfp4/float32",
      "encode-block/nvfp4/float32/2x", "encode-block/nvfp4/float32/0x16",
      "encode-block/nvfp4/float32/1x16/refuse", "encode-block/nvfp4/float32/1x16/down",
      "decode-block/nvfp4/float32/1x16/float16", "decode-block/nvfp5/float32/1x16",
      "encode-block/nvfp4/float32/16777216x16777216",
    ])
  func nonsense(id: String) throws {
    let catalog = try Catalog.builtIn()
    #expect(throws: SpecError.self) { try Operation(parsing: id, catalog: catalog) }
  }
}
