/// A natural number of a fixed count of words: enough for sums and multiples of binary32 values in
/// a common unit, and slow on purpose.
struct WideInteger: Comparable {
  private(set) var words: [UInt64]

  init(_ value: UInt64 = 0, shift: Int = 0, count: Int = 10) {
    words = Array(repeating: 0, count: count)
    for bit in 0..<64 where value >> UInt64(bit) & 1 == 1 {
      let place = bit + shift
      words[place / 64] |= 1 << UInt64(place % 64)
    }
  }

  var isZero: Bool { words.allSatisfy { $0 == 0 } }

  static func < (x: WideInteger, y: WideInteger) -> Bool {
    for index in x.words.indices.reversed() where x.words[index] != y.words[index] {
      return x.words[index] < y.words[index]
    }
    return false
  }

  static func + (x: WideInteger, y: WideInteger) -> WideInteger {
    var sum = x
    var carry: UInt64 = 0
    for index in x.words.indices {
      let (first, one) = x.words[index].addingReportingOverflow(y.words[index])
      let (second, two) = first.addingReportingOverflow(carry)
      sum.words[index] = second
      carry = (one ? 1 : 0) + (two ? 1 : 0)
    }
    precondition(carry == 0, "too few words")
    return sum
  }

  static func - (x: WideInteger, y: WideInteger) -> WideInteger {
    precondition(x >= y, "a natural number")
    var difference = x
    var borrow: UInt64 = 0
    for index in x.words.indices {
      let (first, one) = x.words[index].subtractingReportingOverflow(y.words[index])
      let (second, two) = first.subtractingReportingOverflow(borrow)
      difference.words[index] = second
      borrow = (one ? 1 : 0) + (two ? 1 : 0)
    }
    return difference
  }

  static func * (x: WideInteger, factor: UInt64) -> WideInteger {
    var product = x
    var carry: UInt64 = 0
    for index in x.words.indices {
      let (high, low) = x.words[index].multipliedFullWidth(by: factor)
      let (sum, over) = low.addingReportingOverflow(carry)
      product.words[index] = sum
      carry = high + (over ? 1 : 0)
    }
    precondition(carry == 0, "too few words")
    return product
  }

  /// The largest `q` below 2^40 with `q * divisor <= self`.
  func quotient(by divisor: WideInteger) -> UInt64 {
    var quotient: UInt64 = 0
    for bit in (0..<40).reversed() {
      let trial = quotient | 1 << UInt64(bit)
      if divisor * trial <= self { quotient = trial }
    }
    return quotient
  }

  /// The remainder of a division by a word.
  func remainder(dividingBy divisor: UInt64) -> UInt64 {
    var rest: UInt64 = 0
    for word in words.reversed() { rest = divisor.dividingFullWidth((rest, word)).remainder }
    return rest
  }
}
