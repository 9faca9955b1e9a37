/// A product of up to three numbers of 128 bits, exactly: six digits of 64 bits, the lowest first.
struct Wide: Hashable, Comparable {
  private(set) var digits: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0)

  /// The product of two numbers.
  init(_ a: UInt128, _ b: UInt128) {
    let (high, low) = a.multipliedFullWidth(by: b)
    digits.0 = UInt64(truncatingIfNeeded: low)
    digits.1 = UInt64(truncatingIfNeeded: low >> 64)
    digits.2 = UInt64(truncatingIfNeeded: high)
    digits.3 = UInt64(truncatingIfNeeded: high >> 64)
  }

  /// The product of one of two numbers with a third.
  static func * (a: Wide, b: UInt128) -> Wide {
    let low = UInt128(a.digits.1) << 64 | UInt128(a.digits.0)
    let high = UInt128(a.digits.3) << 64 | UInt128(a.digits.2)
    var result = Wide(low, b)
    let upper = Wide(high, b)
    let (two, carried) = result.digits.2.addingReportingOverflow(upper.digits.0)
    result.digits.2 = two
    let (part, first) = result.digits.3.addingReportingOverflow(upper.digits.1)
    let (three, second) = part.addingReportingOverflow(carried ? 1 : 0)
    result.digits.3 = three
    let (four, third) = upper.digits.2.addingReportingOverflow((first ? 1 : 0) + (second ? 1 : 0))
    result.digits.4 = four
    result.digits.5 = upper.digits.3 + (third ? 1 : 0)
    return result
  }

  static func == (a: Wide, b: Wide) -> Bool { a.digits == b.digits }

  static func < (a: Wide, b: Wide) -> Bool {
    let (x, y) = (a.digits, b.digits)
    if x.5 != y.5 { return x.5 < y.5 }
    if x.4 != y.4 { return x.4 < y.4 }
    if x.3 != y.3 { return x.3 < y.3 }
    if x.2 != y.2 { return x.2 < y.2 }
    if x.1 != y.1 { return x.1 < y.1 }
    return x.0 < y.0
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(digits.0)
    hasher.combine(digits.5)
  }
}
