/// The samples and the first weights of the symmetry experiment, from a seed.
struct SymmetryData: Sendable {
  /// The number of samples.
  static let samples = 48
  /// Feature-major: the inputs in [-1, 1], multiples of 2^-12.
  let inputs: [Double]
  /// Feature-major: 1 for the class of the sample, 0 for the other.
  let targets: [Double]

  init(seed: UInt64) {
    var words = SplitMix64(state: seed)
    let inputs = (0..<6 * Self.samples).map { _ in words.uniform() }
    self.inputs = inputs
    // Not to be told by one direction: the sign of a product, moved by a third input.
    let first = (0..<Self.samples).map { s in
      let row = (0..<6).map { inputs[$0 * Self.samples + s] }
      return row[0] * row[1] + row[2] / 2 > 0 ? 1.0 : 0.0
    }
    targets = first + first.map { 1 - $0 }
  }

  /// The weights of the layers: equal rows in the first, one number in each other.
  ///
  /// `noise` is added to the first layer's weights, uniform in `[-noise, noise]`.
  static func start(widths: [Int], noise: Double, seed: UInt64) -> [[Double]] {
    var words = SplitMix64(state: seed &+ 1)
    let row = (0..<widths[0]).map { _ in words.uniform() }
    return (0..<widths.count - 1).map { layer in
      (0..<widths[layer] * widths[layer + 1]).map { index in
        layer == 0
          ? row[index % widths[0]] + (noise == 0 ? 0 : noise * words.uniform())
          : 1 / Double(widths[layer])
      }
    }
  }
}

/// The generator of Steele, Lea and Flood (OOPSLA 2014).
struct SplitMix64: Sendable {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// A multiple of 2^-12 in [-1, 1).
  mutating func uniform() -> Double { Double(Int64(bitPattern: next()) >> 51) / 4096 }
}
