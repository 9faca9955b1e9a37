public import ExactArithmetic

/// What follows from a format's definition: the row that `assay show` prints.
public struct FormatFacts: Sendable, Hashable {
  /// The number of codes of each kind.
  public var finiteCodes, zeroCodes, infinityCodes, nanCodes: UInt64
  /// The largest and the smallest (most negative, or least) finite value.
  public var largest, smallest: Rational
  /// The smallest value above zero; `nil` where nothing is above zero.
  public var smallestPositive: Rational?
  /// The smallest normal value of a float layout with gradual underflow.
  public var smallestNormal: Rational?
  /// Whether, on each side of zero, a larger magnitude always has a larger code.
  public var isMonotone: Bool
  /// Whether the finite values are the same on both sides of zero.
  public var isSymmetric: Bool

  /// Derives the facts; for formats of 16 bits or fewer by decoding every code.
  public init(_ format: NumberFormat) {
    let up = format.positive
    let down = format.negative
    largest = up.largest.isZero && !up.beginsAtZero ? up.magnitude(0) : up.largest
    smallest = down.map { -$0.largest } ?? up.magnitude(0)
    let first: UInt64 = up.beginsAtZero ? 1 : 0
    smallestPositive = first < up.count ? up.magnitude(first) : nil
    smallestNormal = format.smallestNormal
    isSymmetric =
      down.map { $0.count == up.count && $0.largest == up.largest }
      ?? (up.count == 1 && up.beginsAtZero)
    if format.bits <= 16 {
      (finiteCodes, zeroCodes, infinityCodes, nanCodes) = (0, 0, 0, 0)
      for code in 0...format.lastCode {
        switch format.decode(code) {
        case .finite(let value):
          finiteCodes += 1
          if value.isZero { zeroCodes += 1 }
        case .negativeZero:
          finiteCodes += 1
          zeroCodes += 1
        case .infinity: infinityCodes += 1
        case .nan: nanCodes += 1
        }
      }
      isMonotone = [up, down].compactMap(\.self).allSatisfy { side in
        let steps = (1..<side.count).dropFirst(side.beginsAtZero ? 1 : 0)
        // Two's complement descends below zero, and is monotone all the same.
        let rising = steps.allSatisfy { side.code($0 - 1) < side.code($0) }
        let falling = side.negative && steps.allSatisfy { side.code($0 - 1) > side.code($0) }
        return rising || falling
      }
      if isSymmetric, let down {
        isSymmetric = (0..<up.count).allSatisfy { up.magnitude($0) == down.magnitude($0) }
      }
      return
    }
    isMonotone = true
    zeroCodes = format.specials.zero == nil ? 0 : format.specials.negativeZero == nil ? 1 : 2
    infinityCodes =
      (format.specials.infinity == nil ? 0 : 1)
      + (format.specials.negativeInfinity == nil ? 0 : 1)
    // Zero stands on both ladders, so one of its two rungs is subtracted unless it has two codes.
    let rungs = up.count &+ (down?.count ?? 0)
    finiteCodes = down != nil && zeroCodes == 1 ? rungs - 1 : rungs
    nanCodes = format.lastCode &- finiteCodes &- infinityCodes &+ 1
  }
}
