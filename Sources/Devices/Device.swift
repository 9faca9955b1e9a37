public import Descriptors

/// Anything that claims to compute an operation.
///
/// A device sees operations and codes, never what the answer should be.
public protocol Device: Sendable {
  /// The name on the command line and in reports, such as `production:avx2`.
  var name: String { get }
  /// One line for the reader: what the device is.
  var summary: String { get }
  /// Whether the device computes the operation, here and now.
  func support(for operation: Operation) -> DeviceSupport
  /// Makes the device ready to compute an operation.
  ///
  /// - Throws: `DeviceError.unsupported` where `support(for:)` says so.
  func prepare(_ operation: Operation) throws(DeviceError) -> any Unit
  /// Whether the device computes the operation on blocks, here and now; by default it does not.
  func support(for operation: Operation) -> DeviceSupport
  /// Makes the device ready to compute an operation on blocks; by default it refuses.
  ///
  /// - Throws: `DeviceError.unsupported` where `support(for:)` says so.
  func prepare(_ operation: Operation) throws(DeviceError) -> any Unit
  /// The same device asked without random words, which it draws for itself; `nil`, the default,
  /// where it has no randomness of its own.
  ///
  /// Its units leave `batch.words` alone, and go on drawing from one batch to the next; each unit
  /// that is prepared begins afresh.
  var drawingInside: (any Device)? { get }
}

/// A device made ready for one operation.
public protocol Unit: Sendable {
  /// Computes the batch's cases in order, leaving the codes in `batch.results`.
  ///
  /// - Returns: how many cases were answered, from the first on; fewer than `batch.count` is no
  ///   error, and what was answered counts.
  func run(_ batch: inout Batch) async throws(DeviceError) -> Int
}

extension Device {
  /// Nothing: most devices are given their random words.
  public var drawingInside: (any Device)? { nil }

  /// Computes one batch of an operation.
  public func run(_ operation: Operation, _ batch: inout Batch) async throws(DeviceError) -> Int {
    try await prepare(operation).run(&batch)
  }
}

/// Whether a device computes an operation.
public enum DeviceSupport: Hashable, Sendable {
  /// It does.
  case supported
  /// It does not; the text says why.
  case unsupported(String)
  /// It would, on another machine; the text says what is missing here.
  case absent(String)
}

/// Why a device did not answer.
public enum DeviceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The device does not compute the operation.
  case unsupported(String)
  /// The device failed; the text says how.
  case failed(String)
  /// The device did not answer in time.
  case timedOut(seconds: Int)

  /// One line.
  public var description: String {
    switch self {
    case .unsupported(let reason): reason
    case .failed(let reason): "the device failed: \(reason)"
    case .timedOut(let seconds): "the device did not answer within \(seconds) s"
    }
  }
}
