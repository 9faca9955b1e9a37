/// A natural number of any size, for the rare formats whose values are not dyadic.
struct Natural: Comparable {
  /// Least significant first, no leading zero limb; empty for 0.
  private(set) var limbs: [UInt64]

  init(_ value: UInt64) {
    limbs = value == 0 ? [] : [value]
  }

  init(_ value: UInt128) {
    limbs = [UInt64(truncatingIfNeeded: value), UInt64(truncatingIfNeeded: value >> 64)]
    trim()
  }

  private mutating func trim() {
    while limbs.last == 0 { limbs.removeLast() }
  }

  var isZero: Bool { limbs.isEmpty }

  /// The number of bits up to the leading one.
  var bitLength: Int {
    guard let last = limbs.last else { return 0 }
    return limbs.count * 64 - last.leadingZeroBitCount
  }

  static func < (x: Natural, y: Natural) -> Bool {
    if x.limbs.count != y.limbs.count { return x.limbs.count < y.limbs.count }
    for (a, b) in zip(x.limbs.reversed(), y.limbs.reversed()) where a != b { return a < b }
    return false
  }

  static func + (x: Natural, y: Natural) -> Natural {
    var sum = x.limbs.count >= y.limbs.count ? x : y
    let other = x.limbs.count >= y.limbs.count ? y : x
    var carry = false
    for index in sum.limbs.indices {
      let addend = index < other.limbs.count ? other.limbs[index] : 0
      let (first, over) = sum.limbs[index].addingReportingOverflow(addend)
      let (second, again) = first.addingReportingOverflow(carry ? 1 : 0)
      sum.limbs[index] = second
      carry = over || again
    }
    if carry { sum.limbs.append(1) }
    return sum
  }

  /// The difference.
  ///
  /// - Precondition: `x >= y`.
  static func - (x: Natural, y: Natural) -> Natural {
    var difference = x
    var borrow = false
    for index in difference.limbs.indices {
      let subtrahend = index < y.limbs.count ? y.limbs[index] : 0
      let (first, under) = difference.limbs[index].subtractingReportingOverflow(subtrahend)
      let (second, again) = first.subtractingReportingOverflow(borrow ? 1 : 0)
      difference.limbs[index] = second
      borrow = under || again
    }
    precondition(!borrow, "a natural number cannot be negative")
    difference.trim()
    return difference
  }

  static func * (x: Natural, y: Natural) -> Natural {
    var product = Natural(UInt64(0))
    guard !x.isZero, !y.isZero else { return product }
    product.limbs = Array(repeating: 0, count: x.limbs.count + y.limbs.count)
    for (i, a) in x.limbs.enumerated() {
      var carry: UInt64 = 0
      for (j, b) in y.limbs.enumerated() {
        let wide = a.multipliedFullWidth(by: b)
        let (low, first) = wide.low.addingReportingOverflow(product.limbs[i + j])
        let (sum, second) = low.addingReportingOverflow(carry)
        product.limbs[i + j] = sum
        carry = wide.high &+ (first ? 1 : 0) &+ (second ? 1 : 0)
      }
      product.limbs[i + y.limbs.count] = carry
    }
    product.trim()
    return product
  }

  static func << (x: Natural, count: Int) -> Natural {
    guard count > 0, !x.isZero else { return x }
    let bits = UInt64(count % 64)
    var shifted = x
    if bits != 0 {
      var carry: UInt64 = 0
      for index in shifted.limbs.indices {
        let limb = shifted.limbs[index]
        shifted.limbs[index] = limb &<< bits | carry
        carry = limb &>> (64 - bits)
      }
      if carry != 0 { shifted.limbs.append(carry) }
    }
    shifted.limbs.insert(contentsOf: repeatElement(0, count: count / 64), at: 0)
    return shifted
  }
}
