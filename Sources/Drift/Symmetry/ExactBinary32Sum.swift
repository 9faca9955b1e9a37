/// An accumulator that holds sums of products of binary32 numbers exactly (Kulisch), and rounds once.
///
/// A product is a multiple of `2^-298` below `2^256`. The digits are 32 bits each; every product
/// adds to three of them without carries, which is right for up to `2^30` products.
struct ExactBinary32Sum {
  private var digits: [Int64] = Array(repeating: 0, count: 20)
  private var lowest = 20
  private var highest = -1

  /// Adds the product of two finite numbers.
  @inline(__always)
  mutating func add(_ a: Float, _ b: Float) {
    // The product has at most 48 bits and is exact in binary64, far from its subnormals.
    let product = Double(a) * Double(b)
    guard product != 0 else { return }
    let bits = product.bitPattern
    // product = significand * 2^(exponent - 1075), in quanta of 2^-352.
    let position = Int(bits >> 52 & 0x7FF) - 1075 + 352
    let significand = (bits & 0xF_FFFF_FFFF_FFFF) | 0x10_0000_0000_0000
    let first = position >> 5
    let wide = UInt128(significand) << UInt128(position & 31)
    let parts = (
      Int64(UInt32(truncatingIfNeeded: wide)), Int64(UInt32(truncatingIfNeeded: wide >> 32)),
      Int64(UInt32(truncatingIfNeeded: wide >> 64))
    )
    let sign: Int64 = product < 0 ? -1 : 1
    digits[first] += sign * parts.0
    digits[first + 1] += sign * parts.1
    digits[first + 2] += sign * parts.2
    lowest = min(lowest, first)
    highest = max(highest, first + 2)
  }

  /// The sum, rounded to the nearest binary32 number, ties to even; the accumulator is 0 afterwards.
  mutating func take() -> Float {
    guard highest >= lowest else { return 0 }
    let negative = propagate(negate: false)
    if negative { _ = propagate(negate: true) }
    defer {
      for index in lowest..<digits.count { digits[index] = 0 }
      (lowest, highest) = (20, -1)
    }
    guard let top = digits.lastIndex(where: { $0 != 0 }) else { return 0 }
    // Three digits hold the leading 65 bits or more; what lies below is only known not to be 0.
    var wide = UInt128(UInt64(digits[top])) << 64
    if top > 0 { wide |= UInt128(UInt64(digits[top - 1])) << 32 }
    if top > 1 { wide |= UInt128(UInt64(digits[top - 2])) }
    let isInexact = top > 2 && digits[..<(top - 2)].contains { $0 != 0 }
    // 53 bits, the last of them sticky: more than 24 + 2, so that binary32 rounds as from the whole.
    let shift = 128 - wide.leadingZeroBitCount - 53
    var significand = UInt64(truncatingIfNeeded: wide >> UInt128(shift))
    if isInexact || wide & ((1 << UInt128(shift)) - 1) != 0 { significand |= 1 }
    let exponent = (top - 2) * 32 - 352 + shift
    let value = Double(sign: .plus, exponent: exponent, significand: Double(significand))
    return Float(negative ? -value : value)
  }

  /// Brings the digits into 0..<2^32, after negation if asked; tells whether the sum is below 0.
  private mutating func propagate(negate: Bool) -> Bool {
    var carry: Int64 = 0
    for index in lowest..<digits.count {
      let sum = (negate ? -digits[index] : digits[index]) + carry
      digits[index] = sum & 0xFFFF_FFFF
      carry = sum >> 32
    }
    if carry < 0 {
      // Two's complement without end: undo it, so that negation starts from the value.
      digits[digits.count - 1] -= 1 << 32
    }
    return carry < 0
  }
}
