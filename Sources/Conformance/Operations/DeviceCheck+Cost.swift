import Descriptors
import Reference

extension DeviceCheck {
  /// What the check is going to do.
  ///
  /// The work of a case grows with its operands; comparing a swept code with a constant takes some
  /// two-thousandth of an evaluation.
  public var cost: CheckCost {
    if effort.sweeps(operation) {
      let bits = UInt64(operation.operands[0].bits)
      let steps = Self.thresholds(operation)
      let cost = CheckCost(cases: 1 << bits, perMillion: 500, fixed: steps)
      guard bits > 16 else { return cost }
      let other = DeviceCheck(
        operation, on: device, preset: preset, effort: effort.atMostStandard, sample: sample)
      let instead = other.cost
      var swept = cost
      swept.kind = .sweep(
        instead: .init(
          cases: instead.cases, perMillion: instead.perMillion, fixed: instead.fixed))
      return swept
    }
    let perMillion = UInt64(operation.operands.count) * 1_000_000
    let bits = CaseDomain.bits(of: operation)
    if bits <= effort.enumeratedBits {
      return CheckCost(cases: 1 << UInt64(bits), perMillion: perMillion)
    }
    return CheckCost(
      cases: effort.sample(sample, of: operation), perMillion: perMillion,
      fixed: operation.operands.count == 1 ? 2 * Self.thresholds(operation) : 0,
      kind: .sample(least: CheckCost.leastSample))
  }

  /// The check with no more than is allowed.
  func limited(to allowance: CheckAllowance) -> DeviceCheck {
    let isSwept = effort.sweeps(operation)
    guard !isSwept || operation.operands[0].bits > 16 && !allowance.sweeps else { return self }
    let effort = isSwept ? effort.atMostStandard : effort
    // What is finished needs no sample.
    guard CaseDomain.bits(of: operation) > effort.enumeratedBits else {
      return effort == self.effort
        ? self
        : DeviceCheck(
          operation, on: device, preset: preset, effort: effort, sample: sample, policy: policy)
    }
    let asked = effort.sample(sample, of: operation)
    let allowed = allowance.sample(asked)
    guard effort != self.effort || allowed < asked else { return self }
    return DeviceCheck(
      operation, on: device, preset: preset, effort: effort,
      sample: allowed < asked ? allowed : sample, policy: policy)
  }

  /// What finding the steps of an operation on one operand takes.
  private static func thresholds(_ operation: Operation) -> UInt64 {
    operation.result.bits <= 8 ? 16 << UInt64(operation.result.bits) : 8_000
  }
}
