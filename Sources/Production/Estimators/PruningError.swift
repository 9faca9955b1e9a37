/// What is wrong with values that were to be pruned or compressed, in one line.
public enum PruningError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The values do not fill whole blocks.
  case ragged(count: Int, block: Int)
  /// The stream of codes is not one of whole codes.
  case partOfCode(bytes: Int, codeBytes: Int)
  /// More elements of a block are kept than the pattern allows.
  case tooMany(block: Int, kept: Int, pattern: String)
  /// The operation does not bound how many elements of a block are kept.
  case withoutPattern

  /// The reason as one line.
  public var description: String {
    switch self {
    case .ragged(let count, let block):
      "\(count) values are no multiple of \(block); cut them, or ask for ragged blocks"
    case .partOfCode(let bytes, let codeBytes):
      "\(bytes) bytes are no whole codes of \(codeBytes) bytes"
    case .tooMany(let block, let kept, let pattern):
      "block \(block) keeps \(kept) elements, more than \(pattern) has room for; prune it first"
    case .withoutPattern: "pruning below a threshold has no compressed form; give an N:M pattern"
    }
  }
}
