import Descriptors

extension PreparedOperation {
  /// Computes `count` results in parallel tasks, the same bits as `run` gives.
  ///
  /// - Parameters:
  ///   - operands: one column of codes per operand, as in `run`.
  ///   - words: the random words, as in `run`; element `i` gets the same word whatever task it
  ///     falls to.
  ///   - results: receives `count` codes.
  ///   - count: the number of elements.
  ///   - tasks: how many parts to cut the elements into; at least 1.
  /// - Precondition: as for `run`; nobody else may write to the buffers while this runs.
  public func run(
    operands: [UnsafeRawBufferPointer], words: RandomWords = .none,
    results: UnsafeMutableRawBufferPointer, count: Int, tasks: Int
  ) async {
    precondition(tasks >= 1, "at least one task is needed")
    let columns = Columns(operands: operands, results: results)
    // Whole cache lines of every stream belong to one task.
    let share = max((count + tasks - 1) / tasks, 1)
    let part = (share + 63) / 64 * 64
    await withTaskGroup(of: Void.self) { group in
      for start in stride(from: 0, to: count, by: part) {
        let length = min(part, count - start)
        group.addTask {
          let slice = columns.part(of: operation, from: start, count: length)
          run(
            operands: slice.operands, words: words.dropping(start), results: slice.results,
            count: length)
        }
      }
    }
  }

  /// The caller's buffers; every task reads and writes its own part of them.
  private struct Columns: @unchecked Sendable {
    let operands: [UnsafeRawBufferPointer]
    let results: UnsafeMutableRawBufferPointer

    func part(of operation: Operation, from start: Int, count: Int) -> Columns {
      let columns = zip(operands, operation.operands).map { column, format in
        let bytes = format.streamBytes
        return UnsafeRawBufferPointer(
          rebasing: column[start * bytes..<(start + count) * bytes])
      }
      let bytes = operation.result.streamBytes
      let output = UnsafeMutableRawBufferPointer(
        rebasing: results[start * bytes..<(start + count) * bytes])
      return Columns(operands: columns, results: output)
    }
  }
}
