import Descriptors
import Reference

extension DeviceCheck {
  /// What the check is going to do.
  ///
  /// The work of a case grows with its operands; comparing a swept code with a constant takes some
  /// three-thousandth of an evaluation.
  public var cost: CheckCost {
    let operands = UInt64(operation.operandCount)
    if effort.sweeps(operation) { return sweepCost }
    let perMillion = operands * 1_000_000
    if isSpelled {
      let codes = UInt64(effort.spelledCodes(of: operation))
      let cases = (0..<operation.operandCount).reduce(1 as UInt64) { count, _ in count * codes }
      return CheckCost(cases: cases, perMillion: perMillion)
    }
    if let bits = finiteBits {
      return CheckCost(cases: 1 << UInt64(bits), perMillion: perMillion)
    }
    let isFew = operation.kind != nil
    let fixed = isFew ? (operands == 1 ? 2 * Self.thresholds(operation) : 0) : 200 * operands
    let least =
      isFew
      ? CheckCost.leastSample : min(CheckCost.leastSample, effort.sample(of: operation))
    return CheckCost(
      cases: askedSample, perMillion: perMillion, fixed: fixed, kind: .sample(least: least))
  }

  /// The cost of all codes of the one operand.
  private var sweepCost: CheckCost {
    let bits = UInt64(operation.operands[0].bits)
    let cost = CheckCost(
      cases: 1 << bits, perMillion: 350, fixed: Self.thresholds(operation))
    guard bits > 16 else { return cost }
    var other = self
    other.effort = effort.atMostStandard
    let instead = other.cost
    var swept = cost
    swept.kind = .sweep(
      instead: .init(cases: instead.cases, perMillion: instead.perMillion, fixed: instead.fixed))
    return swept
  }

  /// The check with no more than is allowed.
  func limited(to allowance: CheckAllowance) -> DeviceCheck {
    guard !isSpelled else { return self }
    var limited = self
    if effort.sweeps(operation) {
      guard operation.operands[0].bits > 16, !allowance.sweeps else { return self }
      limited.effort = effort.atMostStandard
    }
    // What is finished needs no sample.
    guard limited.finiteBits == nil else { return limited }
    let asked = limited.askedSample
    let allowed = allowance.sample(asked)
    if allowed < asked { limited.sample = allowed }
    return limited
  }

  /// How many cases a sample has.
  private var askedSample: UInt64 {
    operation.kind == nil
      ? sample ?? effort.sample(of: operation) : effort.sample(sample, of: operation)
  }

  /// The bits of a case, where all cases are tried one by one.
  private var finiteBits: Int? {
    if operation.kind != nil {
      let bits = ScalarCases.bits(of: operation)
      return bits <= effort.enumeratedBits ? bits : nil
    }
    let codes = operation.operandRuns.reduce(0) { $0 + $1.count * $1.bits }
    let bits = codes + operation.wordBits.reduce(0, +)
    return bits <= effort.enumeratedBlockBits ? bits : nil
  }

  /// What finding the steps of an operation on one operand takes.
  private static func thresholds(_ operation: Operation) -> UInt64 {
    operation.result.bits <= 8 ? 16 << UInt64(operation.result.bits) : 8_000
  }
}

extension OrderCheck {
  /// What the check is going to do; no reference is asked.
  public var cost: CheckCost {
    let cases = batches * casesPerBatch
    return CheckCost(cases: cases, perMillion: UInt64(evaluator.operation.operandCount) * 500_000)
  }
}

extension DrawCheck {
  /// What the check is going to do: all draws of each block.
  public var cost: CheckCost {
    CheckCost(cases: blockCount, perMillion: UInt64(operation.operandCount) * 8_000_000)
  }
}
