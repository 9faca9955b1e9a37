extension PreparedMask {
  /// Writes the masks of `matrices` matrices in parallel tasks, the same bytes as `run` without
  /// tasks.
  ///
  /// - Parameters:
  ///   - codes: as in `run`.
  ///   - mask: as in `run`.
  ///   - matrices: how many matrices follow each other.
  ///   - tasks: how many parts to work on at a time; at least 1.
  ///   - checkingCertificates: as in `run`.
  /// - Precondition: as for `run`; nobody else may write to the buffers while this runs.
  @discardableResult
  public func run(
    _ codes: UnsafeRawBufferPointer, mask: UnsafeMutableRawBufferPointer, matrices: Int = 1,
    tasks: Int, checkingCertificates: Bool = false
  ) async -> MaskSummary {
    precondition(tasks >= 1, "at least one task is needed")
    let buffers = buffers(codes, mask, matrices, checkingCertificates)
    let parts = parts(matrices: matrices, tasks: tasks)
    let tallies = await withTaskGroup(of: [MaskTally].self) { group in
      for task in 0..<tasks {
        // Dense tiles gather in places; tasks take turns so that each gets its share.
        group.addTask {
          stride(from: task, to: parts.count, by: tasks).map { run(parts[$0], buffers) }
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    return summary(of: tallies, matrices: matrices)
  }

  /// The matrices cut into parts of whole blocks, several to a task.
  private func parts(matrices: Int, tasks: Int) -> [MaskPart] {
    let step = plan.rowStep ?? max(rows, 1)
    let wanted = max(matrices * rows / max(tasks * 8, 1), 1)
    let height = (wanted + step - 1) / step * step
    return (0..<matrices).flatMap { matrix in
      stride(from: 0, to: rows, by: height).map { row in
        MaskPart(matrix: matrix, rows: row..<min(row + height, rows))
      }
    }
  }
}
