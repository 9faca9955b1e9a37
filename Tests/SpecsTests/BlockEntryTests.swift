import Descriptors
import Specs
import Testing

@Suite struct BlockEntryTests {
  let catalog: Catalog

  init() throws { catalog = try Catalog.builtIn() }

  @Test func everyEntryIsFoundUnderItsName() throws {
    #expect(
      catalog.blocks.map(\.name) == [
        "mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e2m3", "mxfp6_e3m2", "mxfp4_e2m1", "mxint8", "nvfp4",
        "nvfp4-division", "nvfp4-exact", "nvfp4-four-over-six", "p3109-32-Binary8p1uf-Binary8p4se",
        "int4-g128-bfloat16", "uint4-g128-bfloat16", "w4a8",
      ])
    for entry in catalog.blocks {
      #expect(try catalog.block(named: entry.name.uppercased()) == entry.block)
      #expect(entry.block.name == entry.name && entry.page == "blocks")
    }
  }

  @Test func microscaling() throws {
    for entry in catalog.blocks where entry.name.hasPrefix("mx") {
      #expect(entry.block.shape == BlockFormat.Shape(columns: 32))
      #expect(entry.block.scale.name == "float8_e8m0fnu")
      #expect(entry.block.scheme == .scaled(.floor))
      #expect(entry.block.elementDialect.overflow == .satFinite)
      #expect(entry.block.nonFinite == .block && entry.block.emptyScale == .smallest)
    }
    let integers = try catalog.block(named: "mxint8").element
    #expect(integers.bits == 8)
    #expect(integers.encoding == .fixedPoint(FixedPointLayout(signed: true, fractionBits: 6)))
  }

  @Test func twoLevels() throws {
    let float32 = try catalog.format(named: "float32")
    #expect(
      try catalog.block(named: "nvfp4").scheme == .twoLevel(TwoLevelScale(format: float32)))
    #expect(
      try catalog.block(named: "nvfp4-exact-four-over-six").scheme
        == .twoLevel(
          TwoLevelScale(format: float32, arithmetic: .exact, blockMax: 256, fourOverSix: true)))
  }

  @Test func rulesAndShapes() throws {
    var expected = try catalog.block(named: "mxfp4_e2m1")
    expected.scheme = .scaled(.amaxOverMax)
    expected.shape = BlockFormat.Shape(rows: 16, columns: 2)
    expected.name = "mxfp4_e2m1-amax-over-max-16x2"
    #expect(try catalog.block(named: "mxfp4_e2m1-AMAX-over-max-16x2") == expected)
    for rule in BlockFormat.ScaleRule.allCases {
      #expect(try catalog.block(named: "mxint8-\(rule.rawValue)").scheme == .scaled(rule))
    }
  }

  @Test func parametricGroups() throws {
    let block = try catalog.block(named: "p3109-8-binary6p2ue-binary5p3sf")
    #expect(block.name == "p3109-8-Binary6p2ue-Binary5p3sf")
    #expect(block.scheme == .scaled(.amax) && block.nonFinite == .element)
    #expect(block.elementDialect.withoutInfinity == .bound)
    let signed = try catalog.block(named: "int3-g64-float16")
    #expect(signed.scheme == .scaled(.amaxOverMax) && signed.emptyScale == .one)
    #expect(signed.shape.columns == 64 && signed.scale.name == "float16")
    #expect(try catalog.block(named: "uint8-g32-float32").scheme == .zeroPoint)
  }

  @Test(arguments: [
    (
      "mxfp4_e2m1-0x4", "'mxfp4_e2m1-0x4' has blocks of 0x4; take rows and columns from 1 to 4096"
    ),
    ("nvfp4-1x2-3x4", "'nvfp4-1x2-3x4' has two shapes; write '-RxC' once"),
    (
      "nvfp4-ceil",
      "'nvfp4-ceil': nvfp4 has no scale rule 'ceil'; 'assay show nvfp4' says what its scales are"
    ),
    ("int4-g0-bfloat16", "'int4-g0-bfloat16' has blocks of 0; take 1 to 4096 elements"),
    (
      "int4-g8-int8",
      "block format 'int4-g8-int8': int8 is no format for scales; take a float such as bfloat16"
    ),
    (
      "int4-g8-bfloat61",
      "unknown format 'bfloat61'; nearest: bfloat16, float64, float16; "
        + "'assay list formats' shows all"
    ),
    (
      "p3109-8-float64-float16",
      "block format 'p3109-8-float64-float16': elements and scales have at most 32 bits; "
        + "take narrower formats"
    ),
    ("mxfp9", "unknown block 'mxfp9'; 'assay list blocks' shows all"),
    (
      "mxfp8_e4m2",
      "unknown block 'mxfp8_e4m2'; nearest: mxfp8_e4m3, mxfp8_e5m2, mxfp6_e3m2; "
        + "'assay list blocks' shows all"
    ),
  ])
  func refusals(name: String, message: String) throws {
    let error = #expect(throws: SpecError.self) { try catalog.block(named: name) }
    #expect(error?.description == message)
  }
}
