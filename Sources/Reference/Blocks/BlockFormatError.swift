/// Why a block format, or an operation on it, has no meaning.
public enum BlockFormatError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The operation neither encodes nor decodes blocks.
  case noBlocks
  /// The matrix has fewer than one row or column.
  case size(rows: Int, columns: Int)
  /// The rows, or the columns, are no multiple of the block and blocks must be whole.
  case ragged(side: Side, length: Int, block: Int)
  /// A field of the block format contradicts another one, or asks for what its format lacks.
  case field(Field, what: String, remedy: String)
  /// A case has more or fewer codes than the operation takes.
  case count(got: Int, expected: Int)
  /// A code has bits that its format does not have.
  case code(index: Int, code: UInt64, format: String)

  /// A direction in which a matrix is measured.
  public enum Side: String, Hashable, Sendable {
    /// The number of rows.
    case rows
    /// The number of columns.
    case columns
  }

  /// The fields of a block format, by the names of its properties.
  public enum Field: String, Hashable, Sendable {
    case shape, element, elementDialect, scale, scaleDialect, scheme, nonFinite, emptyScale
    /// The format of the scale of the matrix, a field of the scheme.
    case matrixScale
    /// The 8-bit float of a dual scheme.
    case intermediate
  }

  /// One line: what, where, and what would help.
  public var description: String {
    switch self {
    case .noBlocks: "the operation has no blocks; give encodeBlock or decodeBlock"
    case .size(let rows, let columns):
      "a matrix of \(rows) rows and \(columns) columns has no elements; give at least 1 of each"
    case .ragged(let side, let length, let block):
      "\(length) \(side.rawValue) are no multiple of \(block); "
        + "pad the matrix, or allow blocks that the edge cuts off"
    case .field(let field, let what, let remedy): "\(field.rawValue): \(what); \(remedy)"
    case .count(let got, let expected): "\(got) codes; give \(expected)"
    case .code(let index, let code, let format):
      "code \(index), 0x\(String(code, radix: 16, uppercase: true)), has more bits than \(format); "
        + "clear the bits above the format's width"
    }
  }
}
