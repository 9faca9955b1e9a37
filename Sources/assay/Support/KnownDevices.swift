import Conformance
import Descriptors
import Devices
import Production
import Reference

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
  ) throws -> any Devices.Unit {
    try require(device.support(for: operation), of: device)
    return try device.prepare(operation)
  }

  /// The reference or a known device, made ready for an operation.
  ///
  /// - Throws: `CommandFailure` for unknown names and operations that have no meaning, or that the
  ///   device does not compute.
  static func prepared(named name: String, for operation: Operation) throws -> any Devices.Unit {
    // The reference knows best what is wrong with an operation, and is cheap to ask.
    _ = try evaluator(of: operation)
    let reference = ReferenceDevice()
    if name == reference.name {
      try operation.requireReference()
      return try reference.prepare(operation)
    }
    guard let device = all.first(where: { $0.name == name }) else {
      throw CommandFailure.unknown("device", name, among: [reference.name] + all.map(\.name))
    }
    return try prepared(device, for: operation)
  }

  /// The reference's evaluator.
  ///
  /// - Throws: `CommandFailure` for operations without meaning.
  static func evaluator(of operation: Operation) throws(CommandFailure) -> Evaluator {
    do {
      return try Evaluator(operation)
    } catch {
      throw .reason(error.text)
    }
  }

  /// Refuses a device that does not compute what it is asked.
  static func require(
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

extension CommandFailure {
  /// A failure told in one line of the form "what; remedy".
  static func reason(_ line: String) -> CommandFailure {
    guard let cut = line.firstRange(of: "; ") else {
      return .usage(line, "see 'assay apply --help'")
    }
    return .usage(String(line[..<cut.lowerBound]), String(line[cut.upperBound...]))
  }
}
