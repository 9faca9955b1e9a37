extension OperationOptions {
  /// The functions on many elements by name.
  enum Function: String, CaseIterable {
    case mask, mvue
    case pruneBelow = "prune-below"
    case dot
    case encodeBlock = "encode-block"
    case decodeBlock = "decode-block"
    case compress, expand

    /// The names between commas.
    static var listed: String {
      let names = allCases.map(\.rawValue)
      return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    }

    /// Those of the options of `OperationOptions` that the operation takes.
    var options: Set<String> {
      switch self {
      case .mask: ["pattern", "rows", "columns", "ragged"]
      case .mvue: ["pattern", "design", "quantised", "integer"]
      case .pruneBelow: ["threshold"]
      case .dot: ["accumulator", "chunk", "length"]
      case .encodeBlock, .decodeBlock: ["block", "rows", "columns", "ragged"]
      case .compress, .expand: ["pattern", "layout"]
      }
    }

    /// The options that the operation needs.
    var usage: String {
      switch self {
      case .mask: "--pattern P ..."
      case .mvue, .compress, .expand: "--pattern N:M ..."
      case .pruneBelow: "--threshold T ..."
      case .dot: "--accumulator A ..."
      case .encodeBlock, .decodeBlock: "--block B ..."
      }
    }

    /// What is computed.
    var meaning: String {
      switch self {
      case .mask: "which elements are kept"
      case .mvue: "N of every M, without bias"
      case .pruneBelow: "below T: 0 or T, without bias"
      case .dot: "x1 w1 + ... + xK wK"
      case .encodeBlock: "into elements and scales"
      case .decodeBlock: "from elements and scales"
      case .compress: "M codes to N, with their places"
      case .expand: "N codes and places back to M"
      }
    }
  }

  /// What each operation reads and writes, for the help of `apply`.
  static let streams = """
    mask reads matrices of --rows x --columns row by row and writes a byte
    0 or 1 for each element; with --check it writes nothing and says
    whether the elements other than 0 obey the pattern already, exit code
    1 and the first offending place where they do not. mvue reads blocks
    of M codes with a random word each, or without words under --seed;
    prune-below reads single codes likewise. NaN, infinities, bias and
    overflow are told on stderr with their counts.

    dot reads --length values of x, then as many of w, and writes their sum
    as --accumulator has it. encode-block reads matrices of --rows (1) x
    --columns row by row and writes their elements, zero points, scales
    and scale of the matrix; decode-block reads these. Each code takes the
    bytes of its own format.

    compress reads groups of M codes and writes N codes, then a byte with the
    place of each; expand reads these. A group of more than N elements other
    than 0 ends the stream, as do places that do not rise. With another
    --layout than bytes a case is two groups, whose places share one byte.
    """

  /// What each operation takes as values, for the help of `explain`.
  static let values = """
    mvue takes one block and its --word, mask one matrix row by row (one
    row unless --rows and --columns say otherwise), prune-below one value.
    Without --format they stay exact.

    dot takes the values of x, then as many of w, and shows what is lost in
    which step. encode-block takes a matrix as mask does; decode-block its
    elements, zero points, scales and scale of the matrix.

    compress takes one group of M values, or two where --layout has two in
    a byte; expand N values, then their places.
    """
}
