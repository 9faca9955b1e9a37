import Descriptors

extension FloatFormat {
  /// Rounds a magnitude onto the layout's grid, continued past the largest finite value.
  ///
  /// - Parameter tieParity: counts only where there are no trailing bits.
  func round(
    _ x: Magnitude, _ decision: Decision, tieParity: Dialect.TieParity
  ) -> Rounded {
    let sign = decision.negative ? signBit : 0
    let top = x.top
    let binade = max(top, lowestBinade)
    if !gradual, top <= lowestBinade, let small = roundBelowGrid(x, decision, sign: sign) {
      return small
    }
    // Two binades past the largest field nothing can come back into range.
    if binade - lowestBinade > 1 << exponentBits + 1 { return .outside }
    let (whole, rest) = x.cut(at: binade - trailingBits)
    var magnitude = UInt64(truncatingIfNeeded: whole)
    magnitude &+= UInt64(binade - lowestBinade) << UInt64(trailingBits)
    // Exponent field 0 of a layout without subnormals has the implicit bit as well.
    if !gradual { magnitude &-= 1 << UInt64(trailingBits) }
    if rest.remainder != 0 || rest.sticky {
      let even = magnitude & 1 == 0
      let tieGoesUp =
        tieParity == .significand && trailingBits == 0 ? magnitude != 0 || !hasZero : !even
      if decision.goesUp(rest, lowerIsEven: even, tieGoesUp: tieGoesUp) { magnitude &+= 1 }
    }
    if magnitude > largest { return .outside }
    if magnitude == 0, hasZero { return .zero }
    return .code(magnitude | sign)
  }

  /// The case of a layout without subnormals below its smallest positive value; nil above it.
  private func roundBelowGrid(_ x: Magnitude, _ decision: Decision, sign: UInt64) -> Rounded? {
    let smallest = value(ofMagnitude: hasZero ? 1 : 0, negative: false)
    let rung = Ladder.Rung(
      significand: smallest.significand, exponent: smallest.exponent, code: hasZero ? 1 : 0)
    let ladder = Ladder(rungs: [rung], zeroCode: hasZero ? 0 : nil)
    guard ladder.isBelowFirst(x) else { return nil }
    switch ladder.round(x, decision) {
    case .code(let code): return .code(code | sign)
    case let other: return other
    }
  }

  /// Whether a magnitude that is not 0 lies below the smallest value of a layout without zero.
  func isBelowSmallest(_ x: Magnitude) -> Bool {
    let first = value(ofMagnitude: 0, negative: false)
    let smallest = Magnitude(UInt128(first.significand), exponent: first.exponent)
    return !hasZero && smallest > x
  }

  /// Whether a magnitude lies above the largest finite value.
  func exceedsLargest(_ x: Magnitude) -> Bool {
    let last = value(ofMagnitude: largest, negative: false)
    return x > Magnitude(UInt128(last.significand), exponent: last.exponent)
  }
}

extension Magnitude {
  /// Whether the first value is larger, where the second is exact.
  static func > (x: Magnitude, y: Magnitude) -> Bool {
    if x.top != y.top { return x.top > y.top }
    if x.normalized != y.normalized { return x.normalized > y.normalized }
    return x.sticky
  }
}
