import Descriptors
import Devices

/// The production module with a mistake in its products, to see whether the sweep notices.
///
/// Products into formats of 5 bits and more go wrong where the first operand's code is 3.
struct PlantedDevice: Device {
  /// What goes wrong.
  enum Mistake: String, CaseIterable, Sendable {
    /// The last bit of the result is another one.
    case wrong
    /// The process ends.
    case trap
    /// No answer comes.
    case hang
  }

  let mistake: Mistake
  private let healthy = ProductionDevice()

  init(_ mistake: Mistake) { self.mistake = mistake }

  var name: String { healthy.name }
  var summary: String { "\(healthy.summary), with a planted mistake" }

  func support(for operation: Operation) -> DeviceSupport { healthy.support(for: operation) }

  func prepare(_ operation: Operation) throws(DeviceError) -> any Unit {
    let unit = try healthy.prepare(operation)
    guard operation.kind == .mul, operation.result.bits >= 5 else { return unit }
    return PlantedUnit(healthy: unit, mistake: mistake)
  }
}

private struct PlantedUnit: Unit {
  let healthy: any Unit
  let mistake: PlantedDevice.Mistake

  func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
    let answered = try await healthy.run(&batch)
    for index in 0..<answered where batch.operands[0][index] == 3 {
      switch mistake {
      case .wrong: batch.results[0][index] ^= 1
      case .trap: preconditionFailure("a planted mistake")
      case .hang: try? await Task.sleep(for: .seconds(3_600))
      }
    }
    return answered
  }
}
