public import Descriptors

/// A device made ready for one operation on blocks.
public protocol Unit: Sendable {
  /// Computes the batch's cases in order, leaving the codes in `batch.results` and, where the
  /// device knows them, the flags in `batch.flags`.
  ///
  /// - Returns: how many cases were answered, from the first on; fewer than `batch.count` is no
  ///   error, and what was answered counts.
  func run(_ batch: inout Batch) async throws(DeviceError) -> Int
}

extension Device {
  /// Says that the device computes no operation on blocks.
  public func support(for operation: Operation) -> DeviceSupport {
    .unsupported("\(name) computes no operation on blocks")
  }

  /// Refuses, as `support(for:)` says.
  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    throw .unsupported("\(name) computes no operation on blocks")
  }

  /// Computes one batch of an operation on blocks.
  public func run(
    _ operation: Operation, _ batch: inout Batch
  ) async throws(DeviceError) -> Int {
    try await prepare(operation).run(&batch)
  }
}
