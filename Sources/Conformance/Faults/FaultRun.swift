import Descriptors
import Devices
import Harness
import Reference

/// One operation with every fault that has a bearing on it.
struct FaultRun: Sendable {
  let probe: FaultProbe
  let effort: CheckEffort
  let context: CheckContext

  /// Plants the faults whose cells are asked for, and runs the ordinary check.
  func callAsFunction(
    _ faults: [Fault], _ patterns: [String], healthy base: any Device
  ) async -> [FaultCell] {
    let operation = probe.operation
    let healthy = RememberingDevice(base)
    var cells: [FaultCell] = []
    var prepared: (cases: CheckCases, effects: EffectSet)?
    for fault in faults {
      let device = FaultyDevice(fault, in: healthy)
      var cell = FaultCell(
        fault: fault.id, format: probe.format, operation: operation.name, outcome: .undecided)
      guard cell.matches(patterns), device.support(for: operation) == .supported else { continue }
      do {
        let known: (cases: CheckCases, effects: EffectSet)
        if let prepared {
          known = prepared
        } else {
          let evaluator = try Evaluator(operation)
          let cases = CheckCases(evaluator, effort: effort, seed: context.seed)
          let effects = try await EffectSet(
            cases, device: healthy, effort: effort, seed: context.seed)
          known = (cases, effects)
        }
        prepared = known
        if Task.isCancelled || context.deadline.map({ $0 <= .now }) ?? false {
          cell.reason = "time ran out"
        } else if let difference = try await known.effects.difference(of: device) {
          cell.example = difference
          await judge(device, healthy, known.cases, &cell)
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
    _ device: FaultyDevice, _ healthy: any Device, _ cases: CheckCases, _ cell: inout FaultCell
  ) async {
    var own = context
    own.workers = 1
    own.progress = nil
    let check = DeviceCheck(probe.operation, on: device, effort: effort)
    switch await check.run(own, cases: cases).verdict {
    case .refuted(let counterexample):
      cell.law = counterexample.law
      cell.example = counterexample.text
      cell.expected = counterexample.expected
      cell.got = counterexample.got
      let again = try? await DeviceCheck(cases.evaluator, on: healthy, effort: effort)
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
