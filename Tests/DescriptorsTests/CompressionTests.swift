import Descriptors
import Testing

@Suite("compressions")
struct CompressionTests {
  @Test("layouts of hardware belong to one pattern")
  func layouts() throws {
    let twoOfFour = try #require(BlockPattern(named: "2:4"))
    let oneOfTwo = try #require(BlockPattern(named: "1:2"))
    #expect(Compression(twoOfFour, layout: .mmaSp)?.name == "2:4/mma-sp")
    #expect(Compression(twoOfFour, layout: .mmaSpTF32) == nil)
    #expect(Compression(oneOfTwo, layout: .mmaSpTF32)?.elements == 4)
    #expect(Compression(oneOfTwo, layout: .mmaSp) == nil)
  }

  @Test("a place has as many bits as the largest one needs, and takes a byte")
  func places() throws {
    let format = FormatDescriptor(
      name: "int8", bits: 8, encoding: .fixedPoint(FixedPointLayout(signed: true)))
    for (name, bits) in [("1:1", 1), ("1:2", 1), ("2:4", 2), ("2:5", 3), ("4:8", 3), ("9:64", 6)] {
      let compression = try #require(BlockPattern(named: name).flatMap { Compression($0) })
      let operation = Operation(.compress(compression), format: format)
      let run = try #require(operation.resultRuns.last)
      #expect(run.bits == bits && run.bytes == 1, "\(name)")
      #expect(run.count == compression.pattern.keep)
      #expect(operation.name == "compress/\(name)/int8")
      #expect(operation.wordCount == 0)
      let back = Operation(.expand(compression), format: format)
      #expect(back.operandRuns == operation.resultRuns)
      #expect(back.resultRuns == operation.operandRuns)
    }
  }
}
