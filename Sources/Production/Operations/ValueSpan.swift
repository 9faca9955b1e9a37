import Descriptors

/// Where the finite values of an operand lie: multiples of `2^unit`, from `2^smallest` on and below
/// `2^(largest + 1)`.
///
/// An integer that wraps around keeps the low bits of a result however large it is. Numbers of 128
/// bits with a sticky bit hold them only where the result's bits do not reach further than that.
struct ValueSpan {
  var unit: Int
  var smallest: Int
  var largest: Int

  /// The span of a coding's values, or nil where there are too many to look at.
  init?(_ coding: NumberCoding) {
    if case .fixedPoint(let format) = coding.kind {
      unit = -format.fractionBits
      smallest = unit
      largest = unit + format.bits - 1
      return
    }
    guard coding.bits <= 16 else { return nil }
    (unit, smallest, largest) = (.max, .max, .min)
    for code in 0..<UInt64(1) << UInt64(coding.bits) {
      guard case .finite(let value) = coding.decode(code) else { continue }
      let top = value.magnitude.top
      unit = min(unit, value.exponent)
      smallest = min(smallest, top)
      largest = max(largest, top)
    }
    if unit == .max { (unit, smallest, largest) = (0, 0, 0) }
  }

  private init(unit: Int, smallest: Int, largest: Int) {
    (self.unit, self.smallest, self.largest) = (unit, smallest, largest)
  }

  private static func product(_ x: ValueSpan, _ y: ValueSpan) -> ValueSpan {
    ValueSpan(
      unit: x.unit + y.unit, smallest: x.smallest + y.smallest, largest: x.largest + y.largest + 1)
  }

  /// Whether the terms' sum is exact in 126 bits, room for two carries left.
  private static func sumIsExact(_ terms: [ValueSpan]) -> Bool {
    let unit = terms.map(\.unit).min() ?? 0
    let largest = terms.map(\.largest).max() ?? 0
    return largest + 2 - unit <= 124
  }

  /// Whether a function knows every bit of its results from `2^unit` on.
  ///
  /// - Parameters:
  ///   - operands: a span for every operand.
  ///   - usesRatios: whether values are ratios of integers of any length, rounded down to 125 bits
  ///     last.
  static func keepsLowBits(
    _ kind: Operation.Kind, _ operands: [ValueSpan], usesRatios: Bool, unit: Int
  ) -> Bool {
    let count = operands.count
    let (x, y, last) = (operands[0], operands[min(1, count - 1)], operands[count - 1])
    // Quotients have at least 124 bits and ratios 125, roots 62.
    func reach(_ largest: Int, _ bits: Int) -> Bool { largest + 1 - unit <= bits - 4 }
    let product = kind.family == .scaled ? Self.product(x, y) : x
    let other = kind.family == .scaled ? Self.product(operands[2], last) : last
    switch kind {
    case .mul, .scaledMultiply:
      return !usesRatios || reach(operands.map { $0.largest + 1 }.reduce(0, +), 124)
    case .add, .sub, .faa, .scaledAdd, .scaledSubtract:
      let terms = kind.family == .scaled ? [product, other] : operands
      let largest = terms.map(\.largest).max() ?? 0
      return usesRatios ? reach(largest + 2, 124) : sumIsExact(terms)
    case .fma:
      let product = Self.product(x, y)
      return usesRatios
        ? reach(max(product.largest, last.largest) + 1, 124) : sumIsExact([product, last])
    case .div: return reach(x.largest - y.smallest, 124)
    case .recip: return reach(-x.smallest, 124)
    case .sqrt: return reach(x.largest / 2 + 1, 62)
    case .rsqrt: return reach(-x.smallest / 2 + 1, 62)
    case .hypot:
      let squares = [Self.product(x, x), Self.product(y, y)]
      return reach(max(x.largest, y.largest) + 1, 62) && (usesRatios || sumIsExact(squares))
    default: return true
    }
  }
}
