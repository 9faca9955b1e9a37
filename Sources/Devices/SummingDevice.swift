public import Descriptors

/// A device that sums products by one accumulator, whichever it is asked for: a unit whose inside is
/// known, to try on it what finds out about units from outside.
public struct SummingDevice: Device {
  /// What it sums by.
  public let accumulator: Accumulator
  /// The device that does the arithmetic.
  public let underlying: any Device

  /// Creates the device.
  public init(_ accumulator: Accumulator, by underlying: any Device = ProductionDevice()) {
    self.accumulator = accumulator
    self.underlying = underlying
  }

  /// The underlying device's name and the accumulator's.
  public var name: String { "\(underlying.name)+\(accumulator.name)" }

  /// One line for the reader.
  public var summary: String { "\(underlying.name), summing by \(accumulator.name) alone" }

  public func support(for operation: Operation) -> DeviceSupport {
    .unsupported("\(name) sums products and does nothing else")
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    throw .unsupported("\(name) sums products and does nothing else")
  }

  public func support(for operation: Operation) -> DeviceSupport {
    guard let own = own(operation) else { return .unsupported("\(name) sums products") }
    return underlying.support(for: own)
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    guard let own = own(operation) else { throw .unsupported("\(name) sums products") }
    return try underlying.prepare(own)
  }

  private func own(_ operation: Operation) -> Operation? {
    guard case .dot(_, let length) = operation.function else { return nil }
    return operation.changing { $0.function = .dot(accumulator, length: length) }
  }
}
