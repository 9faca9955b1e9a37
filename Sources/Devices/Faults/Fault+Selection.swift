import Descriptors

extension Fault {
  /// Mistakes in comparisons, extrema, predicates, neighbours and scaled operations.
  static let selection: [Fault] = [
    Fault("compares-codes", "comparisons compare codes as plain numbers, signs included") {
      operation in
      guard let kind = operation.kind, kind.family == .comparison, operation.comparesOneFormat,
        operation.operands[0].layout?.signed == true
      else { return nil }
      return Misoperation(operation) { operands, _ in
        kind.holds(operands[0], operands[1]) ? 1 : 0
      }
    },
    Fault("equal-codes", "data are equal where their codes are: a NaN equals itself, 0 is not -0") {
      operation in
      guard let kind = operation.kind, operation.comparesOneFormat,
        [.compareEqual, .compareLessEqual, .compareGreaterEqual].contains(kind)
      else { return nil }
      return Misoperation(operation) { operands, results in
        if operands[0] == operands[1] { return 1 }
        return kind == .compareEqual ? 0 : results[0]
      }
    },
    Fault(
      "nan-loses", "a NaN loses where it should win: minimum of NaN and 1 is 1",
      replacing: { $0.replaceKind(.numberVariants) }),
    Fault(
      "nan-wins", "a NaN wins where it should lose: minimum-number of NaN and 1 is NaN",
      replacing: { $0.replaceKind(.plainVariants) }),
    Fault(
      "minimum-macro", "an extremum is 'x < y ? x : y', which gives y wherever a NaN takes part"
    ) { operation in
      guard let extremum = operation.kind, [.minimum, .maximum].contains(extremum),
        operation.comparesOneFormat, operation.operands[0] == operation.result
      else { return nil }
      let kind: Operation.Kind = extremum == .minimum ? .compareLess : .compareGreater
      let test = Operation(kind, of: operation.operands, dialect: operation.dialect)
      return Misoperation(test) { operands, results in results[0] == 1 ? operands[0] : operands[1] }
    },
    Fault("infinity-is-finite", "an infinity takes part where only numbers should") { operation in
      guard let kind = operation.kind.flatMap({ Operation.Kind.infiniteVariants[$0] }) else {
        return nil
      }
      return Misoperation(operation.changing { $0.kind = kind })
    },
    Fault("first-of-equals", "of two values of one magnitude the first is taken") { operation in
      guard operation.kind?.rawValue.contains("magnitude") == true, operation.comparesOneFormat,
        operation.operands[0] == operation.result, operation.result.layout?.signed == true
      else { return nil }
      let (format, sign) = (operation.result, operation.result.topBit)
      guard let layout = format.layout else { return nil }
      return Misoperation(operation) { operands, results in
        let isPair = operands[0] ^ operands[1] == sign
        let kinds = operands.map { format.kind(of: $0, layout) }
        return isPair && !kinds.contains(.nan) ? operands[0] : results[0]
      }
    },
    Fault("zero-is-subnormal", "whatever has the exponent field 0 is subnormal, zero too") {
      operation in
      guard operation.kind == .isSubnormal, let from = operation.operands[0].layout,
        from.subnormals == .gradual
      else { return nil }
      return Misoperation(operation) { operands, results in
        let width = UInt64(from.exponentBits + from.trailingBits)
        let magnitude = operands[0] & (1 << width - 1)
        return magnitude >> UInt64(from.trailingBits) == 0 ? 1 : results[0]
      }
    },
    Fault("sign-bit-is-sign", "the sign is read off the top bit, also where it marks the NaN") {
      operation in
      guard operation.kind == .isSignMinus, operation.operands[0].layout?.signed == true
      else { return nil }
      let sign = operation.operands[0].topBit
      return Misoperation(operation) { operands, _ in operands[0] & sign == 0 ? 0 : 1 }
    },
    Fault("next-is-next-code", "the next datum is the next code, through zero, NaN and the ends") {
      operation in
      guard operation.kind?.family == .neighbour, operation.operands[0].layout?.signed == true
      else { return nil }
      let sign = operation.operands[0].topBit
      let last = ~0 >> UInt64(64 - operation.operands[0].bits) as UInt64
      let up = operation.kind == .nextGreaterThan
      return Misoperation(operation) { operands, _ in
        let outward = (operands[0] & sign == 0) == up
        return (outward ? operands[0] &+ 1 : operands[0] &- 1) & last
      }
    },
    Fault("scale-after-rounding", "values are rounded before they are scaled") { operation in
      guard operation.kind?.family == .scaled, !operation.takesRandomWord else { return nil }
      let values = operation.plain.changing {
        $0.operands = [operation.operands[1], operation.operands[3]]
      }
      guard operation.kind == .scaledMultiply else {
        // The terms, each rounded, then their sum.
        let first = Operation(
          .mul, operands: [operation.operands[0], operation.operands[1]],
          result: operation.result, dialect: operation.dialect)
        let second = first.changing {
          $0.operands = [operation.operands[2], operation.operands[3]]
        }
        return Misoperation([
          .init(first, [.operand(0), .operand(1)]), .init(second, [.operand(2), .operand(3)]),
          .init(
            operation.plain.changing { $0.operands = [operation.result, operation.result] },
            [.result(0), .result(1)]),
        ])
      }
      let scales = values.changing {
        $0.operands = [operation.operands[0], operation.result]
      }
      return Misoperation([
        .init(values, [.operand(1), .operand(3)]),
        .init(scales, [.operand(0), .result(0)]),
        .init(
          scales.changing { $0.operands[0] = operation.operands[2] }, [.operand(2), .result(1)]),
      ])
    },
    Fault("scale-forgotten", "the second scale is left out") { operation in
      guard operation.kind?.family == .scaled,
        operation.operands[0] == operation.operands[2]
      else { return nil }
      return Misoperation([.init(operation, [.operand(0), .operand(1), .operand(0), .operand(3)])])
    },
  ]
}

