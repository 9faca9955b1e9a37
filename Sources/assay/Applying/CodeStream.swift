import Descriptors
import Devices
import Foundation

/// A raw stream of cases from stdin, computed block by block, the results going to stdout.
///
/// Memory is bounded by the block. A block is computed and written only when the stream goes on,
/// pauses or ends behind it with a whole case, so that the end of a stream cut short is not taken
/// for a result.
struct CodeStream {
  /// The most cases of a block.
  private static let blockSize = 1 << 16
  /// How long a block waits for more input before it is computed, in milliseconds: a program that
  /// waits for an answer must get one.
  private static let patience: Int32 = 200

  private let layout: CaseLayout
  private let operation: Descriptors.Operation
  private let deviceName: String

  /// A stream of cases of an operation.
  init(_ operation: Descriptors.Operation, deviceName: String) {
    layout = CaseLayout(operation)
    self.operation = operation
    self.deviceName = deviceName
  }

  /// Computes every case.
  ///
  /// - Throws: `CommandFailure` for a stream that ends inside a case and codes wider than their
  ///   format (usage), and for devices and streams that fail.
  func run(_ unit: any Devices.Unit) async throws {
    guard isatty(STDIN_FILENO) == 0 else {
      throw CommandFailure.usage(
        "the codes come from stdin, which is a terminal", "write '< FILE' or use a pipe")
    }
    try checkFileSize()
    var input = InputBlock(capacity: Self.blockSize * layout.stride)
    defer { input.free() }
    var batch = Batch(operation, count: Self.blockSize)
    var done = 0
    while true {
      let state = try input.fill(patience: Self.patience, atLeast: layout.stride)
      let count = input.count / layout.stride
      if state == .ended, input.count % layout.stride != 0 {
        throw endsInsideCase(at: (done + count) * layout.stride, rest: input.count % layout.stride)
      }
      if count > 0 {
        batch.resize(to: count)
        layout.split(input.bytes, into: &batch)
        try layout.checkWidths(batch, firstCase: done)
        let answered = try await unit.run(&batch)
        try batch.results.withBytes { bytes in
          let whole = min(answered, count) * operation.result.streamBytes
          try write(UnsafeRawBufferPointer(rebasing: bytes[..<whole]))
        }
        guard answered >= count else {
          throw CommandFailure.failed(
            "\(deviceName) answered \(done + answered) of \(done + count) cases",
            "what it answered is written; run the rest again")
        }
        input.drop(count * layout.stride)
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
    guard left > 0, left % layout.stride != 0 else { return }
    throw endsInsideCase(at: left - left % layout.stride, rest: left % layout.stride)
  }

  private func endsInsideCase(at offset: Int, rest: Int) -> CommandFailure {
    .usage(
      "the input ends inside case \(offset / layout.stride), which begins at byte \(offset): "
        + "\(rest) of \(layout.stride.counted("byte"))",
      "a case is \(layout.text)")
  }
}
