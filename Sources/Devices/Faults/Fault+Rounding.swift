import Descriptors

extension Fault {
  /// Mistakes in choosing between two neighbours.
  static let rounding: [Fault] = [
    Fault(
      "ties-away", "ties go away from zero, not to even",
      threads: ["triton#11897", "aiter#974", "aiter#2247"],
      replacing: { $0.replace(.toNearestOrEven, by: .toNearestOrAway) }),
    Fault(
      "ties-to-zero", "ties go toward zero, not to even",
      replacing: { $0.replace(.toNearestOrEven, by: .toNearestOrZero) }),
    Fault(
      "truncate", "low bits are cut off instead of rounded", threads: ["1bit-MONSTER#640"],
      replacing: { $0.replace(.toNearestOrEven, by: .towardZero) }),
    Fault(
      "top-bits", "the operand's top bits are taken as they are, NaNs included",
      threads: ["1bit-MONSTER#640"]
    ) { operation in
      guard operation.isCast, let from = operation.operands[0].layout, let to = operation.layout,
        from.exponentBits == to.exponentBits, from.signed == to.signed,
        from.trailingBits > to.trailingBits
      else { return nil }
      let dropped = UInt64(from.trailingBits - to.trailingBits)
      return Misoperation(operation) { operands, _ in operands[0] >> dropped }
    },
    Fault(
      "sticky-lost", "bits behind the guard bit are dropped before rounding: 0.25000006 is a tie",
      threads: ["tt-metal#51971", "tt-metal#51975"]
    ) { operation in
      guard operation.dialect.rounding == .toNearestOrEven, let to = operation.layout
      else { return nil }
      let guarded = FormatDescriptor.middle(
        "guarded", exponentBits: 11, trailingBits: to.trailingBits + 1,
        bias: to.subnormals == .gradual ? to.bias : to.bias + 1)
      return Misoperation(operation, through: guarded, rounding: .towardZero)
    },
    Fault(
      "carry-lost", "rounding up into the next binade leaves the exponent behind",
      threads: ["triton#11897"]
    ) { operation in
      guard operation.dialect.rounding == .toNearestOrEven, let to = operation.layout,
        to.trailingBits > 0
      else { return nil }
      let binade = UInt64(1) << UInt64(to.trailingBits)
      let truncated = operation.changing { $0.dialect.rounding = .towardZero }
      return Misoperation(operation, truncated) { _, results in
        let carried = results[0] == results[1] + 1 && results[0] % binade == 0
        let magnitude = results[0] & (operation.result.topBit - 1)
        return carried && magnitude > binade ? results[0] - binade : results[0]
      }
    },
    Fault(
      "via-float16", "results are rounded to binary16 first, then again", threads: ["triton#2583"]
    ) { twice($0, through: .binary16) },
    Fault("via-bfloat16", "results are rounded to bfloat16 first, then again") {
      twice($0, through: .bfloat16)
    },
    Fault(
      "via-float32", "results are rounded to binary32 first, then again",
      threads: ["ml_dtypes#401"]
    ) { twice($0, through: .binary32) },
    Fault(
      "log2-exponent", "the exponent is the floor of log2 in binary32, which rounds up to integers",
      threads: ["chop#5", "gfloat#62", "vllm#43557"]
    ) { operation in
      guard operation.isCast, operation.operands[0].layout == FormatDescriptor.binary32.layout,
        operation.layout != nil
      else { return nil }
      var wrong = Misoperation(operation)
      wrong.operand = { BinaryLogarithm.raised($0) }
      return wrong
    },
    Fault(
      "log2-ceiling",
      "the exponent is the ceiling of log2 in binary32, which rounds down to integers"
    ) { operation in
      guard operation.isCast, operation.operands[0].layout == FormatDescriptor.binary32.layout,
        operation.layout != nil
      else { return nil }
      var wrong = Misoperation(operation)
      wrong.operand = { BinaryLogarithm.lowered($0) }
      return wrong
    },
    Fault(
      "ties-by-significand", "at precision 1 every tie goes up, not to the even code",
      threads: ["gfloat#62"]
    ) { operation in
      guard operation.layout?.trailingBits == 0, operation.dialect.tieParity == .code
      else { return nil }
      return Misoperation(operation.changing { $0.dialect.tieParity = .significand })
    },
  ]

  /// Two roundings where one is asked for.
  private static func twice(
    _ operation: Operation, through middle: FormatDescriptor
  ) -> Misoperation? {
    guard operation.dialect.rounding == .toNearestOrEven, let between = middle.layout else {
      return nil
    }
    if let to = operation.layout, to.trailingBits >= between.trailingBits { return nil }
    if operation.isCast, let from = operation.operands[0].layout,
      from.trailingBits <= between.trailingBits
    {
      return nil
    }
    return Misoperation(operation, through: middle, rounding: .toNearestOrEven)
  }
}

extension Operation {
  /// Swaps the rounding rule where it is the given one.
  mutating func replace(_ rule: RoundingRule, by other: RoundingRule) -> Bool {
    guard dialect.rounding == rule else { return false }
    dialect.rounding = other
    return true
  }
}
