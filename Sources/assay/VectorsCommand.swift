import ArgumentParser
import Conformance
import Descriptors
import Devices
import Specs

/// `assay vectors`: the cases that a device elsewhere is to answer.
struct VectorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vectors",
    abstract: "Write the cases that a device elsewhere is to answer.",
    usage: "assay vectors OPERATION [--level 1|2|exhaustive] [options] > cases",
    discussion: """
      A case a line: the operands and then the random word, if any, in hex of
      fixed width. The device answers a line each, whose last field is the
      result; with the case repeated before it, lines may come in any order.
      'assay judge' with the same options judges the answers.

      With --frames cases are raw streams of codes, little-endian, as 'assay
      apply' takes them. OPERATION is one on numbers: cast, add, sub, mul,
      div, sqrt, fma or faa.

      Examples:
        assay vectors cast --from float32 --to float8_e4m3fn > cases
        ./device < cases > answers
        assay judge cast --from float32 --to float8_e4m3fn < answers
      """)

  @Argument(help: ArgumentHelp("cast, add, sub, mul, div, sqrt, fma or faa."))
  var operation: String

  @OptionGroup var options: OperationOptions

  @OptionGroup var vectors: VectorOptions

  @Flag(help: "Write raw streams of codes, not lines.") var frames = false

  @OptionGroup var catalog: CatalogOptions

  func run() throws {
    let (vectors, _) = try vectors.vectors(operation, options, in: try catalog.catalog())
    let size: UInt64 = 1 << 14
    for first in stride(from: UInt64(0), to: vectors.count, by: Int(size)) {
      let count = Int(min(size, vectors.count - first))
      var batch = Batch(vectors.operation, count: count)
      for index in 0..<count {
        let (codes, word) = vectors[first + UInt64(index)]
        for (operand, code) in codes.enumerated() { batch.operands[operand][index] = code }
        if !batch.words.isEmpty { batch.words[index] = word }
      }
      let bytes =
        frames ? batch.frames(vectors.operation) : batch.lines(vectors.operation)
      try bytes.withUnsafeBytes { try Output.writeAll($0) }
    }
  }
}
