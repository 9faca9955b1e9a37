import Descriptors
import ExactArithmetic

// OCP Microscaling Formats 1.0 section 6.3 and its relatives, by exact exponents.

/// What scale rules ask of an element format.
struct ElementRange: Sendable {
  /// The largest finite value.
  let max: Rational
  /// The bits below the leading one of a value of full precision; `nil` where that is not one number.
  let trailingBits: Int?

  init(_ format: NumberFormat) {
    max = format.positive.largest
    switch format.descriptor.encoding {
    case .float(let layout): trailingBits = layout.trailingBits
    case .fixedPoint(let layout):
      trailingBits = max.isZero ? 0 : max.floorLog2 + layout.fractionBits
    case .posit, .hiFloat8, .table: trailingBits = nil
    }
  }

  /// The exponent of the largest finite value.
  var emax: Int { max.floorLog2 }
}

extension BlockFormat.ScaleRule {
  /// The scales that the rule tries, before they enter the scale format.
  ///
  /// - Parameter amax: the largest magnitude of the block, above 0.
  func scales(amax: Rational, _ element: ElementRange) -> [Rational] {
    let f = amax.floorLog2
    switch self {
    case .floor: return [.powerOfTwo(f - element.emax)]
    case .ceil: return [.powerOfTwo(amax.ceilLog2 - element.emax)]
    case .even:
      // From here on, rounding to m bits with ties away reaches the next power of two.
      let carry = Rational(2) - .powerOfTwo(-((element.trailingBits ?? 0) + 1))
      let carries = amax >= carry.scaled(byPowerOfTwo: f)
      return [.powerOfTwo(f - element.emax + (carries ? 1 : 0))]
    case .rceil: return [.powerOfTwo((amax / element.max).ceilLog2)]
    case .amaxOverMax: return [amax / element.max]
    case .amax: return [amax]
    case .fourOverSix:
      return [amax / element.max, Rational(3, over: 2) * amax / element.max]
    }
  }
}

extension Rational {
  /// The least integer `e` with `2^e >= self`, for numbers above 0.
  var ceilLog2: Int {
    let floor = floorLog2
    return self == .powerOfTwo(floor) ? floor : floor + 1
  }
}

extension NumberFormat {
  /// The exponents of the least and the largest power of two in the format; `nil` where a power
  /// between them is missing, or where there is none.
  var exponentRange: ClosedRange<Int>? {
    let first: UInt64 = positive.beginsAtZero ? 1 : 0
    guard first < positive.count, positive.largest.signum > 0 else { return nil }
    let low = positive.magnitude(first).ceilLog2
    let high = positive.largest.floorLog2
    guard low <= high else { return nil }
    switch descriptor.encoding {
    case .float, .fixedPoint: return low...high
    case .posit, .hiFloat8, .table:
      let complete = (low...high).allSatisfy { exponent in
        decode(encode(.finite(.powerOfTwo(exponent)))).number == .powerOfTwo(exponent)
      }
      return complete ? low...high : nil
    }
  }
}
