import Descriptors
import Devices

/// Cases of a raw stream, computed a block at a time.
protocol StreamedCases {
  /// The bytes of a case.
  var stride: Int { get }
  /// The bytes of a case's results.
  var resultStride: Int { get }
  /// The most cases of a block.
  var blockSize: Int { get }
  /// What a case is made of, for people.
  var text: String { get }

  /// Computes the first `count` cases of the bytes.
  ///
  /// - Parameter firstCase: the number of the first of them in the stream.
  /// - Returns: how many were answered, from the first on.
  mutating func compute(
    _ bytes: UnsafeRawBufferPointer, count: Int, firstCase: Int
  ) async throws -> Int

  /// The results of the cases that were computed last.
  func withResults(_ body: (UnsafeRawBufferPointer) throws -> Void) throws
}

/// Cases of an operation with one result.
struct ElementCases: StreamedCases {
  private let layout: CaseLayout
  private let unit: any Unit
  private var batch: Batch

  let blockSize = 1 << 16
  let resultStride: Int

  var stride: Int { layout.stride }
  var text: String { layout.text }

  /// Cases that a unit computes.
  init(_ operation: Operation, _ unit: any Unit) {
    layout = CaseLayout(operation)
    self.unit = unit
    batch = Batch(operation, count: blockSize)
    resultStride = operation.result.streamBytes
  }

  mutating func compute(
    _ bytes: UnsafeRawBufferPointer, count: Int, firstCase: Int
  ) async throws -> Int {
    batch.resize(to: count)
    layout.split(bytes, into: &batch)
    try layout.checkWidths(batch, firstCase: firstCase)
    return try await unit.run(&batch)
  }

  func withResults(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    try batch.results.withBytes(body)
  }
}