extension Operation {
  /// Whether both operands have one format.
  fileprivate var comparesOneFormat: Bool { Set(operands).count == 1 }

  /// The arithmetic that a scaled operation does on its terms.
  fileprivate var plain: Operation {
    let plain: Kind =
      switch kind {
      case .scaledAdd: .add
      case .scaledSubtract: .sub
      default: .mul
      }
    return Operation(plain, operands: [result, result], result: result, dialect: dialect)
  }

  /// Replaces the function by its like; `false` where it has none.
  fileprivate mutating func replaceKind(_ variants: [Kind: Kind]) -> Bool {
    guard let kind, let other = variants[kind] else { return false }
    self.kind = other
    return true
  }
}

extension [Operation.Kind: Operation.Kind] {
  /// Each extremum in which a NaN wins, with the one in which it loses.
  fileprivate static let numberVariants: Self = [
    .minimum: .minimumNumber, .maximum: .maximumNumber,
    .minimumMagnitude: .minimumMagnitudeNumber, .maximumMagnitude: .maximumMagnitudeNumber,
  ]

  /// The other way round.
  fileprivate static let plainVariants = Self(
    uniqueKeysWithValues: numberVariants.map { ($0.value, $0.key) })
}

extension Operation.Kind {
  /// The extrema of numbers with those that let infinities take part.
  fileprivate static let infiniteVariants: [Self: Self] = [
    .minimumFinite: .minimumNumber, .maximumFinite: .maximumNumber,
  ]

  /// A comparison of two codes as plain numbers.
  fileprivate func holds(_ x: UInt64, _ y: UInt64) -> Bool {
    switch self {
    case .compareLess: x < y
    case .compareEqual: x == y
    case .compareGreaterEqual: x >= y
    case .compareGreater: x > y
    default: x <= y
    }
  }
}
