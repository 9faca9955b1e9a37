import Descriptors
import Production
import Specs
import Testing

/// The vector loops for blocks against exact integers, bit for bit.
@Suite struct BlockKernelTests {
  static let names = [
    "mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e2m3", "mxfp6_e3m2", "mxfp4_e2m1", "mxint8",
    "mxfp4_e2m1-ceil", "mxfp4_e2m1-even", "mxfp4_e2m1-rceil", "mxfp8_e4m3-rceil",
    "mxfp8_e5m2-even", "mxint8-ceil", "mxint8-rceil", "mxint8-even", "mxfp4_e2m1-1x5",
    "nvfp4", "nvfp4-division", "nvfp4-1x7",
  ]

  /// Blocks of 32: random ones of one binade or many, then one per special largest magnitude.
  static func values(_ count: Int, seed: UInt64) -> [Float] {
    let words = Philox.words(seed: seed, offset: 0, stream: 0, count: count)
    var edges: [UInt32] = [0, 1, 2, 3, 0x7f_fffe, 0x7f_ffff, 0x7f80_0000, 0xffc0_0001]
    for field: UInt32 in [0, 1, 2, 3, 4, 120, 126, 127, 128, 252, 253, 254] {
      // 1, 1.5, 1.75, 1.875, 1.9375, 1.984375 and the ends, with their neighbours.
      for mark: UInt32 in [
        1, 1 << 22, 3 << 21, 7 << 20, 15 << 19, 31 << 18, 63 << 17, 127 << 16, 0x7f_fffe,
      ] {
        edges += [mark - 1, mark, mark + 1].map { field << 23 | $0 }
      }
    }
    return words.enumerated().map { index, word in
      let block = index / 32
      let kind = block % 8
      let sign = word & 1 << 31
      if kind == 0 { return Float(bitPattern: sign) }
      if kind == 1 { return Float(bitPattern: word) }
      let edge = edges[(block * 37 + Int(seed) * 128) % edges.count]
      if index % 32 == Int(words[block] % 32) { return Float(bitPattern: edge | sign) }
      // Others lie up to 12 binades below the edge.
      let field = edge & 0x7f80_0000
      let below = (word >> 20 & 15) << 23
      let smaller = field > below + 1 << 23 ? field - below - 1 << 23 : 0
      return Float(bitPattern: sign | smaller | (kind == 2 ? word & 0x70_0000 : word & 0x7f_ffff))
    }
  }

  static func operation(_ name: String, _ rows: Int, _ columns: Int) throws -> Operation {
    let catalog = try Catalog.builtIn()
    return Operation(
      .encodeBlock(
        try catalog.block(named: name), rows: rows, columns: columns, ragged: .atMost),
      format: try catalog.format(named: "float32"))
  }

  static func run(_ codec: PreparedBlockCodec, _ values: [Float]) -> [UInt8] {
    var results = [UInt8](repeating: 0xa5, count: codec.resultBytes)
    values.withUnsafeBytes { x in
      results.withUnsafeMutableBytes { codec.run(x, results: $0, cases: 1) }
    }
    return results
  }

  @Test(arguments: names, [(1, 4096 + 20), (40, 96), (7, 37)])
  func agreesWithExactIntegers(name: String, size: (Int, Int)) throws {
    let operation = try Self.operation(name, size.0, size.1)
    let exact = try PreparedBlockCodec(operation, exactOnly: true)
    for seed: UInt64 in 1...6 {
      var values = Self.values(size.0 * size.1, seed: seed)
      // A matrix without the largest numbers has other scales.
      if seed.isMultiple(of: 2) { values = values.map { abs($0) > 0x1p20 ? $0 * 0x1p-100 : $0 } }
      let expected = Self.run(exact, values)
      for level in InstructionLevel.available {
        let codec = try PreparedBlockCodec(operation, level: level)
        #expect(codec.hasKernel)
        #expect(Self.run(codec, values) == expected)
      }
    }
  }

  /// Every float32 rounding decides here: the values are ties of E2M1 times the scales of blocks.
  @Test(arguments: ["nvfp4", "nvfp4-division"])
  func tiesUnderTwoLevels(name: String) throws {
    let ties: [Float] = [6, 0.25, 0.75, 1.25, 1.75, 2.5, 3.5, 5, -0.25, -0.75, -1.25, -1.75]
    let scales = (0..<256).map {
      Float(8 + $0 % 8) * Float(sign: .plus, exponent: $0 / 8 % 6 - 3, significand: 1)
    }
    // 2688 = 448 x 6 makes the scale of the matrix 1, 1000 does not.
    for first: Float in [2688, 1000] {
      var values = scales.flatMap { scale in (0..<16).map { ties[$0 % 12] * scale } }
      values[0] = first
      let operation = try Self.operation(name, 1, values.count)
      let expected = Self.run(try PreparedBlockCodec(operation, exactOnly: true), values)
      for level in InstructionLevel.available {
        #expect(Self.run(try PreparedBlockCodec(operation, level: level), values) == expected)
      }
    }
  }

  @Test(arguments: ["mxfp4_e2m1", "nvfp4"], [(1, 9000), (150, 37)])
  func tasksGiveTheSameBits(name: String, size: (Int, Int)) async throws {
    let codec = try PreparedBlockCodec(Self.operation(name, size.0, size.1))
    let values = Self.values(size.0 * size.1, seed: 3)
    let expected = Self.run(codec, values)
    for tasks in [1, 2, 3, 7] {
      #expect(await codec.encode(values, tasks: tasks) == expected)
    }
  }

  @Test func onlyWhatTheLoopsCoverTakesThem() throws {
    for name in ["nvfp4-exact", "nvfp4-four-over-six", "w4a8", "mxfp4_e2m1-2x16"] {
      #expect(try !PreparedBlockCodec(Self.operation(name, 4, 32)).hasKernel)
    }
  }
}
