/// Why a block format, or values given for it, cannot be used, in one line.
public enum BlockCodecError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The operation neither encodes nor decodes blocks.
  case noBlocks
  /// A matrix has no elements.
  case size(rows: Int, columns: Int)
  /// A side is no multiple of the block's, and blocks must be whole.
  case ragged(side: String, length: Int, block: Int)
  /// A field of the block format contradicts another one or is beyond this module.
  case field(String, what: String, remedy: String)
  /// Another number of values than the matrix has.
  case count(field: String, got: Int, expected: Int)

  /// The reason as one line.
  public var description: String {
    switch self {
    case .noBlocks: "the operation has no blocks; give encodeBlock or decodeBlock"
    case .size(let rows, let columns):
      "a matrix of \(rows) rows and \(columns) columns has no elements; give at least 1 of each"
    case .ragged(let side, let length, let block):
      "\(length) \(side) are no multiple of \(block); pad the matrix or allow ragged blocks"
    case .field(let field, let what, let remedy): "\(field): \(what); \(remedy)"
    case .count(let field, let got, let expected): "\(field): \(got) values; give \(expected)"
    }
  }
}
