import Descriptors

extension PreparedPruning {
  /// Prunes `blocks` cases in parallel tasks, the same bits as `run` gives.
  ///
  /// - Parameters:
  ///   - codes: the operands, as in `run`.
  ///   - words: the random words, as in `run`; a block gets the same words whatever task it falls
  ///     to.
  ///   - results: receives the result codes.
  ///   - blocks: the number of blocks.
  ///   - tasks: how many parts to cut the blocks into; at least 1.
  /// - Precondition: as for `run`; nobody else may write to the buffers while this runs.
  @discardableResult
  public func run(
    _ codes: UnsafeRawBufferPointer, words: RandomWords = .none,
    results: UnsafeMutableRawBufferPointer, blocks: Int, tasks: Int
  ) async -> PruningSummary {
    precondition(tasks >= 1, "at least one task is needed")
    let buffers = Buffers(codes: codes, results: results)
    // Whole cache lines of every stream belong to one task, and Philox counters to one block run.
    let share = max((blocks + tasks - 1) / tasks, 1)
    let part = (share + 63) / 64 * 64
    return await withTaskGroup(of: PruningSummary.self) { group in
      for start in stride(from: 0, to: blocks, by: part) {
        let length = min(part, blocks - start)
        group.addTask {
          let slice = buffers.part(of: operation, from: start, count: length)
          return run(
            slice.codes, words: words.dropping(start * operation.wordCount),
            results: slice.results, blocks: length)
        }
      }
      var summary = PruningSummary()
      for await one in group { summary = summary + one }
      return summary
    }
  }

  /// The caller's buffers; every task reads and writes its own part of them.
  private struct Buffers: @unchecked Sendable {
    let codes: UnsafeRawBufferPointer
    let results: UnsafeMutableRawBufferPointer

    func part(of operation: Operation, from start: Int, count: Int) -> Buffers {
      let each = operation.operandCount * operation.format.streamBytes
      let given = operation.resultCount * operation.resultBytes
      return Buffers(
        codes: UnsafeRawBufferPointer(rebasing: codes[start * each..<(start + count) * each]),
        results: UnsafeMutableRawBufferPointer(
          rebasing: results[start * given..<(start + count) * given]))
    }
  }
}
