import Descriptors

/// Posits: sign, a run of equal bits (the regime), exponent bits, fraction.
///
/// Source: Standard for Posit Arithmetic (2022), there with 2 exponent bits.
enum Posit {
  /// The value of a code between 1 and the largest positive one, `2^(bits - 1) - 1`.
  static func positive(_ code: UInt64, bits: Int, exponentBits: Int) -> (
    significand: UInt64, exponent: Int
  ) {
    // Left-aligned below the sign, so that bits past the end read as 0.
    let body = code << UInt64(65 - bits)
    let run: Int
    let regime: Int
    if body >> 63 != 0 {
      run = (~body).leadingZeroBitCount
      regime = run - 1
    } else {
      run = body.leadingZeroBitCount
      regime = -run
    }
    let rest = run + 1 >= 64 ? 0 : body << UInt64(run + 1)
    let exponent = exponentBits == 0 ? 0 : Int(rest >> UInt64(64 - exponentBits))
    let fraction = rest << UInt64(exponentBits)
    let zeros = fraction.trailingZeroBitCount
    let width = fraction == 0 ? 0 : 64 - zeros
    let trailing = fraction == 0 ? 0 : fraction >> UInt64(zeros)
    return (trailing | 1 << UInt64(width), regime << exponentBits + exponent - width)
  }

  /// Rounds a magnitude onto the posits; never to 0, never past the largest.
  ///
  /// The exact value's bit string goes on behind the code's last bit: nearest rules look at what
  /// follows, so that the tie between two posits is the posit with one more bit between them.
  /// The other rules look at values.
  static func round(
    _ x: Magnitude, _ decision: Decision, bits: Int, exponentBits: Int
  ) -> Rounded {
    let top = x.top
    let limit = (bits - 2) << exponentBits
    let magnitude: UInt64
    if top >= limit {
      magnitude = UInt64(1) << UInt64(bits - 1) - 1
    } else if top < -limit {
      magnitude = 1
    } else {
      magnitude = between(x, top, decision, bits: bits, exponentBits: exponentBits)
    }
    let mask = ~UInt64(0) >> UInt64(64 - bits)
    return .code(decision.negative ? (0 &- magnitude) & mask : magnitude)
  }

  /// The case of a magnitude from the smallest posit on and below the largest.
  private static func between(
    _ x: Magnitude, _ top: Int, _ decision: Decision, bits: Int, exponentBits: Int
  ) -> UInt64 {
    let regime = top >> exponentBits
    let length = regime >= 0 ? regime + 2 : 1 - regime
    let run: UInt128 = regime >= 0 ? (1 << UInt128(regime + 1) - 1) << 1 : 1
    let exponent = UInt128(top - regime << exponentBits)
    let fraction = x.normalized &<< 1
    var tail = fraction &>> UInt128(exponentBits)
    if exponentBits > 0 { tail |= exponent &<< UInt128(128 - exponentBits) }
    let string = run &<< UInt128(128 - length) | tail &>> UInt128(length)
    let lost = UInt128(1) &<< UInt128(length + exponentBits) - 1
    let code = UInt64(truncatingIfNeeded: string &>> UInt128(129 - bits))
    let rest = string &<< UInt128(bits - 1)
    let half = rest >> 127 != 0
    let more = rest &<< 1 != 0 || fraction & lost != 0 || x.sticky
    if !half, !more { return code }
    let even = code & 1 == 0
    switch decision.rule {
    case .toNearestOrEven: return half && (more || !even) ? code + 1 : code
    case .toNearestOrAway: return half ? code + 1 : code
    case .toNearestOrZero: return half && more ? code + 1 : code
    default: break
    }
    let low = positive(code, bits: bits, exponentBits: exponentBits)
    let high = positive(code + 1, bits: bits, exponentBits: exponentBits)
    let part = Ladder.fraction(
      of: x, from: Ladder.Rung(significand: low.significand, exponent: low.exponent, code: code),
      to: Ladder.Rung(significand: high.significand, exponent: high.exponent, code: code + 1))
    return decision.goesUp(part, lowerIsEven: even, tieGoesUp: !even) ? code + 1 : code
  }

  /// What a code denotes; bits above the width are ignored.
  static func decode(_ code: UInt64, bits: Int, exponentBits: Int) -> Datum {
    let mask = ~UInt64(0) >> UInt64(64 - bits)
    let code = code & mask
    let sign = UInt64(1) << UInt64(bits - 1)
    if code == 0 { return .zero(negative: false) }
    if code == sign { return .nan(negative: false, payload: 0) }
    let negative = code & sign != 0
    let value = positive(
      negative ? (0 &- code) & mask : code, bits: bits, exponentBits: exponentBits)
    return .finite(
      Datum.Finite(
        negative: negative, significand: value.significand, exponent: value.exponent))
  }
}
