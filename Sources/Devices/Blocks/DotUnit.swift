import Production

/// Sums of products by the production module.
struct DotUnit: Unit {
  let prepared: PreparedDot

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    let count = batch.count
    let operands = batch.operands
    let words = batch.words
    words.withUnsafeBufferPointer { words in
      operands.withBytes { codes in
        batch.results.withMutableBytes { results in
          prepared.run(
            codes, words: words.isEmpty ? .none : .given(words), results: results, cases: count)
        }
      }
    }
    return count
  }
}
