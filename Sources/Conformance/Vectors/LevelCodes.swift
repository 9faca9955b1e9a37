import Descriptors
import Reference

extension NumberFormat {
  /// The operand codes that a level of vectors is made of.
  ///
  /// All codes of a format of 8 bits or fewer. For wider floats the exponents at which behaviour
  /// changes, each with either sign and with few ones or few zeros in the significand (level 1: none
  /// or one of them at its low end; level 2: also walking ones and zeros, runs from either end, and
  /// sums of two powers). The recipe is Berkeley TestFloat's, stated for any split of the bits. Other
  /// wide formats have their structured codes at either level.
  func levelCodes(_ level: Int) -> [UInt64] {
    if bits <= 8 { return Array(0...lastCode) }
    guard case .float(let layout) = descriptor.encoding else { return structuredCodes() }
    var codes = Set(endCodes())
    for exponent in layout.turningExponents {
      for field in layout.turningSignificands(level, exponent: exponent) {
        let magnitude = UInt64(exponent) << UInt64(layout.trailingBits) | field
        codes.insert(magnitude)
        if layout.signed { codes.insert(magnitude | 1 << UInt64(bits - 1)) }
      }
    }
    return codes.sorted()
  }
}

extension FloatLayout {
  /// The exponent fields at which behaviour changes: subnormals, the smallest binades, those about 1,
  /// about one unit of the last place to either side of it, and the largest.
  var turningExponents: [Int] {
    let last = (1 << exponentBits) - 1
    let (b, t) = (bias, trailingBits)
    var found: Set<Int> = [0, 1, 2, b / 4, last - 2, last - 1, last]
    found.formUnion(b - 4...b + 4)
    for center in [b - t, b + t] { found.formUnion(center - 2...center + 2) }
    return found.filter { (0...last).contains($0) }.sorted()
  }

  /// The trailing significand fields of a level.
  func turningSignificands(_ level: Int, exponent: Int) -> Set<UInt64> {
    let ones = (UInt64(1) << UInt64(trailingBits)) - 1
    var fields: Set<UInt64> = [0, 1, ones, ones &- 1]
    if level > 1, trailingBits > 0 {
      for bit in 0..<UInt64(trailingBits) {
        fields.formUnion([1 << bit, ones ^ 1 << bit, ones >> bit, ones - ones >> bit])
      }
      let words = IndexedWords(seed: UInt64(exponent))
      for index in 0..<8 as Range<UInt64> {
        let (first, second) = (words[2 * index], words[2 * index + 1])
        let sum: UInt64 = 1 << (first % UInt64(trailingBits))
        let other: UInt64 = 1 << (second % UInt64(trailingBits))
        fields.insert((first >> 63 == 0 ? sum + other : sum &- other) & ones)
      }
    }
    return fields.filter { $0 <= ones }
  }
}
