import Descriptors
import Production
import Specs
import Testing

@Suite("sums by vector loops")
struct DotKernelTests {
  /// Accumulators with a loop of each kind.
  static let names = [
    "fmaq-m7e4-12-10", "fmaq-m7e4-12-10-nearest-even", "fmaq-m10e5-16-16",
    "fmaq-m7e4-12-10-no-underflow", "float32", "float32-unfused", "float32-chunk-128",
    "float32-permuted-1", "x86-vdpbf16ps",
  ]

  @Test("equal the integer path, at every level", arguments: names)
  func sums(_ name: String) throws {
    let catalog = try Catalog.builtIn()
    let accumulator = try catalog.accumulator(named: name)
    for (formatName, length) in [("float8_e4m3fn", 37), ("float8_e5m2", 5), ("bfloat16", 19)] {
      let format = try catalog.format(named: formatName)
      let operation = BlockOperation(
        .dot(accumulator, length: length), format: format, result: accumulator.result)
      let cases = 131
      let codes = RandomWords.bytes(cases * 2 * length * format.streamBytes)
      let expected = try results(operation, codes, cases, .scalar, exactOnly: true)
      for level in InstructionLevel.available {
        #expect(try results(operation, codes, cases, level, exactOnly: false) == expected)
      }
    }
  }

  private func results(
    _ operation: BlockOperation, _ codes: [UInt8], _ cases: Int, _ level: InstructionLevel,
    exactOnly: Bool
  ) throws -> [UInt8] {
    let prepared = try PreparedDot(operation, level: level, exactOnly: exactOnly)
    var results = [UInt8](repeating: 0, count: cases * operation.resultBytes)
    codes.withUnsafeBytes { source in
      results.withUnsafeMutableBytes { prepared.run(source, results: $0, cases: cases) }
    }
    return results
  }

  @Test("products of matrices are their sums, whatever the tasks")
  func products() async throws {
    let catalog = try Catalog.builtIn()
    let accumulator = try catalog.accumulator(named: "fmaq-m7e4-12-10")
    let format = try catalog.format(named: "float8_e4m3fn")
    let (rows, columns, depth) = (9, 70, 33)
    let x = RandomWords.bytes(rows * depth)
    let w = RandomWords.bytes(columns * depth, seed: 7)
    let exact = try PreparedProduct(
      accumulator, format: format, rows: rows, columns: columns, depth: depth, exactOnly: true)
    let fast = try PreparedProduct(
      accumulator, format: format, rows: rows, columns: columns, depth: depth)
    #expect(fast.hasKernel && !exact.hasKernel)
    let expected = try await exact(x: x, w: w)
    for tasks in [1, 2, 3, 7] {
      #expect(try await fast(x: x, w: w, tasks: tasks) == expected)
    }
    await #expect(throws: AccumulationError.shape("w", got: 3, expected: columns * depth)) {
      _ = try await fast(x: x, w: [1, 2, 3])
    }
  }
}

extension RandomWords {
  /// Bytes from a seed.
  fileprivate static func bytes(_ count: Int, seed: UInt64 = 3) -> [UInt8] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 40)
    }
  }
}
