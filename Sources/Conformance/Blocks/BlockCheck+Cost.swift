import Descriptors
import Reference

extension BlockCheck {
  /// What the check is going to do: about an evaluation for each operand of a case.
  public var cost: CheckCost {
    let perMillion = UInt64(operation.operandCount) * 1_000_000
    if let alphabet {
      let cases = (0..<operation.operandCount).reduce(1 as UInt64) { product, _ in
        product * UInt64(alphabet.codes.count)
      }
      return CheckCost(cases: cases, perMillion: perMillion)
    }
    if let bits = finiteBits {
      return CheckCost(cases: 1 << UInt64(bits), perMillion: perMillion)
    }
    return CheckCost(
      cases: sample ?? effort.sample(of: operation), perMillion: perMillion,
      fixed: 200 * UInt64(operation.operandCount),
      kind: .sample(least: min(CheckCost.leastSample, effort.sample(of: operation))))
  }

  /// The check with no more than is allowed.
  func limited(to allowance: CheckAllowance) -> BlockCheck {
    let asked = sample ?? effort.sample(of: operation)
    let allowed = allowance.sample(asked)
    guard alphabet == nil, finiteBits == nil, allowed < asked else { return self }
    return BlockCheck(evaluator, on: device, effort: effort, sample: allowed, policy: policy)
  }

  /// The bits of a case, where all cases are tried.
  private var finiteBits: Int? {
    let codes = evaluator.operands.reduce(0) { $0 + $1.places.count * $1.format.bits }
    let bits = codes + operation.wordBits.reduce(0, +)
    return bits <= effort.enumeratedBlockBits ? bits : nil
  }
}

extension OrderCheck {
  /// What the check is going to do; no reference is asked.
  var cost: CheckCost {
    let cases = batches * casesPerBatch
    return CheckCost(cases: cases, perMillion: UInt64(evaluator.operation.operandCount) * 500_000)
  }
}

extension DrawCheck {
  /// What the check is going to do: all draws of each block.
  var cost: CheckCost {
    CheckCost(cases: blockCount, perMillion: UInt64(operation.operandCount) * 8_000_000)
  }
}
