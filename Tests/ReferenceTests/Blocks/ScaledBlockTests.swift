import Descriptors
import ExactArithmetic
import Reference
import Testing

@Suite("blocks under one scale")
struct ScaledBlockTests {
  /// 957 into E4M3 (max 448, emax 8): 957 / 2 = 478.5 is beyond 464 and becomes 448; 957 / 4 lies
  /// next to 240, 957 / 1024 next to 15/16.
  @Test(
    "957 in E4M3 under each scale rule",
    arguments: [
      ("mxfp8_e4m3", 128, 896, true), ("mxfp8_e4m3-ceil", 129, 960, false),
      ("mxfp8_e4m3-even", 128, 896, true), ("mxfp8_e4m3-rceil", 129, 960, false),
      ("mxfp8_e4m3-amax-over-max", 128, 896, true), ("mxfp8_e4m3-amax", 137, 960, false),
      ("mxfp8_e4m3-four-over-six", 129, 960, false),
    ])
  func rules(_ name: String, scale: UInt64, value: Int, overflows: Bool) throws {
    let blocks = try Blocks(name, columns: 2)
    let encoded = blocks.encode(data(-957, 0))
    #expect(encoded.scales == [scale])
    #expect(encoded.flags == (overflows ? .overflowed : []))
    #expect(blocks.roundTrip(data(-957, 0)) == data(Rational(-value), 0))
  }

  @Test("rules part at their thresholds, and nowhere else")
  func thresholds() throws {
    func scale(_ name: String, _ amax: Rational) throws -> UInt64 {
      try Blocks(name, columns: 1).encode(data(amax)).scales[0]
    }
    // even: 2^9 (2 - 2^-4) = 992 for E4M3; 2^2 (2 - 2^-2) = 7 for E2M1; 2 - 2^-7 for s2f6.
    #expect(try scale("mxfp8_e4m3-even", 991) == 128)
    #expect(try scale("mxfp8_e4m3-even", 992) == 129)
    #expect(try scale("mxfp4_e2m1-even", Rational(13, over: 2)) == 127)
    #expect(try scale("mxfp4_e2m1-even", 7) == 128)
    #expect(try scale("mxint8-even", Rational(2) - .powerOfTwo(-7)) == 128)
    #expect(try scale("mxint8-even", Rational(2) - .powerOfTwo(-6)) == 127)
    // rceil: up to max itself the scale stays.
    #expect(try scale("mxfp8_e4m3-rceil", 448) == 127)
    #expect(try scale("mxfp8_e4m3-rceil", Rational(449)) == 128)
    #expect(try scale("mxfp4_e2m1-rceil", 6) == 127)
    // ceil: powers of two are their own ceiling.
    #expect(try scale("mxfp8_e4m3-ceil", 256) == 127)
    #expect(try scale("mxfp8_e4m3-ceil", 257) == 128)
    #expect(try scale("mxfp8_e4m3", 511) == 127)
    #expect(try scale("mxfp8_e4m3", 512) == 128)
    // amax-over-max in E8M0: 1.5 * 448 = 672 is a tie, whose even significand is that of 2.
    #expect(try scale("mxfp8_e4m3-amax-over-max", 671) == 127)
    #expect(try scale("mxfp8_e4m3-amax-over-max", 672) == 128)
  }

