import ExactArithmetic

/// The SplitMix64 stream of a seed.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// A value in both forms: what is tested and what it is tested against.
struct Twin {
  var value: Rational
  var oracle: BigRational

  init(_ significand: Int64, exponent: Int) {
    value = Rational(significand, exponent: exponent)
    oracle = BigRational(significand, exponent: exponent)
  }

  init(_ numerator: Int, over denominator: Int) {
    value = Rational(numerator, over: denominator)
    oracle = BigRational(
      negative: (numerator < 0) != (denominator < 0), numerator: UInt64(numerator.magnitude),
      denominator: UInt64(denominator.magnitude))
  }
}

enum Samples {
  /// Significands on both sides of every width that matters, odd and even, of both signs.
  static let significands: [Int64] = {
    var found: Set<Int64> = [0, 1, 3, 5, 7, 9, 15, .max, .max - 1, .min, .min + 1]
    for bit in [1, 7, 8, 15, 16, 30, 31, 32, 33, 52, 53, 60, 61, 62] {
      for offset: Int64 in -2...2 {
        found.insert((1 << Int64(bit)) + offset)
      }
    }
    // Factors of numbers next to 2^63 and 2^64, and square roots of them.
    found.formUnion([3_037_000_499, 3_037_000_500, 3_037_000_501, 4_294_967_295, 4_294_967_297])
    found.formUnion([73 * 127 * 337, 92_737 * 649_657, 1_000_000_007, 6_148_914_691_236_517_205])
    found.formUnion(found.map { 0 &- $0 })
    return found.sorted()
  }()

  static let exponents = [
    -32768, -150, -127, -64, -63, -62, -33, -32, -31, -3, -2, -1, 0, 1, 2, 3, 31, 32, 33, 61, 62,
    63, 64, 65, 127, 32768,
  ]

  /// A number drawn to land near a spill: short and long significands, near and far exponents,
  /// and every eighth time a fraction that is not dyadic.
  static func twin(using random: inout SplitMix64) -> Twin {
    let word = random.next()
    if word & 7 == 0 {
      let n = Int(truncatingIfNeeded: random.next()) >> Int(random.next() & 63)
      let d = Int(truncatingIfNeeded: random.next()) >> Int(random.next() & 63)
      return Twin(n, over: d == 0 ? 1 : d)
    }
    let significand = Int64(truncatingIfNeeded: random.next()) >> Int64(random.next() & 63)
    let exponent = Int(truncatingIfNeeded: random.next() & 127) - 64
    switch (word >> 3) & 7 {
    case 0:
      return Twin(significands[Int(random.next() % 150) % significands.count], exponent: exponent)
    case 1: return Twin(significand, exponent: exponent * 300)
    default: return Twin(significand, exponent: exponent)
    }
  }
}
