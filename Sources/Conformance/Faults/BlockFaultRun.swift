import Descriptors
import Devices
import Harness
import Specs

/// One operation on blocks with every fault that has a bearing on it.
struct BlockFaultRun: Sendable {
  let evaluator: Evaluator
  let effort: CheckEffort
  let context: CheckContext

  /// Plants the faults whose cells are asked for, and runs the ordinary check.
  func callAsFunction(
    _ faults: [BlockFault], _ patterns: [String], healthy: any Device
  ) async -> [FaultCell] {
    let operation = evaluator.operation
    var cells: [FaultCell] = []
    var known: BlockEffectSet?
    for fault in faults {
      let device = FaultyBlockDevice(fault, in: healthy)
      var cell = FaultCell(
        fault: fault.id, format: operation.format.name, operation: operation.name,
        outcome: .undecided)
      guard cell.matches(patterns), device.applies(to: operation) else { continue }
      do {
        let effects: BlockEffectSet
        if let known {
          effects = known
        } else {
          effects = try await BlockEffectSet(
            evaluator, device: healthy, effort: effort, seed: context.seed)
        }
        known = effects
        if Task.isCancelled || context.deadline.map({ $0 <= .now }) ?? false {
          cell.reason = "time ran out"
        } else if let difference = try await effects.difference(of: device) {
          cell.example = difference
          await judge(device, healthy, &cell)
        } else {
          cell.outcome = .noEffect
        }
      } catch {
        cell.reason = "\(error)"
      }
      cells.append(cell)
    }
    return cells
  }

  private func judge(
    _ device: FaultyBlockDevice, _ healthy: any Device, _ cell: inout FaultCell
  ) async {
    var own = context
    own.workers = 1
    own.progress = nil
    switch await BlockCheck(evaluator, on: device, effort: effort).run(own).verdict {
    case .refuted(let counterexample):
      cell.law = counterexample.law
      cell.example = counterexample.text
      cell.expected = counterexample.expected
      cell.got = counterexample.got
      let again = try? await BlockCheck(evaluator, on: healthy, effort: effort)
        .replay(counterexample.choices)
      if again?.holds ?? false {
        cell.outcome = .caught
      } else {
        cell.reason = "the healthy device is refuted too"
      }
    case .proved, .enumerated, .sampled: cell.outcome = .missed
    case .undecided(let reason), .skipped(let reason): cell.reason = reason
    }
  }
}
