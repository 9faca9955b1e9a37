import Descriptors

extension PreparedBlockCodec {
  /// Computes `cases` cases, each cut into parallel tasks, the same bits as `run` gives.
  ///
  /// - Parameters:
  ///   - codes: the operands, as in `run`.
  ///   - words: the random words, as in `run`.
  ///   - results: receives the codes.
  ///   - cases: the number of cases.
  ///   - tasks: how many parts to cut a matrix into; at least 1. What no vector loop computes is
  ///     not cut.
  /// - Precondition: as for `run`; nobody else may write to the buffers while this runs.
  public func run(
    _ codes: UnsafeRawBufferPointer, words: RandomWords = .none,
    results: UnsafeMutableRawBufferPointer, cases: Int, tasks: Int
  ) async {
    precondition(tasks >= 1, "at least one task is needed")
    precondition(codes.count >= cases * operandBytes, "too few codes")
    precondition(results.count >= cases * resultBytes, "the result buffer is too short")
    guard let kernel, tasks > 1, let source = codes.baseAddress, let target = results.baseAddress
    else {
      run(codes, words: words, results: results, cases: cases)
      return
    }
    for index in 0..<cases {
      let matrix = Streams(x: source + index * operandBytes, y: target + index * resultBytes)
      await encode(matrix, kernel, tasks)
    }
  }

  /// Encodes a matrix in tasks.
  private func encode(_ matrix: Streams, _ kernel: BlockKernel, _ tasks: Int) async {
    let units = kernel.units
    // The codes of 64 blocks fill whole cache lines.
    let share = max((units + tasks - 1) / tasks, 1)
    let part = share > 64 ? (share + 63) / 64 * 64 : share
    let parts = stride(from: 0, to: units, by: part).map { $0..<min($0 + part, units) }
    let seen = UnsafeMutablePointer<UInt32>.allocate(capacity: max(kernel.blocksSeenFirst, 1))
    defer { seen.deallocate() }
    let amaxes = kernel.blocksSeenFirst > 0 ? Amaxes(start: seen) : nil
    var amax: UInt32 = 0
    if let amaxes {
      await withTaskGroup(of: UInt32.self) { group in
        for part in parts {
          group.addTask { kernel.amaxes(matrix.x, part, into: amaxes.start) }
        }
        for await value in group { amax = max(amax, value) }
      }
    }
    let scale = matrixScale(amax)
    await withTaskGroup(of: Void.self) { group in
      for part in parts {
        group.addTask {
          kernel.run(
            matrix.x, matrix.y, part, matrix: scale, amaxes: amaxes.map { UnsafePointer($0.start) })
        }
      }
    }
    store(scale, matrix.y)
  }

  /// The operands and results of a case; every task reads and writes its own part of them.
  private struct Streams: @unchecked Sendable {
    let x: UnsafeRawPointer
    let y: UnsafeMutableRawPointer
  }

  /// The largest magnitudes of a matrix's blocks; every task first writes its own part of them.
  private struct Amaxes: @unchecked Sendable {
    let start: UnsafeMutablePointer<UInt32>
  }
}

extension PreparedBlockCodec {
  /// The raw stream of a matrix of float32 values, row by row, encoded in parallel tasks.
  ///
  /// - Precondition: the operation encodes one matrix of as many float32 values.
  public func encode(_ values: [Float], tasks: Int = 1) async -> [UInt8] {
    precondition(values.count * 4 == operandBytes, "another number of values than the matrix has")
    let output = UnsafeMutableRawBufferPointer.allocate(byteCount: resultBytes, alignment: 64)
    let input = UnsafeMutableRawBufferPointer.allocate(byteCount: operandBytes, alignment: 64)
    defer {
      output.deallocate()
      input.deallocate()
    }
    values.withUnsafeBytes { input.copyMemory(from: $0) }
    await run(UnsafeRawBufferPointer(input), results: output, cases: 1, tasks: tasks)
    return [UInt8](output)
  }
}
