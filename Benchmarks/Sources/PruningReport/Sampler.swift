import Foundation

/// A distribution that gradients and weights are said to follow.
enum Law: Sendable {
  case normal
  case laplace
  /// `exp(sigma * Z)` with a random sign, `Z` standard normal.
  case lognormal(sigma: Double)

  /// The name in tables.
  var name: String {
    switch self {
    case .normal: "normal"
    case .laplace: "Laplace"
    case .lognormal(let sigma): "lognormal, sigma = \(String(format: "%g", sigma))"
    }
  }

  /// The square of the mean magnitude over the mean square.
  var flatness: Double {
    switch self {
    case .normal: 2 / Double.pi
    case .laplace: 0.5
    case .lognormal(let sigma): exp(-sigma * sigma)
    }
  }

  /// So many values, the same for the same seed.
  func values(_ count: Int, seed: UInt64) -> [Float] {
    var words = SplitMix(state: seed)
    return (0..<count).map { _ in
      switch self {
      case .normal: Float(words.normal())
      case .laplace: Float(words.sign() * -log(words.unit()))
      case .lognormal(let sigma): Float(words.sign() * exp(sigma * words.normal()))
      }
    }
  }
}

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }

  /// A number in the open interval from 0 to 1.
  mutating func unit() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

  mutating func sign() -> Double { next() >> 63 == 0 ? 1 : -1 }

  /// A standard normal number (Box and Muller, 1958).
  mutating func normal() -> Double {
    (-2 * log(unit())).squareRoot() * cos(2 * Double.pi * unit())
  }
}
