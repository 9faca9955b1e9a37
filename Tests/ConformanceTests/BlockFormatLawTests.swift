import Conformance
import Descriptors
import Harness
import Specs
import Testing

@Suite("laws about block formats")
struct BlockFormatLawTests {
  static let names = [
    "mxfp8_e4m3", "mxfp8_e5m2-ceil", "mxfp6_e2m3-even", "mxfp6_e3m2-rceil", "mxfp4_e2m1",
    "mxfp4_e2m1-four-over-six", "mxfp4_e2m1-amax-over-max", "mxint8", "nvfp4", "nvfp4-division",
    "nvfp4-exact", "nvfp4-four-over-six", "p3109-32-Binary8p1uf-Binary8p4se",
    "int4-g128-bfloat16", "uint4-g128-bfloat16", "w4a8",
  ]

  @Test("hold for the reference", arguments: names)
  func hold(_ name: String) async throws {
    for law in BlockFormatLaws.all(for: try Catalog.builtIn().block(named: name)) {
      let result = await Search(.sampled(count: 40, seed: 1)).run(law)
      #expect(result.verdict.conforms, "\(law.id): \(result.verdict)")
    }
  }

  @Test("of dual scales hold, each to its end")
  func dual() async {
    for law in DualScaleLaws.all() {
      let result = await Search(.exhaustiveUpTo(1 << 14, orSampled: 500, seed: 1)).run(law)
      #expect(result.verdict.conforms, "\(law.id): \(result.verdict)")
    }
  }

  @Test("of dual scales are refuted without the range, with one bit less, for one code more")
  func dualRefuted() async {
    let wrong = DualDefinitions(
      protective: { largest, _ in largest }, trailingBits: 2, recovered: 9)
    for law in DualScaleLaws.all(wrong) {
      let result = await Search(.exhaustiveUpTo(1 << 14, orSampled: 3000, seed: 1)).run(law)
      #expect(result.verdict.counterexample != nil, "\(law.id)")
    }
  }

  /// A block format, the laws that refute a maker of other codes, and that maker.
  static let faults: [(name: String, laws: Set<String>, change: @Sendable ([UInt64]) -> [UInt64])] =
    [
      // Each scale twice as large.
      (
        "mxfp8_e4m3", ["scale-in-its-window", "encoding-again", "elements-nearest"],
        { codes in codes.enumerated().map { $0 < 12 ? $1 : $1 + 1 } }
      ),
      // The first element away from zero by one code.
      (
        "mxfp4_e2m1", ["elements-nearest", "monotone"],
        { codes in codes.enumerated().map { $0 == 0 ? ($1 ^ 3) & 0xF : $1 } }
      ),
      // Elements without their sign.
      (
        "mxfp6_e2m3-even", ["sign", "monotone"],
        { codes in codes.enumerated().map { $0 < 12 ? $1 & 0x1F : $1 } }
      ),
      // The scales in the order of their size.
      (
        "nvfp4", ["order-does-not-matter", "neighbours-do-not-matter"],
        { codes in Array(codes[..<12] + codes[12..<15].sorted() + codes[15...]) }
      ),
      // The scale next to the nearest.
      (
        "int4-g128-bfloat16", ["scale-nearest"],
        { codes in codes.enumerated().map { $0 < 12 ? $1 : $1 + 1 } }
      ),
      // One scale whatever the matrix is.
      (
        "nvfp4-exact", ["powers-of-two"],
        { codes in Array(codes.dropLast()) + [0x3F80_0000] }
      ),
      // All elements 1 and their scale 0.
      (
        "nvfp4-four-over-six", ["never-worse-than-one-scale"],
        { codes in codes.enumerated().map { (12..<15).contains($0) ? 0 : $1 } }
      ),
    ]

  @Test("each is refuted by an encoder that is wrong in its way", arguments: faults.indices)
  func refute(_ index: Int) async throws {
    let fault = Self.faults[index]
    let maker: BlockMaker = { operation in
      guard case .encodeBlock(let block, _, _, _) = operation.function,
        // The plain format that a law compares with stays right.
        block.scheme == (try? Catalog.builtIn().block(named: fault.name))?.scheme
      else { return BlockFormatLaws.reference(operation) }
      let right = BlockFormatLaws.reference(operation)
      return { fault.change(right($0)) }
    }
    var refuted: Set<String> = []
    let format = try Catalog.builtIn().block(named: fault.name)
    for law in BlockFormatLaws.all(for: format, judging: maker) {
      guard let own = law.id.split(separator: "/").last.map(String.init), fault.laws.contains(own)
      else { continue }
      let result = await Search(.sampled(count: 300, seed: 1)).run(law)
      if result.verdict.counterexample != nil { refuted.insert(own) }
    }
    #expect(refuted == fault.laws)
  }

  @Test("ids are unique and begin with the format's name")
  func ids() throws {
    let catalog = try Catalog.builtIn()
    let laws = BlockFormatLaws.all(
      for: try Self.names.map { name throws in try catalog.block(named: name) })
    #expect(Set(laws.map(\.id)).count == laws.count)
    #expect(laws.allSatisfy { $0.id.hasPrefix("block/") })
  }
}
