import Descriptors
import Production

/// The digits network in low precision, every step defined.
///
/// For each layer, with `F` the format of the configuration and `A` its accumulator:
/// 1. the layer's weights, divided by their power-of-two scale `2^s`, enter `F` to nearest, ties to
///    even, saturating at the largest finite values; that happens once;
/// 2. an image's activations, divided by their own scale `2^t`, enter `F` in the same way;
/// 3. `A` sums the products of the codes; the sum enters binary32 to nearest, ties to even;
/// 4. it is multiplied by `2^(s + t)`, which is exact within binary32's normal range;
/// 5. the bias is added in binary32: one rounding to nearest, ties to even;
/// 6. all layers but the last take `max(z, 0)`, which is +0 for either zero and keeps a NaN.
///
/// The class is the index of the largest score, the first of several; a NaN is never larger.
struct LowPrecisionNetwork {
  let network: DigitsNetwork
  let configuration: NetworkConfiguration
  private let cast: Cast
  private let layers: [(codes: [UInt8], scale: PowerOfTwoScale)]

  init(_ network: DigitsNetwork, _ configuration: NetworkConfiguration) throws {
    self.network = network
    self.configuration = configuration
    let cast = try Cast(to: configuration.format, dialect: Dialect(overflow: .satFinite))
    self.cast = cast
    layers = network.layers.map { layer in
      let scale = configuration.scale(of: layer.weights)
      return (cast(scale.divide(layer.weights)), scale)
    }
  }

  /// The sums of every layer, bias included: layer by layer, image by image.
  func sums(of images: Range<Int>, by products: some CodeProducts) async throws -> [[Float]] {
    var results: [[Float]] = []
    var inputs = images.flatMap(network.inputs)
    for (layer, prepared) in zip(network.layers, layers) {
      var codes: [UInt8] = []
      var scales: [PowerOfTwoScale] = []
      for start in stride(from: 0, to: inputs.count, by: layer.inputs) {
        let image = inputs[start..<start + layer.inputs]
        let scale = configuration.scale(of: image)
        scales.append(scale)
        codes += cast(scale.divide(image))
      }
      var sums = try await products(
        configuration, x: codes, w: prepared.codes, rows: images.count, columns: layer.outputs,
        depth: layer.inputs)
      for index in sums.indices {
        let exponent = prepared.scale.exponent + scales[index / layer.outputs].exponent
        sums[index] =
          PowerOfTwoScale.product(sums[index], exponent: exponent)
          + layer.biases[index % layer.outputs]
      }
      results.append(sums)
      inputs = sums.map(Self.rectified)
    }
    return results
  }

  static func rectified(_ z: Float) -> Float { z > 0 || z.isNaN ? z : 0 }

  /// The index of the largest score, of the first of them where several are largest.
  static func prediction(scores: ArraySlice<Float>) -> Int {
    var best = scores.startIndex
    for index in scores.indices where scores[index] > scores[best] || scores[best].isNaN {
      if !scores[index].isNaN { best = index }
    }
    return best - scores.startIndex
  }
}

extension NetworkConfiguration {
  func scale(of values: some Sequence<Float>) -> PowerOfTwoScale {
    target.map { PowerOfTwoScale(of: values, target: $0) } ?? .one
  }
}
