import Descriptors
import ExactArithmetic
import Reference

/// A format as a scale for errors: the unit in the last place at a value, and value steps.
struct ResultScale: Sendable {
  let format: NumberFormat

  init(_ descriptor: FormatDescriptor) {
    format = NumberFormat(descriptor)
  }

  /// One unit in the last place at a value (Goldberg 1991): the spacing of the value's binade, of the
  /// subnormals below the smallest normal, of the last binade above the largest finite value.
  ///
  /// `nil` for families whose spacing is not a function of the binade: posits, HiFloat8, tables.
  func unitInLastPlace(at value: Rational) -> Rational? {
    switch format.descriptor.encoding {
    case .fixedPoint(let layout): return .powerOfTwo(-layout.fractionBits)
    case .float(let layout):
      let top = format.positive.largest
      guard !top.isZero else { return nil }
      // Far below every subnormal stands for zero too.
      let low = Rational.powerOfTwo(min(-layout.bias, top.floorLog2) - layout.trailingBits)
      let clamped = min(max(value.magnitude, low), top)
      return .powerOfTwo(Quantum(layout).exponent(of: clamped))
    case .posit, .hiFloat8, .table: return nil
    }
  }

  /// The value steps between what came out and the exact value: how many times one has to go to the
  /// next representable value to come from the result to the exact value's image under round to
  /// nearest, ties to even.
  ///
  /// Both zeros are one value. `nil` where exactly one of the two is a number, infinities and NaNs
  /// being none: the answer has another kind then, which is counted and not measured. Two NaNs, and
  /// two infinities of one sign, are 0 steps apart.
  func steps(from got: Datum, to exact: Datum) -> Rational? {
    let image = format.decode(format.encode(exact))
    switch (got, image) {
    case (.nan, .nan): return .zero
    case (.infinity(let a), .infinity(let b)): return a == b ? .zero : nil
    default:
      guard let from = got.number, let to = image.number else { return nil }
      guard let a = rank(from), let b = rank(to) else { return nil }
      return (a - b).magnitude
    }
  }

  /// The number of a value among the finite values, counted from zero in both directions; `nil` for
  /// what is no value of the format.
  func rank(_ value: Rational) -> Rational? {
    let ladder = value.signum < 0 ? format.negative : format.positive
    guard let ladder else { return nil }
    let magnitude = value.magnitude
    var low: UInt64 = 0
    var high = ladder.count
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if ladder.magnitude(middle) <= magnitude { low = middle } else { high = middle }
    }
    guard ladder.magnitude(low) == magnitude else { return nil }
    // A side that does not begin at zero has its first value one step from it.
    let offset: UInt64 = ladder.beginsAtZero ? 0 : 1
    let rank = Rational(unsigned: low + offset, exponent: 0)
    return value.signum < 0 ? -rank : rank
  }
}
