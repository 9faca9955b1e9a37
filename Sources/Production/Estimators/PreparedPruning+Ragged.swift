import Descriptors

extension PreparedPruning {
  /// Prunes a row whose length need not be a multiple of the block.
  ///
  /// The last block, if `r` elements of it are there, keeps at most `min(N, r)` of them; its words
  /// are those of the block as if it were whole.
  /// - Parameters:
  ///   - codes: `elements` codes, as in `run` of blocks.
  ///   - words: the words of all blocks, the last one's too.
  ///   - results: receives `elements` codes.
  ///   - elements: the length of the row.
  /// - Precondition: every buffer is long enough.
  @discardableResult
  public func run(
    _ codes: UnsafeRawBufferPointer, words: RandomWords = .none,
    results: UnsafeMutableRawBufferPointer, elements: Int
  ) -> PruningSummary {
    let of = operation.operandCount
    let blocks = elements / of
    let rest = elements % of
    var summary = run(codes, words: words, results: results, blocks: blocks)
    guard rest > 0 else { return summary }
    let start = blocks * of
    let each = operation.format.streamBytes
    let given = operation.resultBytes
    precondition(codes.count >= elements * each, "too few codes for the row")
    precondition(results.count >= elements * given, "the result buffer is too short")
    if case .given(let given) = words {
      precondition(given.count >= (blocks + 1) * operation.wordCount, "too few random words")
    }
    summary =
      summary
      + runTail(
        UnsafeRawBufferPointer(rebasing: codes[(start * each)...]),
        words: words.dropping(blocks * operation.wordCount),
        results: UnsafeMutableRawBufferPointer(rebasing: results[(start * given)...]), count: rest)
    return summary
  }
}
