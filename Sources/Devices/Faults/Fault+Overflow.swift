import Descriptors

extension Fault {
  /// Mistakes at the upper end of the range.
  static let overflow: [Fault] = [
    Fault(
      "saturation-missing", "saturation is asked for and not done: 1000 becomes NaN, not 448",
      threads: ["Model-Optimizer#1633", "pytorch#178817"],
      replacing: { operation in
        defer { operation.dialect.overflow = .satNone }
        return operation.dialect.overflow == .satFinite
      }),
    Fault(
      "saturation-always", "values saturate where infinity or NaN is asked for",
      threads: ["onnx#6220", "ml_dtypes#260"],
      replacing: { operation in
        defer { operation.dialect.overflow = .satFinite }
        return operation.dialect.overflow == .satNone
      }),
    Fault(
      "saturation-nan", "finite values beyond the range become NaN under saturation",
      threads: ["saturn-vectors#101"]
    ) { operation in
      guard operation.dialect.overflow == .satFinite, let to = operation.layout else { return nil }
      let open = operation.changing { $0.dialect.overflow = .satNone }
      return Misoperation([operation.itself, open.itself, operation.constant(0x7FC0_0000)]) {
        _, results in
        switch operation.result.kind(of: results[1], to) {
        case .infinity, .nan: results[2]
        default: results[0]
        }
      }
    },
    Fault(
      "range-before-rounding", "the range is tested before rounding: 460 overflows, not 464",
      threads: ["universal#1351"],
      replacing: { operation in
        defer { operation.dialect.rangeTest = .beforeRounding }
        return operation.dialect.rangeTest == .afterRounding
      }),
    Fault(
      "overflow-ignores-rule", "overflow gives infinity where the rounding rule stops at the bound",
      threads: ["saturn-vectors#101"]
    ) { operation in
      guard [.towardZero, .up, .down].contains(operation.dialect.rounding),
        let to = operation.layout
      else { return nil }
      let nearest = operation.changing { $0.dialect.rounding = .toNearestOrEven }
      return Misoperation(operation, nearest) { _, results in
        switch operation.result.kind(of: results[1], to) {
        case .infinity, .nan: results[1]
        default: results[0]
        }
      }
    },
    Fault(
      "integer-wraps", "integers beyond the range keep their low bits",
      replacing: { operation in
        defer { operation.dialect.wraps = true }
        guard case .fixedPoint = operation.result.encoding else { return false }
        return !operation.dialect.wraps
      }),
    Fault(
      "lowest-integer-lost", "the lowest integer, -128, is never given",
      threads: ["brevitas#1126"]
    ) { operation in
      guard operation.result.isSignedFixedPoint, operation.result.bits > 1 else { return nil }
      return Misoperation(operation) { _, results in
        results[0] == operation.result.topBit ? results[0] + 1 : results[0]
      }
    },
    Fault(
      "clamp-off-by-one", "integers are clamped to 128, which is the code of -128",
      threads: ["brevitas#1126"]
    ) { operation in
      guard operation.result.isSignedFixedPoint, operation.result.bits > 1 else { return nil }
      let wider = operation.changing { $0.result.bits += 2 }
      return Misoperation(operation, wider) { _, results in
        let edge = operation.result.topBit
        return results[0] == edge - 1 && results[1] == edge ? edge : results[0]
      }
    },
  ]
}
