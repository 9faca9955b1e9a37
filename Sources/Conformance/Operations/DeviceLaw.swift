public import Descriptors
public import Devices
import Reference
public import Specs

/// A law about a device and an operation, found by its id.
public enum DeviceLaw: Sendable {
  /// Every case has the reference's answer.
  case answers(DeviceCheck)
  /// The order of blocks does not matter.
  case order(OrderCheck)
  /// All draws of a block together.
  case draws(DrawCheck)

  /// Finds the law that an id names in front of its `@`.
  ///
  /// - Throws: `SpecError` for what is no such law, `OperationError` for operations that
  ///   contradict themselves.
  public init(
    parsing name: String, on device: any Device, catalog: Catalog, effort: CheckEffort = .quick,
    policy: AnswerPolicy = .exact
  ) throws {
    let last = name.split(separator: "/").last.map(String.init) ?? ""
    let isOrder = last == "order"
    let law = DrawLaw(rawValue: last)
    let isSpelled = last == DeviceCheck.spelled
    let own = isOrder || isSpelled || law != nil ? String(name.dropLast(last.count + 1)) : name
    let named = try NamedOperation(parsing: own, catalog: catalog)
    let operation = named.operation
    guard operation.kind == nil else {
      let check = DeviceCheck(
        operation, on: device, preset: named.preset, effort: effort, policy: policy)
      self = .answers(check)
      return
    }
    let evaluator = try Evaluator(operation)
    if isOrder {
      self = .order(OrderCheck(evaluator, on: device, effort: effort))
    } else if isSpelled {
      guard let check = DeviceCheck(spelling: evaluator, on: device, effort: effort) else {
        throw SpecError(
          what: "\(operation.name) has no law '\(DeviceCheck.spelled)'",
          remedy: "all of its cases are tried anyway, or they are too long")
      }
      self = .answers(check)
    } else if let law {
      guard let check = DrawCheck(law, of: operation, on: device, effort: effort) else {
        throw SpecError(
          what: "'\(law.rawValue)' is no law of \(operation.name)",
          remedy: "its draws cannot be counted out")
      }
      self = .draws(check)
    } else {
      self = .answers(DeviceCheck(evaluator, on: device, effort: effort))
    }
  }

  /// The id of the law.
  public var id: String {
    switch self {
    case .answers(let check): check.id
    case .order(let check): check.id
    case .draws(let check): check.id
    }
  }

  /// The operation.
  public var operation: Operation {
    switch self {
    case .answers(let check): check.operation
    case .order(let check): check.evaluator.operation
    case .draws(let check): check.operation
    }
  }

  /// The device.
  public var device: any Device {
    switch self {
    case .answers(let check): check.device
    case .order(let check): check.device
    case .draws(let check): check.device
    }
  }

  /// Runs one case again.
  ///
  /// - Throws: `ReplayError` for choices that are no case of the law, `DeviceError` where the
  ///   device does not compute the operation or does not answer.
  public func replay(_ choices: [UInt64]) async throws -> DeviceCheck.ReplayedCase {
    switch self {
    case .answers(let check): try await check.replay(choices)
    case .order(let check): try await check.replay(choices)
    case .draws(let check): try await check.replay(choices)
    }
  }
}
