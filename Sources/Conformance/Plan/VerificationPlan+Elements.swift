import Descriptors
import Devices
import Harness
import Reference
import Specs

extension VerificationPlan {
  /// The laws of the listed masks, estimators, accumulators and block formats, judged on the reference.
  mutating func addEntryLaws() throws(SpecError) {
    try add(LawRegistry.entryLaws(in: catalog))
  }

  /// Every family of operations on many elements by the production module, at every instruction-set
  /// level, with the order of its cases and its draws.
  mutating func addElements() throws(SpecError) {
    for item in try OperationSelection(catalog: catalog).all() {
      guard let evaluator = try? Evaluator(item.operation) else {
        // What the reference refuses is no finding, and must not be passed over.
        let check = DeviceCheck(item.operation, on: ProductionDevice(), effort: effort)
        checks.append(PlannedCheck(check, demandedBy: "the plan"))
        continue
      }
      let cases = effort.sample(of: item.operation)
      for device in ProductionDevice.all where item.hasLevels || device.level == nil {
        // The levels share everything but their loops, so they are asked less.
        let isLevel = device.level != nil
        let check = DeviceCheck(
          evaluator, on: device, effort: isLevel ? effort.ofLevels : effort,
          sample: isLevel ? max(7, cases / 8) : nil)
        checks.append(PlannedCheck(check, group: PlannedCheck.group(item.operation, item.group)))
      }
      let best = ProductionDevice()
      if case .dot = item.operation.function,
        let check = DeviceCheck(spelling: evaluator, on: best, effort: effort)
      {
        checks.append(PlannedCheck(check, group: PlannedCheck.group(item.operation, item.group)))
      }
      checks.append(
        PlannedCheck(
          OrderCheck(evaluator, on: best, effort: effort),
          group: PlannedCheck.group(item.operation, item.group)))
      checks += PlannedCheck.draws(item.operation, best, effort)
    }
  }
}
