public import Descriptors

/// A healthy device with a fault planted in it.
public struct FaultyDevice: Device {
  /// The fault.
  public let fault: Fault
  /// The device that does the arithmetic.
  public let healthy: any Device

  /// Plants a fault.
  public init(_ fault: Fault, in healthy: any Device = ProductionDevice()) {
    self.fault = fault
    self.healthy = healthy
  }

  /// `fault:` and the fault's name.
  public var name: String { "fault:\(fault.id)" }

  /// What goes wrong.
  public var summary: String { fault.title }

  /// Whether the mistake can be made in an operation.
  public func applies(to operation: Operation) -> Bool {
    support(for: operation) == .supported
  }

  public func support(for operation: Operation) -> DeviceSupport {
    guard let wrong = fault.mistake(operation) else {
      return .unsupported("\(name) has no bearing on this operation")
    }
    return wrong.support(for: operation, on: healthy)
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    guard let wrong = fault.mistake(operation) else {
      throw .unsupported("\(name) has no bearing on this operation")
    }
    return try wrong.prepare(operation, on: healthy)
  }
}
