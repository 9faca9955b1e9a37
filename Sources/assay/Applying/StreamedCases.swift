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
