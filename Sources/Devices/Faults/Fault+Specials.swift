import Descriptors

extension Fault {
  /// Mistakes with zeros, infinities, NaNs and signs.
  static let specials: [Fault] = [
    Fault("all-zeros", "every result is zero", threads: ["onnxruntime#31155", "TE#3281"]) {
      Misoperation([$0.constant(0)])
    },
    Fault("nan-to-zero", "a NaN becomes zero", threads: ["Float8s.jl#23"]) { operation in
      Misoperation([operation.itself, operation.constant(0x7FC0_0000), operation.constant(0)]) {
        _, results in
        results[0] == results[1] ? results[2] : results[0]
      }
    },
    Fault("nan-sign", "a NaN has the wrong sign") { operation in
      guard let to = operation.layout, to.signed, to.nans == .ieee || to.nans == .allOnes
      else { return nil }
      return Misoperation(operation) { _, results in
        let isNaN = operation.result.kind(of: results[0], to) == .nan
        return isNaN ? results[0] ^ operation.result.topBit : results[0]
      }
    },
    Fault("infinity-to-zero", "an infinite operand becomes zero", threads: ["universal#1302"]) {
      operation in
      guard operation.isCast, let from = operation.operands[0].layout, from.infinities != .none
      else { return nil }
      let format = operation.operands[0]
      return Misoperation([operation.itself, operation.constant(0)]) { operands, results in
        format.kind(of: operands[0], from) == .infinity ? results[1] : results[0]
      }
    },
    Fault("negative-zero-lost", "-0 becomes 0") { operation in
      guard operation.layout?.hasNegativeZero == true else { return nil }
      return Misoperation(operation) { _, results in
        results[0] == operation.result.topBit ? 0 : results[0]
      }
    },
    Fault(
      "sign-into-exponent", "the sign of a negative value is ORed into an unsigned code",
      threads: ["llvm#223286"]
    ) { operation in
      guard operation.isCast, let to = operation.layout, !to.signed,
        operation.operands[0].layout?.signed == true
      else { return nil }
      let signs = operation.operands[0].topBit
      let dropped = operation.changing { $0.dialect.negative = .magnitude }
      return Misoperation(dropped) { operands, results in
        operands[0] & signs == 0 ? results[0] : results[0] | operation.result.topBit
      }
    },
    Fault(
      "sign-dropped", "a negative value enters an unsigned format as its magnitude",
      threads: ["llvm#215445"],
      replacing: { operation in
        operation.dialect.negative = .magnitude
        return operation.layout?.signed == false
      }),
  ]
}
