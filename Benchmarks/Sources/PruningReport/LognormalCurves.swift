import Descriptors
import Foundation
import Measuring
import Production

/// Relative variance against the width of a lognormal distribution, beside the noise of stochastic
/// rounding on the same values.
struct LognormalCurves {
  /// One line of the figure.
  struct Curve {
    let name: String
    let points: [(sigma: Double, variance: Double)]
  }

  static let sigmas = Array(stride(from: 0.25, through: 4.0, by: 0.25))
  private static let elements = 1 << 19

  /// The estimators of minimum variance and successive sampling.
  let pruning: [Curve]
  /// Stochastic rounding to narrow formats, measured at sigma = 1.
  ///
  /// As long as nothing underflows, its noise is that of the position within a binade, whatever
  /// sigma is; wider distributions would show the luck of their largest value instead.
  let rounding: [Curve]

  init(float32: FormatDescriptor, narrow: [FormatDescriptor]) throws {
    let variances = Variances(float32: float32)
    var successive: [(Double, Double)] = []
    var curves: [Curve] = []
    for name in ["1:2", "2:4", "4:8"] {
      guard let pattern = BlockPattern(named: name) else { continue }
      var points: [(Double, Double)] = []
      for sigma in Self.sigmas {
        let cell = try variances.cell(
          .lognormal(sigma: sigma), pattern, blocks: Self.elements / pattern.of)
        points.append((sigma, cell.unbiased.ratio))
        if name == "2:4" { successive.append((sigma, cell.successive.ratio)) }
      }
      curves.append(Curve(name: name, points: points))
    }
    curves.append(Curve(name: "2:4, successive sampling", points: successive))
    pruning = curves
    rounding = try narrow.map { format in
      let noise = try Self.roundingNoise(sigma: 1, in: format)
      return Curve(name: format.name, points: Self.sigmas.map { ($0, noise) })
    }
  }

  /// The mean squared error of stochastic rounding with 32 random bits, relative to the mean
  /// square, the largest magnitude scaled by a power of two into the format's topmost binade.
  private static func roundingNoise(sigma: Double, in format: FormatDescriptor) throws -> Double {
    var values = Law.lognormal(sigma: sigma).values(elements, seed: 1)
    let cast = try Cast(
      to: format,
      dialect: Dialect(rounding: .stochastic(bits: 32, variant: .c), overflow: .satFinite))
    let decode = try Decode(from: format)
    let largest = values.reduce(0) { max($0, abs($1)) }
    let words = RandomWords.philox(seed: 3, offset: 0, stream: 0)
    let huge: [Float] = [.greatestFiniteMagnitude]
    let top = decode.binary32(cast(huge, words: words))[0]
    let scale = Float(sign: .plus, exponent: top.exponent - largest.exponent, significand: 1)
    for index in values.indices { values[index] *= scale }
    let rounded = decode.binary32(cast(values, words: words))
    var noise = RatioEstimate()
    for (value, result) in zip(values, rounded) {
      let error = Double(result) - Double(value)
      noise.add(error * error, Double(value) * Double(value))
    }
    return noise.ratio
  }

  /// The sigma from which on the variance of 1:2, `exp(-sigma^2)` by theory, is below a level.
  ///
  /// A sample of wide values shows less: it lacks the rare large ones.
  static func crossing(below level: Double) -> Double { max(0, -log(level)).squareRoot() }
}
