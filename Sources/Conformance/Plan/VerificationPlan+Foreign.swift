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
    let own = "@" + ProductionDevice().name
    var plan = VerificationPlan(catalog: catalog, effort: effort)
    for check in checks where check.id.hasSuffix(own) {
      let name = String(check.id.dropLast(own.count))
      let family = String(name.prefix { $0 != "/" })
      guard family != CorpusCheck.family else { continue }
      let law = try DeviceLaw(
        parsing: name, on: device, catalog: catalog, effort: effort, policy: policy)
      let asked: PlannedCheck =
        switch law {
        case .answers(let answers): PlannedCheck(answers, group: check.group)
        case .order(let order): PlannedCheck(order, group: check.group)
        case .draws(let draws): PlannedCheck(draws)
        }
      plan.checks.append(asked)
    }
    return plan
  }
}
