/// Why a rule makes no mask of the matrices of an operation.
public enum MaskError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The operation makes no mask.
  case noMask
  /// The matrix has fewer than one row or column.
  case size(rows: Int, columns: Int)
  /// The rows, or the columns, are no multiple of the block and blocks must be whole.
  case ragged(side: Side, length: Int, block: Int)
  /// More elements are to be kept than there are, or fewer than none.
  case count(Int, elements: Int)
  /// The tile is larger than rules for tiles allow.
  case tile(Int, largest: Int)
  /// The threshold is a code that the format does not have.
  case thresholdBits(code: UInt64, format: String)
  /// The threshold is NaN.
  case thresholdNaN(code: UInt64)
  /// The threshold is below 0.
  case thresholdNegative(code: UInt64, value: String)

  /// A direction in which a matrix is measured.
  public enum Side: String, Hashable, Sendable {
    /// The number of rows.
    case rows
    /// The number of columns.
    case columns
  }

  /// One line: what, where, and what would help.
  public var description: String {
    switch self {
    case .noMask: "the operation makes no mask; give a mask rule"
    case .size(let rows, let columns):
      "a matrix of \(rows) rows and \(columns) columns has no elements; give at least 1 of each"
    case .ragged(let side, let length, let block):
      "\(length) \(side.rawValue) are no multiple of \(block); "
        + "pad the matrix, or allow blocks that the edge cuts off"
    case .count(let count, let elements):
      "\(count) elements cannot be kept of \(elements); give a count in 0...\(elements)"
    case .tile(let side, let largest):
      "a tile of \(side) x \(side) is too large; give at most \(largest)"
    case .thresholdBits(let code, let format):
      "the threshold 0x\(String(code, radix: 16, uppercase: true)) has more bits than \(format)"
    case .thresholdNaN(let code):
      "the threshold 0x\(String(code, radix: 16, uppercase: true)) is NaN; give a number"
    case .thresholdNegative(let code, let value):
      "the threshold 0x\(String(code, radix: 16, uppercase: true)) is \(value); "
        + "give a number of at least 0"
    }
  }
}
