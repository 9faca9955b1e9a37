import Descriptors

/// Integers times a fixed power of two.
struct FixedPointFormat {
  let signed: Bool
  let bits: Int
  let fractionBits: Int

  init(_ layout: FixedPointLayout, bits: Int) {
    signed = layout.signed
    self.bits = bits
    fractionBits = layout.fractionBits
  }

  var codeMask: UInt64 { ~0 >> UInt64(64 - bits) }

  /// The largest integer of either sign without its sign; 0 below 0 in an unsigned format.
  func bound(negative: Bool) -> UInt64 {
    if signed { return negative ? 1 << UInt64(bits - 1) : codeMask >> 1 }
    return negative ? 0 : codeMask
  }

  /// What a code denotes; bits above the format's width are ignored.
  func decode(_ code: UInt64) -> Datum {
    let code = code & codeMask
    if code == 0 { return .zero(negative: false) }
    let negative = signed && code >> UInt64(bits - 1) != 0
    let magnitude = negative ? (0 &- code) & codeMask : code
    return .finite(
      Datum.Finite(negative: negative, significand: magnitude, exponent: -fractionBits))
  }

  /// Rounds a magnitude to an integer; `wraps` keeps the low bits of one outside the range.
  func round(_ x: Magnitude, _ decision: Decision, wraps: Bool) -> Rounded {
    let unit = -fractionBits
    if x.exponent - unit >= 64 {
      // Every low bit is 0.
      return wraps ? .zero : .outside
    }
    let outOfReach = x.top - unit >= 127
    if outOfReach, !wraps { return .outside }
    let (whole, rest) = x.cut(at: unit)
    var integer = whole
    if rest.remainder != 0 || rest.sticky {
      let even = integer & 1 == 0
      if decision.goesUp(rest, lowerIsEven: even, tieGoesUp: !even) { integer &+= 1 }
    }
    let fits = !outOfReach && integer <= UInt128(bound(negative: decision.negative))
    if !fits, !wraps { return .outside }
    let low = UInt64(truncatingIfNeeded: integer)
    let code = (decision.negative ? 0 &- low : low) & codeMask
    return code == 0 ? .zero : .code(code)
  }
}
