import Descriptors

extension Fault {
  /// Mistakes that were added for entries of the corpus of public bugs and fit no other list.
  static let corpus: [Fault] = [
    Fault(
      "hidden-bit-of-zero",
      "operands with exponent field 0, zeros among them, are read with a hidden 1",
      threads: ["tilelang#2704", "tilelang#2709", "tilelang#2702"]
    ) { operation in
      guard operation.operands[0].layout?.subnormals == .gradual,
        let normal = operation.operands[0].changing({ layout in
          layout.subnormals = .none
          layout.hasZero = false
          layout.hasNegativeZero = false
        })
      else { return nil }
      return Misoperation(operation.changing { $0.operands[0] = normal })
    },
    Fault(
      "subnormal-halved", "subnormal results are encoded a binade too small",
      threads: ["tt-metal#51971", "tt-metal#51975"]
    ) { operation in
      guard let to = operation.layout, to.subnormals == .gradual, to.trailingBits > 0,
        let coarser = operation.result.changing({ $0.bias -= 1 })
      else { return nil }
      return Misoperation(operation, operation.changing { $0.result = coarser }) { _, results in
        operation.result.kind(of: results[0], to) == .subnormal ? results[1] : results[0]
      }
    },
    Fault(
      "last-bit-lost", "the last bit of the significand is cut off",
      threads: ["tt-metal#51971", "tt-metal#51975"]
    ) { operation in
      guard operation.dialect.rounding == .toNearestOrEven, let to = operation.layout,
        to.trailingBits > 1
      else { return nil }
      return Misoperation(operation) { _, results in
        operation.result.kind(of: results[0], to) == .normal ? results[0] & ~1 : results[0]
      }
    },
    Fault(
      "saturation-one-sided", "negative values beyond the range do not saturate",
      threads: ["brevitas#1126"]
    ) { operation in
      guard operation.dialect.overflow == .satFinite, operation.layout?.signed == true,
        operation.isCast, operation.operands[0].layout?.signed == true
      else { return nil }
      let sign = operation.operands[0].topBit
      let open = operation.changing { $0.dialect.overflow = .satNone }
      return Misoperation(operation, open) { operands, results in
        operands[0] & sign == 0 ? results[0] : results[1]
      }
    },
    Fault(
      "infinity-unsaturated", "an infinity becomes NaN where it should saturate",
      threads: ["onnx#6220", "onnx#7085", "onnx#7130"],
      replacing: { operation in
        guard operation.dialect.overflow == .satFinite, operation.dialect.infinity == .byOverflow,
          operation.operands[0].layout?.infinities == .ieee
        else { return false }
        operation.dialect.infinity = .nan
        return true
      }),
    Fault("overflow-to-zero", "finite values beyond the range become zero") { operation in
      guard operation.isCast, operation.dialect.overflow == .satNone, let to = operation.layout,
        let from = operation.operands[0].layout
      else { return nil }
      let source = operation.operands[0]
      return Misoperation([operation.itself, operation.constant(0)]) { operands, results in
        switch (source.kind(of: operands[0], from), operation.result.kind(of: results[0], to)) {
        case (.normal, .infinity), (.normal, .nan): results[1]
        default: results[0]
        }
      }
    },
    Fault(
      "overflow-of-finite",
      "a finite format answers overflow with NaN, not its largest value, or the other way",
      replacing: { operation in
        let other: Dialect.WithoutInfinity =
          operation.dialect.withoutInfinity == .bound ? .nan : .bound
        defer { operation.dialect.withoutInfinity = other }
        guard let to = operation.layout else { return false }
        return to.infinities == .none && operation.dialect.overflow != .satFinite
      }),
    Fault(
      "nan-as-negative-zero", "a NaN becomes -0 in a format that has none",
      replacing: { operation in
        defer { operation.dialect.withoutNaN = .negativeZero }
        return operation.layout?.nans == FloatLayout.NaNs.none
          && operation.layout?.hasNegativeZero == true
          && operation.dialect.withoutNaN != .negativeZero
      }),
    Fault(
      "zero-as-smallest", "a zero is accepted by a format that has none",
      threads: ["llvm#215445"],
      replacing: { operation in
        defer { operation.dialect.withoutZero = .smallest }
        return operation.layout?.hasZero == false && operation.dialect.withoutZero == .nan
      }),
    Fault(
      "underflow-nan", "what lies below 2^-127 becomes E8M0's NaN, not 2^-127",
      threads: ["gfloat#62"]
    ) { operation in
      guard operation.isCast, operation.operands[0].layout == FormatDescriptor.binary32.layout,
        isScale(operation.result)
      else { return nil }
      return Misoperation(operation) { operands, results in
        results[0] == 0 && operands[0] < 0x0040_0000 ? 0xFF : results[0]
      }
    },
    Fault("smallest-scale-lost", "E8M0's smallest value, 2^-127, is never given: 2^-126 is") {
      operation in
      guard isScale(operation.result) else { return nil }
      return Misoperation(operation) { _, results in results[0] == 0 ? 1 : results[0] }
    },
    Fault(
      "raw-code", "a code is given out as it is, without being converted",
      threads: ["arch-com#848"]
    ) { operation in
      guard operation.isCast, operation.operands[0].bits < operation.result.bits else {
        return nil
      }
      return Misoperation(operation) { operands, _ in operands[0] }
    },
    Fault(
      "fnuz-written", "the FNUZ twin of a format is written, by a test for the wrong widths",
      threads: ["brevitas#1027"]
    ) { operation in
      guard let to = operation.layout, to.signed, to.nans != .negativeZero,
        let twin = operation.result.changing({ layout in
          layout.bias += 1
          layout.infinities = .none
          layout.nans = .negativeZero
          layout.hasNegativeZero = false
        })
      else { return nil }
      return Misoperation(operation.changing { $0.result = twin })
    },
    Fault(
      "function-shifted", "a table of functions is out of step: sub is run for add, mul for sub",
      threads: ["testfloat#19"],
      replacing: { operation in
        let table: [Operation.Kind] = [.add, .sub, .mul, .div]
        guard let kind = operation.kind, let place = table.firstIndex(of: kind) else {
          return false
        }
        operation.kind = table[(place + 1) % table.count]
        return true
      }),
  ]
}
