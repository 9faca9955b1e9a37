import Descriptors
import Production
import Specs
import Testing

/// Adders that align groups of products and add the groups without rounding.
@Suite("exact sums of aligned groups")
struct ExactGroupTests {
  private static let one: UInt64 = 0x3F80
  private static let large: UInt64 = 0x7180  // 2^100
  private static let small: UInt64 = 0x0D80  // 2^-100

  private func sum(_ x: [UInt64], terms: Int, chunk: Accumulator.Chunk? = nil) throws -> Float {
    let catalog = try Catalog.builtIn()
    let accumulator = Accumulator(
      name: "groups", sum: .exact,
      adder: .aligned(AlignedAdder(terms: terms, bits: 6, includesSum: false)), chunk: chunk,
      result: try catalog.format(named: "float32"))
    let dot = try PreparedDot(
      Operation(
        .dot(accumulator, length: x.count), format: try catalog.format(named: "bfloat16"),
        result: accumulator.result))
    let codes = (x + x.map { _ in Self.one }).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    var result = [UInt8](repeating: 0, count: 4)
    codes.withUnsafeBytes { codes in
      result.withUnsafeMutableBytes { dot.run(codes, words: .none, results: $0, cases: 1) }
    }
    return result.withUnsafeBytes { Float(bitPattern: $0.loadUnaligned(as: UInt32.self)) }
  }

  @Test("keep what 200 binades lie between")
  func wide() throws {
    let minus = Self.large | 0x8000
    #expect(try sum([Self.large, Self.small, minus], terms: 1) == 0x1p-100)
    #expect(try sum([Self.small, Self.large, Self.small, minus], terms: 1) == 0x1p-99)
    // Aligned with the large one, the small one is lost in its group.
    #expect(try sum([Self.large, Self.small, minus], terms: 2) == 0)
    let chunk = Accumulator.Chunk(length: 2, outer: .exact)
    #expect(try sum([Self.large, Self.small, minus], terms: 1, chunk: chunk) == 0x1p-100)
  }

  @Test("are refused where chunks of them are rounded afterwards")
  func rounded() throws {
    let outer = AccumulatorStage.format(
      try Catalog.builtIn().format(named: "float32"), Dialect())
    #expect(throws: AccumulationError.self) {
      _ = try sum([Self.one, Self.one], terms: 1, chunk: .init(length: 2, outer: outer))
    }
  }
}
