import Descriptors
import ExactArithmetic
import Reference
import Specs
import Testing

@Suite("decoding blocks, and what has no meaning")
struct BlockDecodingTests {
  @Test("specials of scale and element, signs of zero, values beyond the result format")
  func specials() throws {
    let blocks = try Blocks("mxfp8_e5m2", columns: 4)
    #expect(
      blocks.decoder.values([0x3C, 0x7C, 0x80, 0x7F, 128])
        == [.finite(2), .infinity(negative: false), .negativeZero, .nan])
    #expect(
      blocks.decoder.values([0x3C, 0x7C, 0x80, 0, 0xFF]) == [.nan, .nan, .nan, .nan])
    #expect(blocks.decoder([0x3C, 0, 0, 0, 128]).flags == [])
    #expect(blocks.decoder([0x3C, 0, 0, 0, 0xFF]).flags == .nonFinite)
    // 57344 * 2^127 is beyond binary32.
    let (results, flags) = blocks.decoder([0x7B, 0x3C, 0, 0, 254])
    #expect(results == [0x7F80_0000, 0x7F00_0000, 0, 0])
    #expect(flags == .overflowed)

    // An infinite scale makes a NaN of zero; a negative one turns signs.
    let groups = try Blocks("int4-g128-bfloat16", columns: 3)
    #expect(
      groups.decoder.values([0, 1, 0xF, 0x7F80])
        == [.nan, .infinity(negative: false), .infinity(negative: true)])
    #expect(
      groups.decoder.values([0, 3, 0x8, 0xC000]) == [.negativeZero, .finite(-6), .finite(16)])
  }

  @Test("elements, zero points, scales and the scale of the matrix find each other")
  func order() throws {
    let blocks = try Blocks("uint4-g4-bfloat16-1x2", rows: 2, columns: 3)
    // 2 x 3 elements, four zero points, four scales 1, 2, 4, 8.
    let codes: [UInt64] = [3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 0x3F80, 0x4000, 0x4080, 0x4100]
    #expect(blocks.decoder.values(codes) == data(3, 4, 8, 16, 20, 40))
    let nv = try Blocks("nvfp4-1x2", rows: 1, columns: 3)
    #expect(nv.decoder.values([1, 9, 7, 0x38, 0x40, 0x4000_0000]).map(\.number) == [1, -1, 24])
  }

  @Test("one random word serves all values")
  func words() throws {
    let catalog = try Catalog.builtIn()
    let operation = Operation(
      .decodeBlock(
        try catalog.block(named: "mxint8"), rows: 1, columns: 2, ragged: .atMost),
      format: try catalog.format(named: "float32"), result: try catalog.format(named: "int8"),
      dialect: Dialect(rounding: .stochastic(bits: 2, variant: .a), overflow: .satFinite))
    let codec = try BlockCodec(operation)
    // 1/4 and 1/2 of a step.
    #expect(codec([16, 32, 127], words: [3]).results == [1, 1])
    #expect(codec([16, 32, 127], words: [2]).results == [0, 1])
    #expect(codec([16, 32, 127], words: [1]).results == [0, 0])
  }

  @Test("errors name the field")
  func errors() throws {
    func field(_ name: String, _ change: (inout BlockFormat) throws -> Void) throws -> String? {
      var block = try Catalog.builtIn().block(named: name)
      try change(&block)
      let operation = Operation(
        .encodeBlock(block, rows: 1, columns: 4, ragged: .atMost),
        format: try Catalog.builtIn().format(named: "float32"))
      do throws(BlockFormatError) {
        _ = try BlockCodec(operation)
        return nil
      } catch .field(let field, _, _) {
        return field.rawValue
      } catch {
        return "\(error)"
      }
    }
    func named(_ name: String) throws -> FormatDescriptor {
      try Catalog.builtIn().format(named: name)
    }
    #expect(try field("mxfp8_e4m3") { _ in } == nil)
    #expect(try field("mxfp8_e4m3") { $0.shape = .init(columns: 0) } == "shape")
    #expect(try field("mxfp8_e4m3") { $0.element = try named("int1") } == "element")
    #expect(try field("mxfp8_e4m3") { $0.scale = try named("posit16") } == "scale")
    #expect(try field("mxfp8_e4m3-even") { $0.element = try named("posit8") } == "element")
    #expect(try field("mxfp8_e4m3") { $0.scale = try named("float6_e3m2fn") } == "nonFinite")
    #expect(try field("uint4-g128-bfloat16") { $0.element = try named("int4") } == "element")
    #expect(
      try field("nvfp4") { $0.scheme = .twoLevel(.init(format: try named("float16"))) }
        == "matrixScale")
    #expect(
      try field("nvfp4") {
        $0.scheme = .twoLevel(.init(format: try named("float32"), blockMax: 0))
      } == "scheme")
    #expect(
      try field("mxfp8_e4m3") {
        $0.scaleDialect.rounding = .stochastic(bits: 8, variant: .a)
      } == "scaleDialect")
    for name in ["mxfp4_e2m1-four-over-six", "nvfp4-four-over-six", "w4a8"] {
      #expect(
        try field(name) {
          $0.elementDialect.rounding = .stochastic(bits: 8, variant: .a)
        } == "elementDialect")
    }
    #expect(
      try field("w4a8") {
        $0.scheme = .dual(
          .init(
            intermediate: try named("float8_e4m3fn"), largest: 449,
            matrixScale: try named("bfloat16")))
      } == "intermediate")
  }

  @Test("sizes, ragged edges and codes are refused with a line that says what to do")
  func refusals() throws {
    func message(rows: Int, columns: Int, _ ragged: MaskRule.RaggedRule) -> String {
      do {
        _ = try Blocks("mxfp8_e4m3", rows: rows, columns: columns, ragged: ragged)
        return ""
      } catch { return "\(error)" }
    }
    #expect(message(rows: 1, columns: 64, .refuse) == "")
    #expect(message(rows: 1, columns: 33, .atMost) == "")
    #expect(
      message(rows: 1, columns: 33, .refuse)
        == "33 columns are no multiple of 32; pad the matrix, or allow blocks that the edge cuts off"
    )
    #expect(message(rows: 0, columns: 32, .atMost).contains("no elements"))
    let blocks = try Blocks("mxfp4_e2m1", columns: 2)
    #expect(throws: BlockFormatError.count(got: 2, expected: 3)) {
      try blocks.decoder.check([1, 2])
    }
    #expect(throws: BlockFormatError.code(index: 1, code: 0x10, format: "float4_e2m1fn")) {
      try blocks.decoder.check([1, 0x10, 127])
    }
    try blocks.decoder.check([1, 0xF, 0xFF])
  }
}
