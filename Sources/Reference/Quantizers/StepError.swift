public import Descriptors
public import ExactArithmetic

/// The error of a step on a list of values: the sum of |x - x^|^p, x^ the level of a grid nearest to x.
///
/// A value halfway between two levels is equally far from both, so that the rule of ties has no part in
/// it. The grid has no zero, and a level on each side of 0.
///
/// Nahshan et al., "Loss aware post-training quantization", layer-wise phase, without their mean.
public struct StepError: Sendable {
  /// The norm p, above 0.
  public let norm: Rational
  /// The magnitudes of the values, each with the levels of its side.
  let elements: [Element]

  /// A value by its magnitude.
  struct Element: Hashable, Sendable {
    /// |x|.
    var magnitude: Rational
    /// The levels on the side of x in half steps, rising.
    var levels: [Int]
  }

  /// Creates the error of a list.
  ///
  /// - Parameters:
  ///   - grid: one without a zero whose codes reach 0 or beyond on both sides.
  ///   - bits: 1 to 16.
  ///   - norm: above 0.
  public init(of values: [Rational], _ grid: QuantizerGrid, bits: Int, norm: Rational) {
    precondition(norm.signum > 0, "a norm is above 0")
    let (below, above) = grid.halfLevels(bits: bits)
    precondition(grid.zero == .none && !below.isEmpty && !above.isEmpty, "a grid about 0")
    self.norm = norm
    elements = values.map {
      Element(magnitude: $0.magnitude, levels: $0.signum < 0 ? below : above)
    }
  }

  /// Whether every step has the same error: there is no value other than 0 on a side that has a level
  /// other than 0, and no value 0 without a level 0.
  public var isConstant: Bool {
    elements.allSatisfy { $0.levels == [0] || ($0.magnitude.isZero && $0.levels[0] == 0) }
  }

  /// Whether the smaller the step the smaller the error, 0 in the limit: all values are 0, and 0 is no
  /// level.
  public var isVanishing: Bool { elements.allSatisfy(\.magnitude.isZero) }

  /// The error at a step above 0: a point where the norm is whole, otherwise as wide as `precision`
  /// allows, about 2^-precision of the error.
  public func at(_ step: Rational, precision: Int = 64) -> Enclosure {
    sum(elements.map { $0.distance(at: step.scaled(byPowerOfTwo: -1)) }, precision)
  }

  /// The error at a step that is only enclosed, above 0.
  ///
  /// The distance to the nearest level changes with half the step at most as fast as the level's number.
  public func at(_ step: Enclosure, precision: Int = 64) -> Enclosure {
    guard !step.isPoint else { return at(step.lo, precision: precision) }
    let half = step.scaled(byPowerOfTwo: -1)
    let distances = elements.map { element in
      let ends = [element.distance(at: half.lo), element.distance(at: half.hi)]
      let slack = half.width * Rational(element.nearest(at: half.lo))
      return Enclosure(
        lo: max(.zero, min(ends[0], ends[1]) - slack), hi: max(ends[0], ends[1]) + slack)
    }
    let low = sum(distances.map(\.lo), precision)
    let high = sum(distances.map(\.hi), precision)
    return Enclosure(lo: low.lo, hi: high.hi)
  }

  /// The sum of the powers of numbers from 0 on.
  private func sum(_ distances: [Rational], _ precision: Int) -> Enclosure {
    Power(norm).sum(distances.map { (1, $0) }, precision: precision)
  }
}

extension StepError.Element {
  /// The level nearest to the value at half a step, in half steps; of two the lower one.
  func nearest(at half: Rational) -> Int {
    // 2 |x| / (h) against the sums of neighbouring levels: the code drops where they are equal.
    var (low, high) = (0, levels.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if magnitude + magnitude <= Rational(levels[middle] + levels[middle + 1]) * half {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return levels[low]
  }

  /// How far the value is from its nearest level.
  func distance(at half: Rational) -> Rational {
    (magnitude - Rational(nearest(at: half)) * half).magnitude
  }
}

/// x^p for numbers from 0 on and p above 0.
struct Power: Hashable, Sendable {
  let exponent: Rational
  /// The exponent where it is whole and of a size at which powers are multiplied out.
  let whole: Int?

  init(_ exponent: Rational) {
    self.exponent = exponent
    whole = exponent.asInt64.flatMap { $0 <= 64 ? Int($0) : nil }
  }

  /// The sum of weighted powers, weights other than 0; exact where the exponent is whole.
  ///
  /// The width is at most about 2^-precision of the sum of their magnitudes.
  func sum(_ terms: [(weight: Int, base: Rational)], precision: Int) -> Enclosure {
    if let whole {
      return Enclosure(
        terms.reduce(into: Rational.zero) { sum, term in
          sum += Rational(term.weight) * Self.power(term.base, whole)
        })
    }
    let bases = terms.filter { !$0.base.isZero }
    guard let largest = bases.map(\.base).max() else { return Enclosure(.zero) }
    // Powers of the bases over the largest one are at most 1 and one of them is 1.
    let bits = precision + 16 + bases.count.bitWidth - bases.count.leadingZeroBitCount
    let scale = self.enclosed(largest, precision: bits)
    var sum = Enclosure(.zero)
    for (weight, base) in bases {
      let ratio = base == largest ? Enclosure(.one) : unit(base / largest, precision: bits)
      sum = sum + ratio * Enclosure(Rational(weight))
    }
    return sum * scale
  }

  /// A power of a number above 0, about 2^-precision of itself wide.
  private func enclosed(_ base: Rational, precision: Int) -> Enclosure {
    // 2^(p log2 x): the whole part of the exponent is a scale, the rest is bounded.
    let wide = precision + 16
    let log = Enclosure.log2(base, precision: wide + exponent.magnitude.ceilingBits)
    let power = log * Enclosure(exponent)
    let whole = power.midpoint.floor
    let rest = (power - Enclosure(whole)) * Enclosure.ln2(precision: wide)
    let value = Enclosure.exp(rest.roundedOutward(bits: wide), precision: wide)
    return value.scaled(byPowerOfTwo: Int(whole.asInt64 ?? 0))
  }

  /// A power of a number between 0 and 1, to 2^-precision.
  private func unit(_ base: Rational, precision: Int) -> Enclosure {
    // Below 2^-precision it is not worth a logarithm.
    if exponent * Rational(base.floorLog2 + 1) < Rational(-precision) {
      return Enclosure(lo: .zero, hi: .powerOfTwo(-precision))
    }
    return enclosed(base, precision: precision)
  }

  private static func power(_ base: Rational, _ exponent: Int) -> Rational {
    var (result, square, rest) = (Rational.one, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      rest >>= 1
      if rest > 0 { square *= square }
    }
    return result
  }
}

extension Rational {
  /// Bits in front of the binary point, at least 1.
  fileprivate var ceilingBits: Int { isZero ? 1 : max(1, floorLog2 + 1) }
}
