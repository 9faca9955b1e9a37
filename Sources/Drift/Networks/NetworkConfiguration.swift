import Descriptors

/// How a network is computed in low precision.
struct NetworkConfiguration: Hashable, Sendable {
  /// The format of weights and activations.
  var format: FormatDescriptor
  /// The accumulator of the weighted sums.
  var accumulator: Accumulator
  /// The exponent at which each tensor's largest magnitude is put by a power of two; `nil` leaves
  /// tensors as they are.
  var target: Int?

  /// Creates a configuration.
  init(format: FormatDescriptor, accumulator: Accumulator, target: Int?) {
    self.format = format
    self.accumulator = accumulator
    self.target = target
  }
}

/// What computes the sums of products of codes.
protocol CodeProducts: Sendable {
  /// The sums of products of each row of `x` with each row of `w`, in binary32.
  ///
  /// - Parameters:
  ///   - x: `rows * depth` codes of the format, a raw stream.
  ///   - w: `columns * depth` codes of it.
  /// - Returns: `rows * columns` sums, those of the first row of `x` first; what the accumulator
  ///   leaves enters binary32 to nearest, ties to even.
  func callAsFunction(
    _ configuration: NetworkConfiguration, x: [UInt8], w: [UInt8], rows: Int, columns: Int,
    depth: Int
  ) async throws -> [Float]
}
