public import Devices
import Specs

extension VerificationPlan {
  /// What this plan asks of the production module, asked of another device instead.
  ///
  /// Laws of formats and of the reference are left out: they are about no device. So are public bugs. What the device
  /// does not compute is skipped, with its reason.
  ///
  /// - Parameter policy: what is accepted beyond equal bits of numbers.
  /// - Throws: `SpecError` where an operation cannot be read back from its name.
  public func asked(
    of device: any Device, policy: AnswerPolicy = .exact
  ) throws -> VerificationPlan {
    var plan = VerificationPlan(catalog: catalog, effort: effort)
    for planned in checks {
      guard case .operation(let name, let law, ProductionDevice().name) = planned.check.id else {
        continue
      }
      let check = try LawRegistry.check(
        .operation(name, law, device: device.name), in: catalog, effort: effort, policy: policy
      ) { _ in device }
      plan.checks.append(PlannedCheck(check, group: planned.group))
    }
    return plan
  }
}
