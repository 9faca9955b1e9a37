import Descriptors

extension Fault {
  /// Formats read or written as if they were slightly different ones.
  static let layouts: [Fault] = [
    Fault(
      "bias-decode", "operands are read with a bias that is one too large",
      threads: ["brevitas#1126"]
    ) { operation in
      guard let shifted = operation.operands[0].changing({ $0.bias += 1 }) else { return nil }
      return Misoperation(operation.changing { $0.operands[0] = shifted })
    },
    Fault(
      "bias-encode", "results are written with a bias that is one too large",
      threads: ["vllm#34577"]
    ) { operation in
      guard let shifted = operation.result.changing({ $0.bias += 1 }) else { return nil }
      return Misoperation(operation.changing { $0.result = shifted })
    },
    Fault(
      "nan-as-zero", "the NaN code 80 is read as -0", threads: ["triton#10745", "triton#10778"]
    ) { operation in
      guard operation.operands[0].layout?.nans == .negativeZero,
        let plain = operation.operands[0].changing({ layout in
          layout.nans = .none
          layout.hasNegativeZero = true
        })
      else { return nil }
      return Misoperation(operation.changing { $0.operands[0] = plain })
    },
    Fault(
      "nan-as-number", "the NaN codes 7F and FF are read as numbers (480)",
      threads: ["mlx#4135", "mlx#4376", "arch-com#908", "tilelang#2702"]
    ) { operation in
      guard let from = operation.operands[0].layout, from.nans == .allOnes,
        from.infinities == .none, let plain = operation.operands[0].changing({ $0.nans = .none })
      else { return nil }
      return Misoperation(operation.changing { $0.operands[0] = plain })
    },
    Fault(
      "nan-as-largest", "saturation stops at the NaN code 7F, not at 7E",
      threads: ["Model-Optimizer#1633"]
    ) { operation in
      guard let to = operation.layout, to.nans == .allOnes, to.infinities == .none,
        let plain = operation.result.changing({ $0.nans = .none })
      else { return nil }
      return Misoperation(
        operation.changing {
          $0.result = plain
          $0.dialect.withoutNaN = .largest
          $0.dialect.withoutInfinity = .bound
        })
    },
    Fault(
      "ieee-decode", "the top binade is read as infinity and NaN, as in IEEE 754",
      threads: ["universal#614"]
    ) { operation in
      guard let wrong = ieee(operation.operands[0]) else { return nil }
      return Misoperation(operation.changing { $0.operands[0] = wrong })
    },
    Fault(
      "ieee-encode", "results stop below the top binade, as in IEEE 754: 240 is taken for 448",
      threads: ["universal#1302"]
    ) { operation in
      guard let wrong = ieee(operation.result) else { return nil }
      return Misoperation(operation.changing { $0.result = wrong })
    },
    Fault(
      "e8m0-shift", "an E8M0 byte is shifted into the exponent field: byte 0 gives 0, not 2^-127",
      threads: ["oneDNN#4218", "triton#11624", "ao#4725"]
    ) { operation in
      guard operation.isCast, isScale(operation.operands[0]) else { return nil }
      return Misoperation([operation.constant(0), operation.itself]) { operands, results in
        operands[0] == 0 ? results[0] : results[1]
      }
    },
    Fault(
      "e8m0-sentinel", "E8M0's NaN is looked for after decoding: 128 becomes NaN, FF infinity",
      threads: ["sglang#25519"]
    ) { operation in
      guard operation.isCast, isScale(operation.operands[0]) else { return nil }
      return Misoperation([
        operation.constant(0x7FC0_0000), operation.constant(0x7F80_0000), operation.itself,
      ]) { operands, results in
        switch operands[0] {
        case 0x86: results[0]
        case 0xFF: results[1]
        default: results[2]
        }
      }
    },
  ]

  /// The format with its top binade given to infinity and NaNs; `nil` where it is so already, or no
  /// number would be left.
  private static func ieee(_ format: FormatDescriptor) -> FormatDescriptor? {
    guard let layout = format.layout, layout.nans != .ieee, layout.infinities == .none,
      layout.trailingBits > 0
    else { return nil }
    return format.changing { layout in
      layout.nans = .ieee
      layout.infinities = .ieee
    }
  }

  /// Whether a format is E8M0.
  static func isScale(_ format: FormatDescriptor) -> Bool {
    guard let layout = format.layout else { return false }
    return !layout.signed && layout.trailingBits == 0 && layout.exponentBits == 8
      && !layout.hasZero
  }
}
