import Descriptors

/// The positive or the negative finite values of a format, listed by increasing magnitude.
///
/// It serves the formats whose grid is no simple lattice: posits, HiFloat8 and tables.
struct Ladder {
  /// One value: `significand * 2^exponent`, never 0.
  struct Rung {
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
    var normalized: UInt64 { significand << UInt64(significand.leadingZeroBitCount) }
  }

  var rungs: [Rung]
  /// Posits: between rungs `i` and `i + 1` the value where nearest rules tie, which is not the
  /// mean; empty elsewhere.
  var ties: [Rung] = []
  /// The code of 0, whose last bit takes part in ties, or nil in a format without zero.
  var zeroCode: UInt64?
  /// The value that would follow the last rung, where the format's definition says which.
  var next: Rung?
  /// Whether magnitudes beyond the ends become the ends (posits).
  var clamps = false

  /// Whether every pair of neighbours fits the 128-bit fractions of this path.
  var isExact: Bool {
    guard var previous = rungs.first else { return true }
    for rung in rungs.dropFirst() {
      if rung.top - min(rung.exponent, previous.exponent) > 60 { return false }
      previous = rung
    }
    return true
  }

  /// -1, 0 or 1 as the value is below, at or above a rung.
  private static func compare(_ x: Magnitude, _ rung: Rung) -> Int {
    let top = x.top
    let rungTop = rung.top
    if top != rungTop { return top < rungTop ? -1 : 1 }
    let mine = x.normalized
    let other = UInt128(rung.normalized) &<< 64
    if mine != other { return mine < other ? -1 : 1 }
    return x.sticky ? 1 : 0
  }

  /// Whether a magnitude lies below the first rung.
  func isBelowFirst(_ x: Magnitude) -> Bool {
    rungs.first.map { Self.compare(x, $0) < 0 } ?? false
  }

  /// Whether a magnitude lies above the last rung.
  func isAboveLast(_ x: Magnitude) -> Bool {
    rungs.last.map { Self.compare(x, $0) > 0 } ?? true
  }

  private static func fraction(of x: Magnitude, from low: Rung?, to high: Rung) -> RatioFraction {
    let unit = min(high.exponent, low?.exponent ?? high.exponent)
    let base = low.map { UInt128($0.significand) &<< UInt128($0.exponent - unit) } ?? 0
    let (whole, rest) = x.cut(at: unit)
    let gap = (UInt128(high.significand) &<< UInt128(high.exponent - unit)) - base
    return RatioFraction(whole: whole - base, low: rest, gap: gap)
  }

  /// The value that would follow the last one: `next`, or as far from it as its predecessor is.
  private var beyond: Rung {
    if let next { return next }
    let last = rungs[rungs.count - 1]
    guard rungs.count > 1 else {
      return Rung(
        significand: last.significand, exponent: last.exponent + 1, code: last.code ^ 1)
    }
    let previous = rungs[rungs.count - 2]
    let unit = min(last.exponent, previous.exponent)
    // max + (max - previous), in a width that `isExact` has checked.
    let sum =
      (UInt128(last.significand) &<< UInt128(last.exponent - unit + 1))
      - (UInt128(previous.significand) &<< UInt128(previous.exponent - unit))
    let zeros = sum.trailingZeroBitCount
    return Rung(
      significand: UInt64(truncatingIfNeeded: sum &>> UInt128(zeros)), exponent: unit + zeros,
      code: last.code ^ 1)
  }

  /// Rounds a magnitude onto the ladder.
  func round(_ x: Magnitude, _ decision: Decision) -> Rounded {
    guard let first = rungs.first, let last = rungs.last else { return .outside }
    if Self.compare(x, last) > 0 {
      if clamps { return .code(last.code) }
      let next = beyond
      if Self.compare(x, next) >= 0 { return .outside }
      return choose(x, low: last, high: next, tie: nil, decision).map { _ in .outside }
        ?? .code(last.code)
    }
    if Self.compare(x, first) < 0 {
      guard let zeroCode, !clamps else { return .code(first.code) }
      let even = zeroCode & 1 == 0 || first.code & 1 != 0
      let up = decision.goesUp(
        Self.fraction(of: x, from: nil, to: first), lowerIsEven: even, tieGoesUp: !even)
      return up ? .code(first.code) : .zero
    }
    // The last rung not above x.
    var low = 0
    var high = rungs.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if Self.compare(x, rungs[middle]) >= 0 { low = middle } else { high = middle }
    }
    if Self.compare(x, rungs[low]) == 0 { return .code(rungs[low].code) }
    let tie = ties.isEmpty ? nil : ties[low]
    let upper = rungs[low + 1]
    return choose(x, low: rungs[low], high: upper, tie: tie, decision).map { .code($0) }
      ?? .code(rungs[low].code)
  }

  /// The upper neighbour's code where the value goes up, nil where it goes down.
  private func choose(
    _ x: Magnitude, low: Rung, high: Rung, tie: Rung?, _ decision: Decision
  ) -> UInt64? {
    // Where the two codes do not differ in their last bit, the one nearer zero counts as even.
    let even = low.code & 1 == 0 || high.code & 1 != 0
    if let tie {
      let side = Self.compare(x, tie)
      switch decision.rule {
      case .toNearestOrEven: return side > 0 || side == 0 && !even ? high.code : nil
      case .toNearestOrAway: return side >= 0 ? high.code : nil
      case .toNearestOrZero: return side > 0 ? high.code : nil
      default: break
      }
    }
    let up = decision.goesUp(
      Self.fraction(of: x, from: low, to: high), lowerIsEven: even, tieGoesUp: !even)
    return up ? high.code : nil
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
