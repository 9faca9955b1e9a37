public import Descriptors
import Synchronization

/// A device that prepares each operation once, however often it is asked.
///
/// Faulty devices share most of their steps, and preparing one may fill a table.
public final class RememberingDevice: Device {
  private let base: any Device
  private let known = Mutex<[Operation: Result<any Unit, DeviceError>]>([:])
  private let blocks = Mutex<[Operation: Result<any Unit, DeviceError>]>([:])

  /// Wraps a device.
  public init(_ base: any Device) {
    self.base = base
  }

  /// The wrapped device's name.
  public var name: String { base.name }

  /// The wrapped device's summary.
  public var summary: String { base.summary }

  public func support(for operation: Operation) -> DeviceSupport {
    do {
      _ = try prepare(operation)
      return .supported
    } catch {
      return .unsupported("\(error)")
    }
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    if let unit = known.withLock({ $0[operation] }) { return try unit.get() }
    let base = base
    let unit = Result { () throws(DeviceError) in try base.prepare(operation) }
    known.withLock { $0[operation] = unit }
    return try unit.get()
  }

  public func support(for operation: Operation) -> DeviceSupport {
    do {
      _ = try prepare(operation)
      return .supported
    } catch {
      return .unsupported("\(error)")
    }
  }

  public func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    if let unit = blocks.withLock({ $0[operation] }) { return try unit.get() }
    let base = base
    let unit = Result { () throws(DeviceError) in try base.prepare(operation) }
    blocks.withLock { $0[operation] = unit }
    return try unit.get()
  }
}
