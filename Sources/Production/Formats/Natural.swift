/// A natural number on the stack, for the rare formats whose values are not dyadic.
///
/// Numbers below 2^512 take eight limbs in place: a product of three factors of at most 63 bits over
/// as many, compared with another, has at most 378 bits, and sums of such quotients whose magnitudes
/// lie less than a hundred binary places apart fit as well. A table may list 2^-1000 beside 2^1000,
/// though, so each result is measured before it is written, and one that does not fit goes into an
/// array instead.
struct Natural: Comparable, Sendable {
  /// The limbs that a number has in place.
  static let near = 8

  /// Least significant first, zeros above `count`; all of them where there are at most `near`.
  private var limbs = InlineArray<8, UInt64>(repeating: 0)
  /// All limbs of a longer number; empty for others.
  private var spilled: [UInt64] = []
  /// The number of limbs without leading zeros; 0 for 0.
  private var count = 0

  init(_ value: UInt64) {
    limbs[0] = value
    count = value == 0 ? 0 : 1
  }

  init(_ value: UInt128) {
    limbs[0] = UInt64(truncatingIfNeeded: value)
    limbs[1] = UInt64(truncatingIfNeeded: value >> 64)
    count = limbs[1] != 0 ? 2 : limbs[0] != 0 ? 1 : 0
  }

  /// A number of at most so many limbs, which are zeros until they are filled.
  private init(limbs most: Int, _ fill: (UnsafeMutableBufferPointer<UInt64>) -> Void) {
    count = most
    if most <= Self.near {
      var span = limbs.mutableSpan
      span.withUnsafeMutableBufferPointer {
        fill(UnsafeMutableBufferPointer(rebasing: $0[..<most]))
      }
    } else {
      spilled = [UInt64](repeating: 0, count: most)
      spilled.withUnsafeMutableBufferPointer { fill($0) }
    }
    trim()
  }

  /// Drops leading zero limbs; what then fits goes back in place.
  private mutating func trim() {
    if spilled.isEmpty {
      while count > 0, limbs[count - 1] == 0 { count -= 1 }
      return
    }
    while count > 0, spilled[count - 1] == 0 { count -= 1 }
    if count > Self.near {
      spilled.removeLast(spilled.count - count)
    } else {
      for index in 0..<count { limbs[index] = spilled[index] }
      spilled = []
    }
  }

  /// The limbs, least significant first, without leading zeros.
  private func read<Result>(_ body: (UnsafeBufferPointer<UInt64>) -> Result) -> Result {
    if count > Self.near { return spilled.withUnsafeBufferPointer { body($0) } }
    let count = count
    return limbs.span.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[..<count])) }
  }

  var isZero: Bool { count == 0 }

  /// Whether the number has outgrown its place.
  var isSpilled: Bool { !spilled.isEmpty }

  /// The number of bits up to the leading one.
  var bitLength: Int {
    read { limbs in limbs.last.map { limbs.count * 64 - $0.leadingZeroBitCount } ?? 0 }
  }

  /// The number where it has at most 62 bits.
  var small: UInt64? {
    count > 1 || limbs[0] >> 62 != 0 ? nil : limbs[0]
  }

  /// The number cut to its 126 leading bits, the places that were dropped, and whether any of them
  /// was not 0.
  var leading: (significand: UInt128, dropped: Int, more: Bool) {
    let dropped = max(0, bitLength - 126)
    return read { limbs in
      let (whole, part) = (dropped / 64, UInt64(dropped % 64))
      func limb(_ index: Int) -> UInt64 {
        let low = index < limbs.count ? limbs[index] : 0
        let high = index + 1 < limbs.count ? limbs[index + 1] : 0
        return part == 0 ? low : low &>> part | high &<< (64 - part)
      }
      let more =
        limbs[..<min(whole, limbs.count)].contains { $0 != 0 }
        || part != 0 && limbs[whole] & (1 << part - 1) != 0
      return (UInt128(limb(whole + 1)) << 64 | UInt128(limb(whole)), dropped, more)
    }
  }

  static func == (x: Natural, y: Natural) -> Bool {
    x.count == y.count && x.read { a in y.read { b in a.elementsEqual(b) } }
  }

  static func < (x: Natural, y: Natural) -> Bool {
    if x.count != y.count { return x.count < y.count }
    return x.read { a in
      y.read { b in
        for index in a.indices.reversed() where a[index] != b[index] { return a[index] < b[index] }
        return false
      }
    }
  }

  static func + (x: Natural, y: Natural) -> Natural {
    Natural(limbs: max(x.bitLength, y.bitLength) / 64 + 1) { sum in
      x.read { a in
        y.read { b in
          var carry: UInt64 = 0
          for index in sum.indices {
            let (first, over) = (index < a.count ? a[index] : 0)
              .addingReportingOverflow(index < b.count ? b[index] : 0)
            let (second, again) = first.addingReportingOverflow(carry)
            sum[index] = second
            carry = over || again ? 1 : 0
          }
        }
      }
    }
  }

  /// The difference.
  ///
  /// - Precondition: `x >= y`.
  static func - (x: Natural, y: Natural) -> Natural {
    precondition(x.count >= y.count, "a natural number cannot be negative")
    return Natural(limbs: x.count) { difference in
      x.read { a in
        y.read { b in
          var borrow: UInt64 = 0
          for index in a.indices {
            let (first, under) = a[index]
              .subtractingReportingOverflow(index < b.count ? b[index] : 0)
            let (second, again) = first.subtractingReportingOverflow(borrow)
            difference[index] = second
            borrow = under || again ? 1 : 0
          }
          precondition(borrow == 0, "a natural number cannot be negative")
        }
      }
    }
  }

  static func * (x: Natural, y: Natural) -> Natural {
    guard !x.isZero, !y.isZero else { return Natural(UInt64(0)) }
    return Natural(limbs: (x.bitLength + y.bitLength + 63) / 64) { product in
      x.read { a in
        y.read { b in
          for i in a.indices {
            var carry: UInt64 = 0
            // The limb that the bits of the factors rule out is 0.
            for j in b.indices where i + j < product.count {
              let wide = a[i].multipliedFullWidth(by: b[j])
              let (low, first) = wide.low.addingReportingOverflow(product[i + j])
              let (sum, second) = low.addingReportingOverflow(carry)
              product[i + j] = sum
              carry = wide.high &+ (first ? 1 : 0) &+ (second ? 1 : 0)
            }
            if i + b.count < product.count { product[i + b.count] = carry }
          }
        }
      }
    }
  }

  static func << (x: Natural, places: Int) -> Natural {
    guard places > 0, !x.isZero else { return x }
    let (whole, part) = (places / 64, UInt64(places % 64))
    return Natural(limbs: (x.bitLength + places + 63) / 64) { shifted in
      x.read { limbs in
        for index in limbs.indices {
          shifted[index + whole] |= limbs[index] &<< part
          let high = part == 0 ? 0 : limbs[index] &>> (64 - part)
          if high != 0 { shifted[index + whole + 1] = high }
        }
      }
    }
  }
}
