/// A sum of any number of finite values without any rounding.
///
/// It is kept in digits of 32 bits with a sign each, so that carries wait: nothing moves and nothing is
/// allocated by an addition between the smallest and the largest exponent so far.
struct WideSum {
  private var digits: [Int64] = []
  /// The place of the first digit, in steps of 32 bits.
  private var origin = 0
  /// The additions that a digit can still take before carries must be resolved.
  private var room = 1 << 30

  /// Adds a value that is known exactly.
  mutating func add(_ value: SignedMagnitude) {
    let (significand, exponent) = (value.magnitude.significand, value.magnitude.exponent)
    let low = UInt64(truncatingIfNeeded: significand)
    if low != 0 { add(low, exponent: exponent, negative: value.negative) }
    let high = UInt64(truncatingIfNeeded: significand >> 64)
    if high != 0 { add(high, exponent: exponent + 64, negative: value.negative) }
  }

  /// Adds `significand * 2^exponent`, taken off where it is negative.
  mutating func add(_ significand: UInt64, exponent: Int, negative: Bool) {
    let place = exponent >> 5
    let shift = UInt64(truncatingIfNeeded: exponent & 31)
    if place < origin || place + 3 > origin + digits.count { reach(place) }
    if room == 0 { carry() }
    room -= 1
    let mask: UInt64 = 0xFFFF_FFFF
    let first = place - origin
    let low = Int64((significand &<< shift) & mask)
    let middle = Int64((significand &>> (32 &- shift)) & mask)
    // Two shifts, since one by 64 would be none.
    let high = Int64((significand &>> 32) &>> (32 &- shift))
    digits[first] &+= negative ? -low : low
    digits[first + 1] &+= negative ? -middle : middle
    digits[first + 2] &+= negative ? -high : high
  }

  /// Makes room for a value at a place.
  private mutating func reach(_ place: Int) {
    if digits.isEmpty { origin = place }
    if place < origin {
      digits.insert(contentsOf: repeatElement(0, count: origin - place), at: 0)
      origin = place
    }
    let missing = place + 3 - origin - digits.count
    if missing > 0 { digits.append(contentsOf: repeatElement(0, count: missing)) }
  }

  /// Leaves digits of 32 bits without sign, but for the last.
  private mutating func carry() {
    var carried: Int64 = 0
    for index in digits.indices {
      let digit = digits[index] + carried
      digits[index] = digit & 0xFFFF_FFFF
      carried = digit >> 32
    }
    digits.append(carried)
    room = 1 << 30
  }

  /// The sum with 128 leading bits, and whether anything is left below them; `nil` for 0.
  var total: SignedMagnitude? {
    var sum = self
    sum.carry()
    let negative = (sum.digits.last ?? 0) < 0
    if negative {
      for index in sum.digits.indices { sum.digits[index].negate() }
      sum.carry()
    }
    let digits = sum.digits
    guard let last = digits.lastIndex(where: { $0 != 0 }),
      let first = digits.firstIndex(where: { $0 != 0 })
    else { return nil }
    let top = 32 * last + 63 - digits[last].leadingZeroBitCount
    let bottom = 32 * first + digits[first].trailingZeroBitCount
    // 121 leading bits of what is longer leave room for another addition.
    let isSticky = top - bottom >= 128
    let start = isSticky ? top - 120 : bottom
    var significand: UInt128 = 0
    for index in (start / 32...last) {
      let digit = UInt128(digits[index])
      let shift = 32 * index - start
      significand |= shift < 0 ? digit >> UInt128(-shift) : digit << UInt128(shift)
    }
    return SignedMagnitude(
      negative: negative,
      Magnitude(significand, exponent: 32 * origin + start, sticky: isSticky))
  }
}