  @Test("zeros keep their sign, and their scale is the smallest or one")
  func zeros() throws {
    let zeros: [Datum] = [.finite(0), .negativeZero]
    #expect(
      try Blocks("mxfp8_e4m3", columns: 2).encode(zeros)
        == Encoded(elements: [0, 0x80], scales: [0]))
    #expect(
      try Blocks("mxfp8_e4m3", columns: 2, changing: { $0.emptyScale = .one }).encode(zeros)
        == Encoded(elements: [0, 0x80], scales: [127]))
    #expect(
      try Blocks("int4-g128-bfloat16", columns: 2).encode(zeros)
        == Encoded(elements: [0, 0], scales: [0x3F80]))
  }

  @Test("a NaN or an infinity spoils its block alone")
  func nonFinite() throws {
    let row: [Datum] = Array(repeating: .finite(1), count: 32) + [.infinity(negative: true), .nan]
    let encoded = try Blocks("mxfp8_e4m3", columns: 34).encode(row)
    #expect(encoded.elements == Array(repeating: 0x78, count: 32) + [0, 0])
    #expect(encoded.scales == [119, 0xFF])
    #expect(encoded.flags == .nonFinite)
    // By element: the scale looks at what is finite, the rest goes by the dialect.
    let kept = try Blocks("mxfp8_e5m2", columns: 3, changing: { $0.nonFinite = .element })
    let some: [Datum] = [.finite(1), .infinity(negative: true), .nan]
    #expect(
      kept.encode(some) == Encoded(elements: [0x78, 0xFB, 0x7E], scales: [112], flags: .nonFinite))
  }

  @Test("exponents stop at both ends of the scale format")
  func ends() throws {
    let tiny = try Blocks("mxfp8_e4m3", columns: 2)
    // 2^-149 would need 2^-157; under 2^-127 it is 2^-22, far below the least element 2^-9.
    #expect(
      tiny.encode(data(.powerOfTwo(-149), 0)) == Encoded(elements: [0, 0], scales: [0]))
    // 2^-136 / 2^-127 is that least element.
    #expect(
      tiny.encode(data(.powerOfTwo(-136), 0)) == Encoded(elements: [1, 0], scales: [0]))
    // 2^-119 is the first amax whose scale is not clamped: it becomes 2^8.
    #expect(
      tiny.encode(data(.powerOfTwo(-119), 0)) == Encoded(elements: [0x78, 0], scales: [0]))
    let huge = try Blocks("mxfp4_e2m1", from: "float64", columns: 2)
    #expect(
      huge.encode(data(.powerOfTwo(200), 0))
        == Encoded(elements: [7, 0], scales: [254], flags: .overflowed))
    #expect(
      huge.encode(data(.powerOfTwo(129), 0)) == Encoded(elements: [6, 0], scales: [254]))
  }

  @Test("four-over-six takes the smaller error, the first of equals")
  func fourOverSix() throws {
    let scale = try format("float8_e4m3fn").descriptor
    let blocks = try Blocks(
      "mxfp4_e2m1-four-over-six", columns: 2,
      changing: {
        $0.scale = scale
        $0.scaleDialect = Dialect(overflow: .satFinite)
      })
    // By 2: 12 is 6, 10 is the tie 5 and becomes 4. By 3: 12 is 4, 10 becomes 3.
    #expect(blocks.encode(data(12, 10)) == Encoded(elements: [6, 5], scales: [0x44]))
    #expect(blocks.encode(data(12, 0)) == Encoded(elements: [7, 0], scales: [0x40]))
    let trace = blocks.encoder.trace(data(12, 10))
    #expect(trace.blocks[0].attempts.map(\.error) == [4, 1])
    #expect(trace.blocks[0].elements[1].place?.low == 3)
    #expect(trace.blocks[0].elements[1].quotient == .finite(Rational(10, over: 3)))
  }

  @Test("a zero scale gives zeros, an infinite one signs, a NaN one NaN (IEEE P3109)")
  func p3109() throws {
    let codec = try Blocks("p3109-32-Binary8p1uf-Binary8p4se", columns: 3)
    // 5 is nearer to 4 than to 8.
    let encoded = codec.encode(data(5, -2, 0))
    #expect(codec.encoder.scale.decode(encoded.scales[0]) == .finite(4))
    #expect(codec.roundTrip(data(5, -2, 0)) == data(5, -2, 0))

    func change(_ rule: OverflowRule) throws -> Blocks {
      try Blocks(
        "p3109-32-Binary4p2ue-Binary8p4se", columns: 4,
        changing: {
          $0.scaleDialect.overflow = rule
          $0.nonFinite = .element
        })
    }
    let infinite = try change(.satNone)
    let large: [Datum] = [.finite(1_000_000), .finite(-3), .finite(0), .infinity(negative: true)]
    let signs = infinite.encode(large)
    #expect(infinite.encoder.scale.decode(signs.scales[0]) == .infinity(negative: false))
    #expect(
      signs.elements.map { infinite.encoder.element.decode($0) } == data(1, -1, 0, -1))
    #expect(signs.flags == [.nonFinite, .overflowed])
    let small: [Datum] = [
      .finite(.powerOfTwo(-40)), .finite(-.powerOfTwo(-41)), .negativeZero, .nan,
    ]
    let zeros = infinite.encode(small)
    #expect(infinite.encoder.scale.decode(zeros.scales[0]) == .finite(0))
    #expect(
      zeros.elements.map { infinite.encoder.element.decode($0) }
        == data(0, 0, 0) + [.nan])
  }

  @Test("blocks are cut by shape: columns, tiles, edges")
  func shapes() throws {
    let columns = try Blocks("mxfp4_e2m1-2x1", rows: 4, columns: 2)
    #expect(
      columns.encode(data(1, 8, 2, 4, 16, 1, 4, 2))
        == Encoded(elements: [4, 6, 6, 4, 6, 4, 2, 6], scales: [126, 128, 129, 126]))
    let tiles = try Blocks("mxfp4_e2m1-16x16", rows: 17, columns: 18)
    var matrix = [Datum](repeating: .finite(4), count: 17 * 18)
    matrix[16 * 18 + 17] = .finite(64)
    matrix[16 * 18 + 16] = .finite(8)
    matrix[15 * 18 + 15] = .finite(16)
    let encoded = tiles.encode(matrix)
    #expect(encoded.scales == [129, 127, 127, 131])
    #expect(encoded.elements[0] == 2)
    #expect(encoded.elements[16 * 18 + 17] == 6)
    #expect(tiles.roundTrip(matrix) == matrix)
  }
}
