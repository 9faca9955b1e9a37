import Descriptors

extension Fault {
  /// Mistakes in operations other than conversions.
  static let arithmetic: [Fault] = [
    Fault(
      "reciprocal", "a quotient is the product with a rounded reciprocal",
      threads: ["TE#2615", "TE#2639"]
    ) { operation in
      guard operation.kind == .div, operation.operands == [operation.result, operation.result]
      else { return nil }
      let one = Operation.cast(from: .binary32, to: operation.result)
      return Misoperation([
        .init(one, [.constant(0x3F80_0000)]),
        .init(operation, [.result(0), .operand(1)]),
        .init(operation.changing { $0.kind = .mul }, [.operand(0), .result(1)]),
      ])
    },
    Fault("unfused", "a fused multiply-add rounds the product first") { operation in
      guard operation.kind == .fma, operation.operands.allSatisfy({ $0 == operation.result })
      else { return nil }
      let pair = [operation.result, operation.result]
      let mul = Operation(
        .mul, operands: pair, result: operation.result, dialect: operation.dialect)
      return Misoperation([
        .init(mul, [.operand(0), .operand(1)]),
        .init(mul.changing { $0.kind = .add }, [.result(0), .operand(2)]),
      ])
    },
    Fault(
      "division-by-zero", "a quotient by zero is the largest number, not infinity or NaN",
      threads: ["universal#614"]
    ) { operation in
      guard operation.kind == .div, let from = operation.operands[1].layout else { return nil }
      let format = operation.operands[1]
      let closed = operation.changing { $0.dialect.overflow = .satFinite }
      return Misoperation(operation, closed) { operands, results in
        format.kind(of: operands[1], from) == .zero ? results[1] : results[0]
      }
    },
    Fault("zero-sum-sign", "a sum that cancels takes the sign of its first term") { operation in
      guard operation.kind == .add, operation.dialect.rounding != .down,
        operation.layout?.hasNegativeZero == true, operation.operands[0].layout?.signed == true
      else { return nil }
      let sign = operation.operands[0].topBit
      let down = operation.changing { $0.dialect.rounding = .down }
      return Misoperation(operation, down) { operands, results in
        let cancels = results[0] == 0 && results[1] == operation.result.topBit
        return cancels && operands[0] & sign != 0 ? results[1] : results[0]
      }
    },
  ]
}
