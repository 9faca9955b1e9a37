import Foundation

/// A raw stream of cases from stdin, computed block by block, the results going to stdout.
///
/// Memory is bounded by the block. A block is computed and written only when the stream goes on,
/// pauses or ends behind it with a whole case, so that the end of a stream cut short is not taken
/// for a result.
struct CodeStream {
  /// How long a block waits for more input before it is computed, in milliseconds: a program that
  /// waits for an answer must get one.
  private static let patience: Int32 = 200

  /// How cases are read and computed.
  var cases: any StreamedCases
  /// Who computes them.
  let deviceName: String

  /// Computes every case.
  ///
  /// - Throws: `CommandFailure` for a stream that ends inside a case and codes wider than their
  ///   format (usage), and for devices and streams that fail.
  mutating func run() async throws {
    guard isatty(STDIN_FILENO) == 0 else {
      throw CommandFailure.usage(
        "the codes come from stdin, which is a terminal", "write '< FILE' or use a pipe")
    }
    try checkFileSize()
    let stride = cases.stride
    var input = InputBlock(capacity: cases.blockSize * stride)
    defer { input.free() }
    var done = 0
    while true {
      let state = try input.fill(patience: Self.patience, atLeast: stride)
      let count = input.count / stride
      if state == .ended, input.count % stride != 0 {
        throw endsInsideCase(at: (done + count) * stride, rest: input.count % stride)
      }
      if count > 0 {
        let answered = try await cases.compute(input.bytes, count: count, firstCase: done)
        try cases.withResults { bytes in
          let whole = min(answered, count) * cases.resultStride
          try write(UnsafeRawBufferPointer(rebasing: bytes[..<whole]))
        }
        guard answered >= count else {
          throw CommandFailure.failed(
            "\(deviceName) answered \(done + answered) of \(done + count) cases",
            "what it answered is written; run the rest again")
        }
        input.drop(count * stride)
        done += count
      }
      if state == .ended { return }
    }
  }

  private func write(_ bytes: UnsafeRawBufferPointer) throws {
    do {
      try Output.writeAll(bytes)
    } catch is OutputClosed {
      // The reader left before the end: quiet, but not a success.
      throw Ending(status: .incomplete)
    }
  }

  /// A file tells its size, so a cut one is refused before anything is written.
  private func checkFileSize() throws(CommandFailure) {
    var status = stat()
    guard fstat(STDIN_FILENO, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
    let position = lseek(STDIN_FILENO, 0, SEEK_CUR)
    let left = Int(status.st_size) - max(0, Int(position))
    guard left > 0, left % cases.stride != 0 else { return }
    throw endsInsideCase(at: left - left % cases.stride, rest: left % cases.stride)
  }

  private func endsInsideCase(at offset: Int, rest: Int) -> CommandFailure {
    .usage(
      "the input ends inside case \(offset / cases.stride), which begins at byte \(offset): "
        + "\(rest) of \(cases.stride.counted("byte"))",
      "a case is \(cases.text)")
  }
}
