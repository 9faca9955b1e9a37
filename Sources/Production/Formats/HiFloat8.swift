/// HiFloat8: a prefix code chooses how many bits the exponent and the mantissa take.
///
/// Source: arXiv 2409.16626.
enum HiFloat8 {
  static let infinity: UInt64 = 0x6F
  static let nan: UInt64 = 0x80

  /// What a code denotes; bits above the low 8 are ignored.
  static func decode(_ code: UInt64) -> Datum {
    let code = code & 0xFF
    let body = code & 0x7F
    let negative = code & 0x80 != 0
    if code == nan { return .nan(negative: false, payload: 0) }
    if body == 0 { return .zero(negative: false) }
    if body == infinity { return .infinity(negative: negative) }
    let (significand, exponent) = magnitude(body)
    return .finite(
      Datum.Finite(negative: negative, significand: significand, exponent: exponent))
  }

  private static func magnitude(_ body: UInt64) -> (significand: UInt64, exponent: Int) {
    // The dot field: 11, 10, 01, 001, 0001 stand for 4, 3, 2, 1, 0 exponent bits.
    let dot: (bits: Int, exponentBits: Int)
    switch body {
    case 0x60...: dot = (2, 4)
    case 0x40..<0x60: dot = (2, 3)
    case 0x20..<0x40: dot = (2, 2)
    case 0x10..<0x20: dot = (3, 1)
    case 0x08..<0x10: dot = (4, 0)
    default: return (1, Int(body) - 23)
    }
    let mantissaBits = 7 - dot.bits - dot.exponentBits
    let mantissa = body & (1 << UInt64(mantissaBits) - 1)
    var exponent = 0
    if dot.exponentBits > 0 {
      let field = Int(body >> UInt64(mantissaBits)) & (1 << dot.exponentBits - 1)
      // Sign and magnitude, the magnitude's leading one left out.
      let half = 1 << (dot.exponentBits - 1)
      exponent = half | field & (half - 1)
      if field & half != 0 { exponent = -exponent }
    }
    return (mantissa | 1 << UInt64(mantissaBits), exponent - mantissaBits)
  }

  /// The finite values of one sign.
  static func ladder(negative: Bool) -> Ladder {
    var rungs: [Ladder.Rung] = []
    for body in UInt64(1)...0x7F where body != infinity {
      let value = magnitude(body)
      rungs.append(
        Ladder.Rung(
          significand: value.significand, exponent: value.exponent,
          code: negative ? body | 0x80 : body))
    }
    rungs.sort { $0.key < $1.key }
    // The code of infinity would read as 1.5 * 2^15, where the grid goes on.
    let next = magnitude(infinity)
    return Ladder(
      rungs: rungs, zeroCode: 0,
      next: Ladder.Rung(
        significand: next.significand, exponent: next.exponent, code: infinity))
  }
}
