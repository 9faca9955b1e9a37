import Conformance
import Descriptors
import Devices
import Production

/// The devices that have a name on the command line.
enum KnownDevices {
  /// The production module first, then this CPU's instructions.
  static let all: [any Device] =
    ProductionDevice.all + InstructionDevice.all + DotInstruction.all + PeerDevice.all

  /// The device of a name.
  ///
  /// - Throws: `CommandFailure` that names the nearest devices.
  static func device(named name: String) throws(CommandFailure) -> any Device {
    if let device = all.first(where: { $0.name == name }) { return device }
    if let device = ProcessDevice(named: name) { return device }
    if let device = LibraryDevice(named: name, host: OwnExecutable.path) { return device }
    if let device = DrawingDevice(named: name) { return device }
    if name.hasPrefix("inside:") {
      throw .usage(
        "'\(name.excerpt)' is no source of random numbers",
        "write inside:SOURCE or inside:SOURCE:SEED; sources are "
          + WordSource.all.map(\.id).joined(separator: ", "))
    }
    if name == RecordedCheck.deviceName {
      throw .usage(
        "answers that were recorded cannot be asked again",
        "ask the device itself, with --exec, or 'assay explain' why")
    }
    throw .unknown("device", name, among: all.map(\.name))
  }

  /// The device made ready for an operation.
  ///
  /// - Throws: `CommandFailure` where it cannot compute it, or not on this machine.
  static func prepared(
    _ device: any Device, for operation: Operation
  ) throws -> any Unit {
    try require(device.support(for: operation), of: device)
    return try device.prepare(operation)
  }

  /// The device made ready for an operation on blocks.
  ///
  /// - Throws: `CommandFailure` where it cannot compute it, or not on this machine.
  static func prepared(
    _ device: any Device, for operation: Operation
  ) throws -> any Unit {
    try require(device.support(for: operation), of: device)
    return try device.prepare(operation)
  }

  private static func require(
    _ support: DeviceSupport, of device: any Device
  ) throws(CommandFailure) {
    switch support {
    case .supported: return
    case .unsupported(let reason):
      throw .usage(
        "\(device.name) does not compute this: \(reason)", "choose another device or --by reference"
      )
    case .absent(let reason):
      throw .failed(
        "\(device.name) is \(reason)", "choose another device or run on a machine that has it")
    }
  }
}

extension Device {
  /// Whether this machine has what the device needs.
  var isPresent: Bool {
    switch self {
    case let instruction as InstructionDevice: instruction.isPresent
    case let instruction as DotInstruction: instruction.isPresent
    case let production as ProductionDevice:
      production.level.map(InstructionLevel.available.contains) ?? true
    case let peer as PeerDevice: peer.description != nil
    default: true
    }
  }
}
