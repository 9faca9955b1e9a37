import Descriptors
import ExactArithmetic

// What depends on the operand's format and not only on what the operand denotes (IEEE P3109 v4.0
// sections 4.13, 4.14 and 4.16).

extension NumberFormat {
  /// The answer to a question about a datum of this format, or about the format itself.
  ///
  /// `nil` for functions that do not ask about the format. A fact that the format does not have,
  /// such as the exponent bits of an integer or the largest subnormal where there is none, is a
  /// NaN.
  func answer(to kind: Operation.Kind, about x: Datum) -> Datum? {
    switch kind {
    case .isNormal: .truth([.positiveNormal, .negativeNormal].contains(self.kind(of: x)))
    case .isSubnormal: .truth([.positiveSubnormal, .negativeSubnormal].contains(self.kind(of: x)))
    case .classify: .finite(Rational(Int(self.kind(of: x).rawValue)))
    case .nextGreaterThan: next(to: x, up: true)
    case .nextLessThan: next(to: x, up: false)
    case .bitwidthOf: .finite(Rational(bits))
    case .signednessOf: .truth(negative != nil)
    case .domainOf: .truth(specials.infinity != nil || specials.negativeInfinity != nil)
    case .precisionOf: fact { $0.trailingBits + 1 }
    case .trailingBitsOf: fact(\.trailingBits)
    case .exponentBitsOf: fact(\.exponentBits)
    case .exponentBiasOf: fact(\.bias)
    case .maxFiniteOf: highest(of: positive)
    case .minFiniteOf: negative.map(highest) ?? decode(positive.code(0))
    case .minPositiveOf: smallestPositive.map { .finite($0) } ?? .nan
    case .minNormalOf: smallestNormalNumber.map { .finite($0) } ?? .nan
    case .maxSubnormalOf: largestSubnormal
    default: nil
    }
  }

  /// Which of the eight kinds a datum is.
  func kind(of x: Datum) -> DatumKind {
    switch x {
    case .nan: return .nan
    case .infinity(let negative): return negative ? .negativeInfinity : .positiveInfinity
    case .negativeZero: return .zero
    case .finite(let value):
      if value.isZero { return .zero }
      let isNormal = smallestNormal.map { value.magnitude >= $0 } ?? true
      return value.signum < 0
        ? isNormal ? .negativeNormal : .negativeSubnormal
        : isNormal ? .positiveNormal : .positiveSubnormal
    }
  }

  private func fact(_ read: (FloatLayout) -> Int) -> Datum {
    guard case .float(let layout) = descriptor.encoding else { return .nan }
    return .finite(Rational(read(layout)))
  }

  // MARK: - Ends

  /// The number farthest from zero on a side; without one there, the nearest of the other side.
  private func highest(of side: Ladder) -> Datum {
    guard side.hasNumber else { return decode(side.code(0)) }
    return .finite(side.negative ? -side.largest : side.largest)
  }

  /// The smallest normal number, where some number is normal.
  private var smallestNormalNumber: Rational? {
    guard let normal = smallestNormal else { return smallestPositive }
    return normal <= positive.largest ? normal : nil
  }

  private var smallestPositive: Rational? {
    let first: UInt64 = positive.beginsAtZero ? 1 : 0
    return first < positive.count ? positive.magnitude(first) : nil
  }

  /// One step below the smallest normal value.
  private var largestSubnormal: Datum {
    guard let normal = smallestNormal, let rung = positive.rung(atOrBelow: normal), rung > 1
    else { return .nan }
    return .finite(positive.magnitude(rung - 1))
  }

  // MARK: - Neighbours

  /// The least datum above another, or the greatest below it; a NaN where there is none, and for
  /// a NaN.
  ///
  /// Both zeros have the neighbours of zero, and a zero that is reached is +0.
  private func next(to x: Datum, up: Bool) -> Datum {
    switch x {
    case .nan: return .nan
    case .infinity(let isNegative):
      // Outward there is nothing; inward lies the last value of the side.
      if isNegative != up { return .nan }
      return isNegative ? negative.map(highest) ?? .nan : highest(of: positive)
    case .negativeZero: return step(from: .zero, up: up)
    case .finite(let value): return step(from: value, up: up)
    }
  }

  private func step(from value: Rational, up: Bool) -> Datum {
    let isOutward = value.isZero || (value.signum > 0) == up
    let isBelow = value.isZero ? !up : value.signum < 0
    guard let side = isBelow ? negative : positive else { return .nan }
    guard let rung = side.rung(atOrBelow: value.magnitude) else { return .nan }
    if isOutward {
      if rung + 1 < side.count { return datum(rung + 1, of: side) }
      return specials.infinity(negative: isBelow).map { _ in .infinity(negative: isBelow) } ?? .nan
    }
    if rung > 0 { return datum(rung - 1, of: side) }
    // Past the first value of a side without zero comes the first one of the other.
    let other = isBelow ? positive : negative
    if let other, other.hasNumber { return datum(0, of: other) }
    return specials.infinity(negative: !isBelow).map { _ in .infinity(negative: !isBelow) } ?? .nan
  }

  private func datum(_ rung: UInt64, of side: Ladder) -> Datum {
    let magnitude = side.magnitude(rung)
    return .finite(side.negative ? -magnitude : magnitude)
  }
}
