import Descriptors
import Harness
import Reference

private let knownCodes = SharedValues<FormatDescriptor, [UInt64]>(capacity: 64)

extension NumberFormat {
  /// The codes that find mistakes: ends, neighbours of ends, single bits, runs of bits, and for
  /// floats every interesting exponent with every interesting significand.
  ///
  /// All codes of a format of 8 bits or fewer. For wider floats the operand recipe of Berkeley
  /// TestFloat (exponents near the ends, the bias and the width of the significand, crossed with
  /// few ones and few zeros), widened to any split of the bits.
  func structuredCodes() -> [UInt64] {
    knownCodes(descriptor) { _ in madeStructuredCodes() }
  }

  private func madeStructuredCodes() -> [UInt64] {
    if bits <= 8 { return Array(0...lastCode) }
    var codes = Set<UInt64>([0, 1, lastCode, lastCode - 1, lastCode / 2, lastCode / 2 + 1])
    for bit in 0..<UInt64(bits) {
      let one = UInt64(1) << bit
      codes.formUnion([one, one - 1, one + 1, lastCode - one, lastCode ^ (one - 1)])
    }
    if case .float(let layout) = descriptor.encoding {
      let t = layout.trailingBits
      let last = (1 << layout.exponentBits) - 1
      let near = [0, layout.bias, layout.bias - t, layout.bias + t, last]
      let exponents = Set(near.flatMap { center in (-3...3).map { center + $0 } })
        .filter { (0...last).contains($0) }
      let ones = (UInt64(1) << UInt64(t)) - 1
      var trailing = Set<UInt64>([0, 1, ones, ones &- 1, ones / 2, ones / 2 + 1])
      for bit in 0..<UInt64(t) {
        trailing.formUnion([1 << bit, ones ^ (1 << bit), ones >> bit])
      }
      for exponent in exponents {
        for field in trailing where field <= ones {
          let magnitude = UInt64(exponent) << UInt64(t) | field
          codes.insert(magnitude)
          if layout.signed { codes.insert(magnitude | 1 << UInt64(bits - 1)) }
        }
      }
    }
    return codes.filter { $0 <= lastCode }.sorted()
  }
}

/// A stream of 64-bit words in which each depends on a seed and its index alone (Steele, Lea and
/// Flood, "Fast splittable pseudorandom number generators", 2014).
struct IndexedWords: Sendable {
  let seed: UInt64

  /// The word at an index.
  subscript(index: UInt64) -> UInt64 {
    var z = seed &+ (index &+ 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
