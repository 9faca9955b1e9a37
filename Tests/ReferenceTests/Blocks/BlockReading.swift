import Descriptors
import ExactArithmetic
import Reference
import Specs

/// An encoded matrix, run by run.
struct Encoded: Equatable {
  var elements: [UInt64]
  var zeroPoints: [UInt64] = []
  var scales: [UInt64]
  var matrix: UInt64?
  var flags: AnswerFlags = []
}

/// A block format of the catalogue, with elements of one format, for matrices of one size.
struct Blocks {
  let block: BlockFormat
  let encoder, decoder: BlockCodec
  let operand: NumberFormat

  init(
    _ name: String, from format: String = "float32", rows: Int = 1, columns: Int,
    ragged: MaskRule.RaggedRule = .atMost, changing change: (inout BlockFormat) -> Void = { _ in }
  ) throws {
    let catalog = try Catalog.builtIn()
    var block = try catalog.block(named: name)
    change(&block)
    let number = try catalog.format(named: format)
    self.block = block
    encoder = try BlockCodec(
      Operation(
        .encodeBlock(block, rows: rows, columns: columns, ragged: ragged), format: number))
    decoder = try BlockCodec(
      Operation(
        .decodeBlock(block, rows: rows, columns: columns, ragged: ragged), format: number))
    operand = NumberFormat(number)
  }

  /// The codes of a matrix of data.
  func encode(_ data: [Datum]) -> Encoded {
    let (results, flags) = encoder(data.map { operand.encode($0) })
    var rest = results[...]
    func take(_ count: Int) -> [UInt64] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    let blocks = block.blockCount(rows: encoder.rows, columns: encoder.columns)
    let elements = take(encoder.rows * encoder.columns)
    let zeros = take(block.hasZeroPoints ? blocks : 0)
    return Encoded(
      elements: elements, zeroPoints: zeros, scales: take(blocks), matrix: rest.first, flags: flags)
  }

  /// What a matrix of data becomes when it is encoded and decoded.
  func roundTrip(_ data: [Datum]) -> [Datum] {
    decoder.values(encoder(data.map { operand.encode($0) }).results)
  }
}

/// Numbers as data.
func data(_ numbers: Rational...) -> [Datum] { numbers.map { .finite($0) } }
