import Descriptors
import Specs
import Testing

/// A user's own accumulators and block formats, and what is wrong with them.
@Suite struct SumEntryTests {
  private func added(_ text: String) throws -> Catalog {
    var catalog = try Catalog.builtIn()
    try catalog.add(specification: text, file: "my.yaml")
    return catalog
  }

  private static let head =
    "accumulators:\n  - name: mine\n    source: us\n    page: accumulators\n"
  private static let blockHead = "blocks:\n  - name: mine\n    source: us\n    page: blocks\n"

  @Test func everyFieldIsRead() throws {
    let catalog = try added(
      Self.head + """
            product: {format: {name: e6m9, exponent: 6, significand: 9}, dialect: ocp-saturating, rounding: down}
            sum: {significand: 5, exponent: 4, bias: 7, rounding: to-odd, flushes: false, saturates: false}
            adder: {terms: 4, bits: 24, rounding: nearest-even, includes-sum: false, exponent: value}
            order: odd-first
            chunk: {length: 12, outer: exact}
            flushes-operands: true
            result: bf16
            hypothesis: true
            note: A note.
        """)
    let entry = try #require(catalog.accumulators.last)
    #expect(entry.isHypothesis && entry.note == "A note.")
    let accumulator = entry.accumulator
    guard case .format(let format, let dialect) = accumulator.product else {
      Issue.record("no format")
      return
    }
    #expect(format.name == "e6m9" && dialect.overflow == .satFinite && dialect.rounding == .down)
    #expect(
      accumulator.sum
        == .grid(
          FloatGrid(
            significandBits: 5, exponentBits: 4, bias: 7, rounding: .toOdd, flushes: false,
            saturates: false)))
    #expect(
      accumulator.adder
        == .aligned(
          AlignedAdder(
            terms: 4, bits: 24, rounding: .toNearestOrEven, includesSum: false, exponent: .value)))
    #expect(accumulator.order == .oddFirst)
    #expect(accumulator.chunk == Accumulator.Chunk(length: 12, outer: .exact))
    #expect(accumulator.flushesOperands && accumulator.result.name == "bfloat16")
    #expect(try catalog.accumulator(named: "MINE-chunk-3").chunk?.outer == .exact)
  }

  @Test func ordersAreRead() throws {
    for (text, order) in [
      ("sequential", Accumulator.Order.sequential), ("pairwise", .pairwise),
      ("{permuted: 7}", .permuted(seed: 7)), ("{lanes: 4}", .lanes(4, .halves)),
      ("{lanes: 3, combination: sequential}", .lanes(3, .sequential)),
      ("{lanes: 8, combination: neighbours}", .lanes(8, .neighbours)),
    ] {
      let catalog = try added(
        Self.head + "    sum: float32\n    result: float32\n    order: \(text)\n")
      #expect(catalog.accumulators.last?.accumulator.order == order)
    }
  }

  @Test func blocksAreRead() throws {
    let catalog = try added(
      Self.blockHead + """
            shape: 4x8
            element: {format: int6, overflow: sat-finite}
            scale: float16
            scheme: four-over-six
            non-finite: element
            empty-scale: one
            packing: high-first
        """)
    let block = try #require(catalog.blocks.last?.block)
    #expect(block.shape == BlockFormat.Shape(rows: 4, columns: 8))
    #expect(block.scheme == .scaled(.fourOverSix) && block.nonFinite == .element)
    #expect(block.emptyScale == .one && block.packing == .highFirst)
    #expect(try catalog.block(named: "mine-2x2").shape == BlockFormat.Shape(rows: 2, columns: 2))
  }

  @Test(arguments: [
    ("", "2:5: accumulator 'mine' lacks 'sum'; name a format, give it a dialect, or write a grid"),
    ("sum: float32", "2:5: accumulator 'mine' lacks 'result'; name the format of its results"),
    (
      "sum: float23",
      "5:10: unknown format 'float23'; nearest: float32, float64, float16; "
        + "'assay list formats' shows all"
    ),
    (
      "sum: {format: float32, dialect: ieee}",
      "5:37: unknown dialect 'ieee'; 'assay list dialects' shows all"
    ),
    (
      "sum: {format: float32, rounding: stochastic-8}",
      "5:38: 'sum' of accumulator 'mine': 'stochastic-8' needs a random word, and there is none "
        + "here; use one of nearest-even, nearest-away, nearest-zero, toward-zero, up, down, to-odd"
    ),
    (
      "sum: {significand: 5, exponent: 12, bias: 1}",
      "5:37: 'sum' of accumulator 'mine': 'exponent' is 12; use an integer from 1 to 11"
    ),
    (
      "sum: {significand: 5, exponent: 4}",
      "5:10: 'sum' of accumulator 'mine' lacks 'bias'; add 'bias', an integer from -4096 to 4096"
    ),
    (
      "sum: float32\n    result: float32\n    chunk: 0",
      "7:12: accumulator 'mine': 'chunk' is 0; use an integer from 1 to 1048576"
    ),
    (
      "sum: float32\n    result: float32\n    adder: kahan",
      "7:12: accumulator 'mine': 'adder' cannot be 'kahan'; use serial, compensated, or "
        + "{terms: N, bits: N} for one that aligns"
    ),
    (
      "sum: float32\n    result: float32\n    order: reversed",
      "7:12: accumulator 'mine': 'order' cannot be 'reversed'; use sequential, odd-first, "
        + "pairwise, {lanes: N} or {permuted: SEED}"
    ),
    (
      "sum: float32\n    result: float32\n    order: {lanes: 6}",
      "7:12: accumulator 'mine': 6 lanes have no 'halves'; "
        + "take a power of two, or 'combination: sequential'"
    ),
    (
      "sum: float32\n    result: float32\n    order: {permuted: -1}",
      "7:23: 'order' of accumulator 'mine': 'permuted' must be a seed, not '-1'; "
        + "use an integer from 0 to 2^64 - 1"
    ),
    (
      "sum: float32\n    result: float32\n    order: {permuted: 1, lanes: 2}",
      "7:23: 'order' of accumulator 'mine': 'permuted' and 'lanes' are two orders; "
        + "keep one of them"
    ),
    (
      "sum: float32\n    result: float32\n    adder: {terms: 4, bits: 8}\n    order: pairwise",
      "8:12: accumulator 'mine': an adder that aligns takes its terms one group after the other; "
        + "use sequential, odd-first or {permuted: SEED}"
    ),
    (
      "sum: float32\n    result: float32\n    adder: compensated\n    order: pairwise",
      "8:12: accumulator 'mine': a pairwise order has no running sum to compensate; "
        + "use another order or adder"
    ),
    (
      "sum: float32\n    result: float32\n    adder: compensated\n    nan: x86",
      "8:10: accumulator 'mine': 'nan: x86' needs a serial adder; remove 'nan' or 'adder'"
    ),
    (
      "sum: float32\n    result: float32\n    chunks: 4",
      "7:5: unknown key 'chunks' in accumulator 'mine'; did you mean 'chunk'?"
    ),
  ])
  func refusedAccumulators(fields: String, message: String) throws {
    let error = #expect(throws: SpecError.self) { try added(Self.head + "    \(fields)\n") }
    #expect(error?.description == "my.yaml:" + message)
  }

  @Test(arguments: [
    (
      "",
      "2:5: block format 'mine' lacks 'scheme'; use one of floor, ceil, even, rceil, "
        + "amax-over-max, amax, four-over-six, two-level, zero-point, dual"
    ),
    (
      "scheme: flor",
      "5:13: block format 'mine': 'scheme' cannot be 'flor'; use one of floor, ceil, even, rceil, "
        + "amax-over-max, amax, four-over-six, two-level, zero-point, dual"
    ),
    ("scheme: floor", "2:5: block format 'mine' lacks 'element'; name its format"),
    (
      "scheme: floor\n    element: int4\n    scale: float16\n    shape: 0x4",
      "8:12: block format 'mine': 'shape' cannot be '0x4'; "
        + "write rows and columns from 1 to 4096, as 1x32"
    ),
    (
      "scheme: floor\n    matrix-scale: float32",
      "6:5: unknown key 'matrix-scale' in block format 'mine'; known are name, shape, element, "
        + "scale, scheme, non-finite, empty-scale, packing, source, page, note"
    ),
    (
      "scheme: two-level",
      "2:5: block format 'mine' lacks 'matrix-scale'; name the format of the scale of the matrix"
    ),
    (
      "scheme: dual",
      "2:5: block format 'mine' lacks 'intermediate'; name the format that elements decode into"
    ),
    (
      "scheme: zero-point\n    shape: 1x4\n    element: int4\n    scale: float16",
      "2:5: block format 'mine': zero points need unsigned integers, not int4; "
        + "take an element such as uint4"
    ),
    (
      "scheme: floor\n    shape: 1x4\n    element: {format: int4, rounding: stochastic-2}\n"
        + "    scale: float16",
      "7:39: 'element' of block format 'mine': 'stochastic-2' needs a random word, and there is "
        + "none here; use one of nearest-even, nearest-away, nearest-zero, toward-zero, up, down, "
        + "to-odd"
    ),
  ])
  func refusedBlocks(fields: String, message: String) throws {
    let error = #expect(throws: SpecError.self) { try added(Self.blockHead + "    \(fields)\n") }
    #expect(error?.description == "my.yaml:" + message)
  }

  @Test(arguments: [
    ("accumulators", "name: Float32\n    sum: float16\n    result: float32", "accumulator"),
    ("accumulators", "name: float16-lanes-4\n    sum: float32\n    result: float32", "accumulator"),
    (
      "blocks",
      "name: mxfp4_e2m1-ceil\n    scheme: floor\n    shape: 1x4\n    element: int4\n"
        + "    scale: float16", "block format"
    ),
  ])
  func namesAreTaken(kind: String, fields: String, noun: String) throws {
    let text = "\(kind):\n  - \(fields)\n    source: us\n    page: some\n"
    let error = #expect(throws: SpecError.self) { try added(text) }
    #expect(error?.description.contains("\(noun) '") == true)
    #expect(error?.description.hasSuffix("' is there already; choose another name") == true)
  }
}
