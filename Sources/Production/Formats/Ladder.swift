import Descriptors

/// The positive or the negative finite values of a format, listed by increasing magnitude.
///
/// It serves the formats whose grid is no simple lattice: HiFloat8 and tables.
final class Ladder: Sendable {
  /// One value: `significand * 2^exponent`, never 0.
  struct Rung: Sendable {
    var significand: UInt64
    var exponent: Int
    var code: UInt64

    init(significand: UInt64, exponent: Int, code: UInt64) {
      // Odd significands keep the common units of two neighbours as coarse as possible.
      let zeros = significand.trailingZeroBitCount
      self.significand = significand >> UInt64(zeros)
      self.exponent = exponent + zeros
      self.code = code
    }

    var top: Int { exponent + 63 - significand.leadingZeroBitCount }
    /// A number that grows with the value: the exponent above the normalised significand.
    var key: UInt128 {
      UInt128(UInt64(top + 1 << 24)) &<< 64
        | UInt128(significand &<< UInt64(significand.leadingZeroBitCount))
    }
  }

  let rungs: [Rung]
  private let keys: [UInt128]
  /// The code of 0, whose last bit takes part in ties, or nil in a format without zero.
  private let zeroCode: UInt64?
  /// The value that would follow the last one.
  private let beyond: Rung?

  /// Creates a ladder.
  ///
  /// - Parameter next: the value that would follow the last rung, where the format's definition
  ///   says which; elsewhere it is as far from the last as the last is from its predecessor.
  init(rungs: [Rung], zeroCode: UInt64?, next: Rung? = nil) {
    self.rungs = rungs
    keys = rungs.map(\.key)
    self.zeroCode = zeroCode
    beyond = next ?? Self.continued(rungs, hasZero: zeroCode != nil)
  }

  /// Whether every pair of neighbours fits the 128-bit fractions of this path.
  var isExact: Bool {
    guard var previous = rungs.first else { return true }
    for rung in rungs.dropFirst() {
      if rung.top - min(rung.exponent, previous.exponent) > 60 { return false }
      previous = rung
    }
    return true
  }

  /// A magnitude as it compares with rungs.
  private struct Place {
    let key: UInt128
    /// Whether the value lies above what the key holds.
    let more: Bool

    init(_ x: Magnitude) {
      let normalized = x.normalized
      key =
        UInt128(UInt64(truncatingIfNeeded: x.top + 1 << 24)) &<< 64 | normalized &>> 64
      more = x.sticky || UInt64(truncatingIfNeeded: normalized) != 0
    }

    /// -1, 0 or 1 as the value is below, at or above a rung.
    func compared(to other: UInt128) -> Int {
      if key != other { return key < other ? -1 : 1 }
      return more ? 1 : 0
    }
  }

  /// Whether a magnitude lies below the first rung.
  func isBelowFirst(_ x: Magnitude) -> Bool {
    keys.first.map { Place(x).compared(to: $0) < 0 } ?? false
  }

  /// Whether a magnitude lies above the last rung.
  func isAboveLast(_ x: Magnitude) -> Bool {
    keys.last.map { Place(x).compared(to: $0) > 0 } ?? true
  }

  /// Where a magnitude lies between two rungs, nil standing for 0.
  static func fraction(of x: Magnitude, from low: Rung?, to high: Rung) -> RatioFraction {
    let unit = min(high.exponent, low?.exponent ?? high.exponent)
    let base = low.map { UInt128($0.significand) &<< UInt128($0.exponent - unit) } ?? 0
    let (whole, rest) = x.cut(at: unit)
    let gap = (UInt128(high.significand) &<< UInt128(high.exponent - unit)) - base
    return RatioFraction(whole: whole - base, low: rest, gap: gap)
  }

  /// The value that would follow the last one; nil where a lone value, without a zero, has no step.
  private static func continued(_ rungs: [Rung], hasZero: Bool) -> Rung? {
    guard let last = rungs.last else { return nil }
    guard rungs.count > 1 else {
      guard hasZero else { return nil }
      return Rung(
        significand: last.significand, exponent: last.exponent + 1, code: last.code ^ 1)
    }
    let previous = rungs[rungs.count - 2]
    let unit = min(last.exponent, previous.exponent)
    guard last.top - unit <= 60 else { return nil }
    let sum =
      (last.significand << UInt64(last.exponent - unit + 1))
      - (previous.significand << UInt64(previous.exponent - unit))
    return Rung(significand: sum, exponent: unit, code: last.code ^ 1)
  }

  /// Rounds a magnitude onto the ladder.
  func round(_ x: Magnitude, _ decision: Decision) -> Rounded {
    guard let first = rungs.first, let last = rungs.last else { return .outside }
    let place = Place(x)
    // The number of rungs not above x.
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if place.compared(to: keys[middle]) >= 0 { low = middle + 1 } else { high = middle }
    }
    if low == 0 {
      guard let zeroCode else { return .code(first.code) }
      let even = zeroCode & 1 == 0 || first.code & 1 != 0
      let up = decision.goesUp(
        Self.fraction(of: x, from: nil, to: first), lowerIsEven: even, tieGoesUp: !even)
      return up ? .code(first.code) : .zero
    }
    let lower = rungs[low - 1]
    if place.compared(to: keys[low - 1]) == 0 { return .code(lower.code) }
    if low == rungs.count {
      guard let beyond, place.compared(to: beyond.key) < 0 else { return .outside }
      return goesUp(x, low: last, high: beyond, decision) ? .outside : .code(last.code)
    }
    let upper = rungs[low]
    return .code(goesUp(x, low: lower, high: upper, decision) ? upper.code : lower.code)
  }

  /// Whether a value between two rungs goes to the upper one.
  private func goesUp(
    _ x: Magnitude, low: Rung, high: Rung, _ decision: Decision
  ) -> Bool {
    // Where the two codes do not differ in their last bit, the one nearer zero counts as even.
    let even = low.code & 1 == 0 || high.code & 1 != 0
    return decision.goesUp(
      Self.fraction(of: x, from: low, to: high), lowerIsEven: even, tieGoesUp: !even)
  }
}

/// What a magnitude became on a grid.
enum Rounded {
  case zero
  /// A value of the format, sign included.
  case code(UInt64)
  /// A grid point past the largest finite value of this sign.
  case outside
}
