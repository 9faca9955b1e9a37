/// A sum of any number of finite values without any rounding.
struct WideSum {
  private var magnitude = Natural(UInt64(0))
  private var negative = false
  private var exponent = 0

  /// Adds a value that is known exactly.
  mutating func add(_ value: SignedMagnitude) {
    var other = Natural(value.magnitude.significand)
    if magnitude.isZero {
      (magnitude, negative, exponent) = (other, value.negative, value.magnitude.exponent)
      return
    }
    let shift = value.magnitude.exponent - exponent
    if shift >= 0 {
      other = other << shift
    } else {
      magnitude = magnitude << -shift
      exponent = value.magnitude.exponent
    }
    if negative == value.negative {
      magnitude = magnitude + other
    } else if magnitude < other {
      (magnitude, negative) = (other - magnitude, value.negative)
    } else {
      magnitude = magnitude - other
    }
  }

  /// The sum with 128 leading bits, and whether anything is left below them; `nil` for 0.
  var total: SignedMagnitude? {
    let bits = magnitude.bitLength
    guard bits > 0 else { return nil }
    let limbs = magnitude.limbs
    if bits <= 128 {
      let high = limbs.count > 1 ? UInt128(limbs[1]) << 64 : 0
      return SignedMagnitude(
        negative: negative, Magnitude(high | UInt128(limbs[0]), exponent: exponent))
    }
    // 121 leading bits leave room for another addition.
    let drop = bits - 121
    let (limb, shift) = (drop / 64, UInt64(drop % 64))
    func word(_ index: Int) -> UInt64 {
      let low = index < limbs.count ? limbs[index] : 0
      guard shift > 0 else { return low }
      let high = index + 1 < limbs.count ? limbs[index + 1] : 0
      return low &>> shift | high &<< (64 - shift)
    }
    let significand = UInt128(word(limb + 1)) << 64 | UInt128(word(limb))
    let isSticky =
      limbs[..<limb].contains { $0 != 0 } || limbs[limb] & ((1 << shift) - 1) != 0
    return SignedMagnitude(
      negative: negative, Magnitude(significand, exponent: exponent + drop, sticky: isSticky))
  }
}
