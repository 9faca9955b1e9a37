/// Standard normal deviates from integers alone, the same on every machine.
///
/// The method is that of Karney (Sampling exactly from the normal distribution, ACM TOMS 2016,
/// algorithm N): only uniform integers are compared, no function is evaluated. Uniform deviates have
/// `bits` bits here instead of as many as a comparison needs, so each comparison is off with
/// probability below `2^-47`. The deviate is a multiple of `2^-48`.
struct NormalSource {
  /// The bits of a uniform deviate.
  static let bits = 48

  /// The state of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
  private var state: UInt64

  /// Begins a stream; streams of different seeds and labels have nothing to do with each other.
  ///
  /// - Parameter label: what is drawn, mixed into the seed by FNV-1a.
  init(seed: UInt64, label: String) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in label.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    state = seed
    // A word of the seed's own stream, so that seed and label are mixed and not merely added.
    state = nextWord() ^ hash
    state = nextWord()
  }

  /// 64 uniform bits.
  mutating func nextWord() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  private mutating func uniform() -> UInt64 { nextWord() >> UInt64(64 - Self.bits) }

  /// A normal deviate times `2^48`; its magnitude is below `2^53` for all practical purposes.
  mutating func next() -> Int64 {
    while true {
      // k with probability proportional to exp(-k/2), then kept with exp(-k(k-1)/2).
      var k = 0
      while half() { k += 1 }
      var keeps = true
      for _ in 0..<k * (k - 1) where keeps { keeps = half() }
      guard keeps else { continue }
      // x kept with probability exp(-x(2k+x)/2), in k+1 equal factors.
      let x = uniform()
      for _ in 0...k where keeps { keeps = factor(k, x) }
      guard keeps else { continue }
      let magnitude = Int64(k) << Int64(Self.bits) | Int64(x)
      return nextWord() >> 63 == 0 ? magnitude : -magnitude
    }
  }

  /// True with probability `exp(-1/2)` (Karney's algorithm H): the length of a falling run below 1/2
  /// is even.
  private mutating func half() -> Bool {
    var last = UInt64(1) << UInt64(Self.bits - 1)
    var isEven = true
    while true {
      let u = uniform()
      if u >= last { return isEven }
      last = u
      isEven.toggle()
    }
  }

  /// True with probability `exp(-x(2k+x)/(2k+2))` (Karney's algorithm B).
  private mutating func factor(_ k: Int, _ x: UInt64) -> Bool {
    let bound = UInt64(2 * k) << UInt64(Self.bits) + x
    var last = x
    var isEven = true
    while true {
      let z = uniform()
      if z >= last { return isEven }
      // r < (2k + x) / (2k + 2), without dividing.
      if uniform() * UInt64(2 * k + 2) >= bound { return isEven }
      last = z
      isEven.toggle()
    }
  }
}
