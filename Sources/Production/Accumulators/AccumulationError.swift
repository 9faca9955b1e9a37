/// Why a sum of products cannot be computed.
public enum AccumulationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The operation is no sum of products.
  case notASum
  /// A field of the accumulator or of the operation is out of its range.
  case field(String, what: String, remedy: String)
  /// Something that this module does not compute.
  case unsupported(String)
  /// A buffer of a matrix product has not the number of codes that the shape asks for.
  case shape(String, got: Int, expected: Int)

  /// One line: what, where, and the remedy.
  public var description: String {
    switch self {
    case .notASum: "the operation is no sum of products; use .dot"
    case .field(let field, let what, let remedy): "\(field) \(what); \(remedy)"
    case .unsupported(let reason): reason
    case .shape(let name, let got, let expected):
      "\(name) has \(got) codes where the shape asks for \(expected); check rows, columns and depth"
    }
  }
}
