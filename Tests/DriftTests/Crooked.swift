import Descriptors
import Devices

/// A device that rounds up all the time, or leaves the last conversion out.
struct Crooked: Device {
  enum Answers { case wrong, few }
  let answers: Answers
  let name = "crooked"
  let summary = "wrong on purpose"

  func support(for operation: Operation) -> DeviceSupport { .supported }

  func prepare(_ operation: Operation) throws(DeviceError) -> any Devices.Unit {
    var other = operation
    if answers == .wrong { other.dialect.rounding = .up }
    return CrookedUnit(honest: try ProductionDevice().prepare(other), answers: answers)
  }

  struct CrookedUnit: Devices.Unit {
    let honest: any Devices.Unit
    let answers: Answers

    func run(_ batch: inout Batch) async throws(DeviceError) -> Int {
      let count = try await honest.run(&batch)
      return answers == .few ? count - 1 : count
    }
  }
}
