/// The random numbers of one sampled case.
///
/// A function of (seed, case index) alone: any split of the indices over shards, threads or
/// interrupted runs meets the same cases. The generator is SplitMix64 (Steele, Lea and Flood,
/// "Fast splittable pseudorandom number generators", 2014), its state taken from both numbers.
struct SampleStream: Sendable {
  private var state: UInt64

  init(seed: UInt64, index: UInt64) {
    state = Self.mix(seed) ^ Self.mix(index &+ 0x9E37_79B9_7F4A_7C15)
  }

  /// The next 64 uniform bits.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  private static func mix(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number in 0...bound: three times in four uniform, otherwise an end of the range, a word
  /// with few ones, or a word with few zeros.
  mutating func draw(upTo bound: UInt64) -> UInt64 {
    if bound == 0 { return 0 }
    let style = next()
    if style & 3 != 0 { return uniform(upTo: bound) }
    let width = UInt64.bitWidth - bound.leadingZeroBitCount
    switch (style >> 2) & 3 {
    case 0:
      let distance = min(bound, (style >> 4) & 3)
      return (style >> 6) & 1 == 0 ? distance : bound - distance
    case 1:
      return min(bound, fewOnes(width: width))
    case 2:
      let mask = UInt64.max >> UInt64(64 - width)
      let word = mask ^ fewOnes(width: width)
      return word <= bound ? word : bound - min(bound, mask - word)
    default:
      // A run of ones, as fractions just below a power of two have.
      let low = next() % UInt64(width)
      let length = 1 + next() % (UInt64(width) - low)
      return min(bound, (UInt64.max >> (64 - length)) << low)
    }
  }

  /// Uniform without bias, by Lemire's multiplication with rejection.
  private mutating func uniform(upTo bound: UInt64) -> UInt64 {
    if bound == .max { return next() }
    let count = bound + 1
    var product = next().multipliedFullWidth(by: count)
    if product.low < count {
      let threshold = (0 &- count) % count
      while product.low < threshold { product = next().multipliedFullWidth(by: count) }
    }
    return product.high
  }

  /// A word of `width` bits of which one to three are set.
  private mutating func fewOnes(width: Int) -> UInt64 {
    let random = next()
    var word: UInt64 = 0
    for place in 0...Int(random >> 62) % 3 {
      let bit = ((random >> UInt64(20 * place)) & 0xFFFFF) % UInt64(width)
      word |= 1 << bit
    }
    return word
  }
}
