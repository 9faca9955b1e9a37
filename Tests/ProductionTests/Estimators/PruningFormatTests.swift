import Descriptors
import Production
import Testing

/// Formats whose values are integers in some unit, under every draw.
@Suite struct PruningFormatTests {
  /// A format, what reads its codes, and which codes to take.
  struct Case: CustomTestStringConvertible, Sendable {
    let format: FormatDescriptor
    let oracle: @Sendable (Int, BlockPruning.Draw) -> PruningOracle
    let mask: UInt64
    var testDescription: String { format.name }
  }

  static let cases = [
    Case(format: Sample.binary16, oracle: { PruningSample.oracle16($0, $1) }, mask: 0xFFFF),
    Case(format: Sample.e4m3fn, oracle: { PruningSample.oracleE4M3($0, $1) }, mask: 0xFF),
    Case(format: Sample.int8, oracle: { PruningSample.oracleInt8($0, $1) }, mask: 0xFF),
  ]

  @Test(arguments: cases, [(1, 2), (1, 4), (2, 4), (4, 8), (3, 4), (7, 24)])
  func fraction(_ one: Case, _ shape: (Int, Int)) throws {
    try compare(one, shape, .fraction, count: 2400 / shape.1)
  }

  @Test(arguments: cases, [(1, 4), (2, 4), (5, 8)])
  func integer(_ one: Case, _ shape: (Int, Int)) throws {
    try compare(one, shape, .integer, count: 150)
  }

  @Test(arguments: cases, [4, 8, 32])
  func quantised(_ one: Case, _ bits: Int) throws {
    try compare(one, (2, 4), .quantised(bits: bits), count: 150)
    try compare(one, (3, 8), .quantised(bits: bits), count: 80)
  }

  @Test(arguments: [(2, 4), (3, 8)])
  func quantisedBinary32(_ keep: Int, _ of: Int) throws {
    var source = PruningSource(state: 77)
    let oracle = PruningSample.oracle32(keep, .quantised(bits: 16))
    let blocks = (0..<220).map { source.block32(of, kind: $0 % PruningSource.kinds32) }
    let words = blocks.map { _ in [UInt32(truncatingIfNeeded: source.next())] }
    try PruningTests.compare(Sample.binary32, oracle, of: of, blocks: blocks, words: words)
  }

  private func compare(
    _ one: Case, _ shape: (Int, Int), _ draw: BlockPruning.Draw, count: Int
  ) throws {
    var source = PruningSource(state: UInt64(shape.0 * 64 + shape.1))
    let oracle = one.oracle(shape.0, draw)
    var blocks: [[UInt64]] = []
    var words: [[UInt32]] = []
    for index in 0..<count {
      blocks.append(
        (0..<shape.1).map { _ in
          switch index % 4 {
          case 0: source.next() & one.mask
          case 1: source.next() & one.mask & ~(one.mask / 4 + 1)
          case 2: source.next() % 3
          default: source.next() & 1 == 0 ? 0 : 0x31
          }
        })
      let word = UInt32(truncatingIfNeeded: source.next())
      words.append(
        draw == .integer ? [word, UInt32(truncatingIfNeeded: source.next() % 3)] : [word])
    }
    try PruningTests.compare(one.format, oracle, of: shape.1, blocks: blocks, words: words)
  }

  /// Over every number below the total the sums of the results are those of the operands, to the
  /// last bit.
  @Test(
    arguments: [
      [3, 255, 2, 252], [1, 2, 3, 10], [1, 4, 4, 8], [5, 5, 5, 5], [0, 1, 1, 0], [0, 7, 1, 1],
    ] as [[UInt64]])
  func allNumbersAreUnbiased(_ block: [UInt64]) throws {
    let pruning = try PruningTests.prepared(
      Sample.int8, PruningTests.pattern(2, 4), .integer,
      dialect: Dialect(rounding: .towardZero))
    let values = block.map { Int(Int8(truncatingIfNeeded: $0)) }
    // Doubled, so that half a total is an integer.
    let scaled = values.map { 2 * $0 }
    let total = scaled.map(abs).reduce(0, +)
    let largest = scaled.map(abs).max() ?? 0
    let period = max(2 * largest > total ? total - largest : total, 1)
    let words = (0..<UInt32(period)).flatMap { number -> [UInt32] in [number, 0] }
    let codes = Array(repeating: scaled.map { UInt64(UInt8(bitPattern: Int8($0))) }, count: period)
    let results = pruning.codes(codes.flatMap { $0 }, words: words).codes
    for index in 0..<4 {
      let sum = stride(from: index, to: results.count, by: 4).reduce(0) {
        $0 + Int(Int8(truncatingIfNeeded: results[$1]))
      }
      #expect(sum == period * scaled[index])
    }
  }

  /// Weights that are powers of two make exact values; then all words of B bits average out.
  @Test(arguments: [3, 5, 8])
  func allQuantaAreUnbiased(_ bits: Int) throws {
    let pruning = try PruningTests.prepared(
      Sample.binary32, PruningTests.pattern(2, 4), .quantised(bits: bits))
    let values: [Float] = [1, -2, 4, -1]
    let count = 1 << bits
    let codes = (0..<count).flatMap { _ in values.map { UInt64($0.bitPattern) } }
    let results = pruning.codes(codes, words: (0..<UInt32(count)).map { $0 | 0xABC0_0000 }).codes
    for index in 0..<4 {
      let sum = stride(from: index, to: results.count, by: 4).reduce(0.0) {
        $0 + Double(Float(bitPattern: UInt32(results[$1])))
      }
      #expect(sum == Double(count) * Double(values[index]))
    }
  }
}
