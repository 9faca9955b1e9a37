/// What becomes of a binary32 code beside a power of two when its exponent is taken from a logarithm
/// that is rounded to binary32.
enum BinaryLogarithm {
  /// The next power of two, where the logarithm of a code just below it rounds up to an integer; the
  /// code itself elsewhere.
  static func raised(_ code: UInt64) -> UInt64 {
    let magnitude = code & 0x7FFF_FFFF
    let exponent = Int(magnitude >> 23) - 126
    let below = 0x80_0000 - magnitude & 0x7F_FFFF
    guard magnitude >> 23 != 0, exponent < 128, exponent != 0 else { return code }
    return isLost(below, beside: exponent, above: false) ? code &+ below : code
  }

  /// The power of two below, where the logarithm of a code just above it rounds down to an integer;
  /// the code itself elsewhere.
  static func lowered(_ code: UInt64) -> UInt64 {
    let magnitude = code & 0x7FFF_FFFF
    let exponent = Int(magnitude >> 23) - 127
    let above = magnitude & 0x7F_FFFF
    guard magnitude >> 23 != 0, exponent < 128, exponent != 0 else { return code }
    return isLost(above, beside: exponent, above: true) ? code - above : code
  }

  /// Whether so many last places beside 2^k vanish in the logarithm.
  ///
  /// log2(1 - d) is about -1.44 d, and half a last place of the integer k is 2^-24 times the largest
  /// power of two in k, or half of that on the side of zero where k itself is that power. A last place
  /// above 2^k is twice one below it.
  private static func isLost(_ places: UInt64, beside k: Int, above: Bool) -> Bool {
    let power = UInt64(1) << UInt64(k.magnitude.bitWidth - 1 - k.magnitude.leadingZeroBitCount)
    let isTowardZero = (k > 0) != above
    let halfPlace = isTowardZero && power == k.magnitude ? power / 2 : power
    return places * (above ? 2886 : 1443) < halfPlace * 1000
  }
}
