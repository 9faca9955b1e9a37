import Descriptors

extension Fault {
  /// Mistakes at the lower end of the range.
  static let subnormals: [Fault] = [
    Fault(
      "flush-results", "subnormal results become zero", threads: ["tilelang#2709"],
      replacing: { operation in
        operation.dialect.flushResults = true
        return operation.layout?.subnormals == .gradual
      }),
    Fault(
      "flush-operands", "subnormal operands are read as zero (AVX512-BF16 does)",
      replacing: { operation in
        operation.dialect.flushOperands = true
        return operation.operands.contains { $0.layout?.subnormals == .gradual }
      }),
    Fault(
      "subnormal-twice", "subnormal results are rounded as normal ones first, then shifted",
      threads: ["triton#11897", "pytorch#107586"]
    ) { operation in
      guard operation.dialect.rounding == .toNearestOrEven, let to = operation.layout,
        to.subnormals == .gradual, to.trailingBits > 0
      else { return nil }
      return Misoperation(
        operation,
        through: .middle("wide", exponentBits: 11, trailingBits: to.trailingBits),
        rounding: .toNearestOrEven)
    },
    Fault(
      "subnormal-quantum", "subnormal results are counted in steps of half the right size",
      threads: ["mase#321"]
    ) { operation in
      guard let to = operation.layout, to.subnormals == .gradual, to.trailingBits > 0,
        let finer = operation.result.changing({ $0.bias += 1 })
      else { return nil }
      return Misoperation(operation, operation.changing { $0.result = finer }) { _, results in
        operation.result.kind(of: results[0], to) == .subnormal ? results[1] : results[0]
      }
    },
    Fault(
      "subnormal-exponent", "subnormal operands are read with the exponent -bias, not 1 - bias",
      threads: ["mase#321"]
    ) { operation in
      guard let from = operation.operands[0].layout, from.subnormals == .gradual,
        let halved = operation.operands[0].changing({ $0.bias += 1 })
      else { return nil }
      let format = operation.operands[0]
      return Misoperation(operation, operation.changing { $0.operands[0] = halved }) {
        operands, results in
        format.kind(of: operands[0], from) == .subnormal ? results[1] : results[0]
      }
    },
    Fault(
      "hidden-bit", "operands with exponent field 0 are read with a hidden 1",
      threads: ["tilelang#2709"]
    ) { operation in
      guard operation.operands[0].layout?.subnormals == .gradual,
        let normal = operation.operands[0].changing({ $0.subnormals = .none })
      else { return nil }
      return Misoperation(operation.changing { $0.operands[0] = normal })
    },
    Fault(
      "smallest-lost",
      "the smallest subnormal becomes zero: encoding what was decoded changes it",
      threads: ["tt-metal#51971"]
    ) { operation in
      guard let to = operation.layout, to.subnormals == .gradual, to.trailingBits > 0 else {
        return nil
      }
      return Misoperation(operation) { _, results in
        let sign = to.signed ? operation.result.topBit : 0
        guard results[0] & ~sign == 1 else { return results[0] }
        return to.hasNegativeZero ? results[0] - 1 : 0
      }
    },
  ]
}
