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

  /// The magnitudes of one sign with the values where nearest rules tie.
  static func ladder(bits: Int, exponentBits: Int, negative: Bool) -> Ladder {
    let last = UInt64(1) << UInt64(bits - 1) - 1
    let mask = ~UInt64(0) >> UInt64(64 - bits)
    var rungs: [Ladder.Rung] = []
    var ties: [Ladder.Rung] = []
    for code in 1...last {
      let value = positive(code, bits: bits, exponentBits: exponentBits)
      rungs.append(
        Ladder.Rung(
          significand: value.significand, exponent: value.exponent,
          code: negative ? (0 &- code) & mask : code))
      let tie = positive(2 * code + 1, bits: bits + 1, exponentBits: exponentBits)
      ties.append(Ladder.Rung(significand: tie.significand, exponent: tie.exponent, code: 0))
    }
    return Ladder(rungs: rungs, ties: ties, zeroCode: 0, clamps: true)
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
