import Descriptors

/// A number type of the symmetry experiment.
protocol TrainingScalar: BinaryFloatingPoint, Sendable {
  static func hyperbolicTangent(_ x: Self) -> Self
  /// The exact sum of `a[order[n]] * b[order[n]]`, rounded once.
  static func exactSum(
    _ sum: inout ExactBinary32Sum, count: Int, _ term: (Int) -> (Self, Self)
  ) -> Self
}

/// Gradient descent on a small network whose features all begin equal.
///
/// The network is dense, 6-16-16-2, with an activation behind the first two layers; the loss is the
/// mean over 48 samples of half the squared distance of the scores from the target. In each step
/// and layer three products are summed: the forward sums of a feature over its inputs, then the bias
/// is added; the gradient of a feature's weights and bias over the samples; what a feature receives
/// from the features that read it. Each runs in the order of the feature that it belongs to, one
/// product and one addition a term, both rounded; the superaccumulator rounds the exact sum once.
/// Every order begins from +0.
struct SymmetricTraining<Scalar: TrainingScalar>: Sendable {
  enum Activation: String, Sendable { case tanh, relu }

  /// The sizes of the layers.
  static var widths: [Int] { [6, 16, 16, 2] }
  /// The number of samples.
  static var samples: Int { SymmetryData.samples }

  let activation: Activation
  let rate: Scalar
  let isExact: Bool
  /// `weights[l][o * inputs + i]`, `biases[l][o]`.
  private(set) var weights: [[Scalar]]
  private(set) var biases: [[Scalar]]
  /// Orders of `forward[l][o]` over inputs, `overSamples[l][o]`, `backward[l][i]` over outputs.
  private let forward, overSamples, backward: [[[Int]]]
  /// Feature-major: `inputs[i * samples + s]`.
  private let inputs, targets: [Scalar]

  init(
    _ activation: Activation, rate: Double, order: ReductionOrder, seed: UInt64,
    noise: Double = 0
  ) {
    self.activation = activation
    self.rate = Scalar(rate)
    if case .exact = order { isExact = true } else { isExact = false }
    let data = SymmetryData(seed: seed)
    inputs = data.inputs.map { Scalar($0) }
    targets = data.targets.map { Scalar($0) }
    let start = SymmetryData.start(widths: Self.widths, noise: noise, seed: seed)
    weights = start.map { $0.map { Scalar($0) } }
    biases = Self.widths.dropFirst().map { Array(repeating: 0, count: $0) }
    func orders(_ kind: Int, features: (Int) -> Int, terms: (Int) -> Int) -> [[[Int]]] {
      (0..<3).map { layer in
        (0..<features(layer)).map {
          order.indices(product: 3 * kind + layer, feature: $0, count: terms(layer))
        }
      }
    }
    forward = orders(0, features: { Self.widths[$0 + 1] }, terms: { Self.widths[$0] })
    overSamples = orders(1, features: { Self.widths[$0 + 1] }, terms: { _ in Self.samples })
    backward = orders(2, features: { Self.widths[$0] }, terms: { Self.widths[$0 + 1] })
  }

  /// The largest difference between a feature's weights and the first feature's in the first layer,
  /// relative to the largest weight there.
  var deviation: Double {
    let width = Self.widths[0]
    var (difference, size) = (0.0, 0.0)
    for (index, weight) in weights[0].enumerated() {
      difference = max(difference, Double((weight - weights[0][index % width]).magnitude))
      size = max(size, Double(weight.magnitude))
    }
    return size > 0 ? difference / size : 0
  }

  /// Takes one step; the loss before it, summed in binary64.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  mutating func step() -> Double {
    let (samples, widths) = (Self.samples, Self.widths)
    var sum = ExactBinary32Sum()
    var activations = [inputs]
    for layer in 0..<3 {
      let before = activations[layer]
      var next = [Scalar](repeating: 0, count: widths[layer + 1] * samples)
      for o in 0..<widths[layer + 1] {
        weighted(
          &next, at: o * samples, order: forward[layer][o], &sum,
          weight: { weights[layer][o * widths[layer] + $0] }, before)
        let bias = biases[layer][o]
        for s in o * samples..<(o + 1) * samples { next[s] += bias }
      }
      if layer < 2 { activate(&next) }
      activations.append(next)
    }
    var loss = 0.0
    var delta = [Scalar](repeating: 0, count: targets.count)
    for index in delta.indices {
      let error = activations[3][index] - targets[index]
      loss += Double(error) * Double(error)
      delta[index] = error / Scalar(samples)
    }
    for layer in (0..<3).reversed() {
      let before = activations[layer]
      var received: [Scalar] = []
      if layer > 0 {
        received = [Scalar](repeating: 0, count: before.count)
        for i in 0..<widths[layer] {
          weighted(
            &received, at: i * samples, order: backward[layer][i], &sum,
            weight: { weights[layer][$0 * widths[layer] + i] }, delta)
        }
        differentiate(&received, at: before)
      }
      update(layer, before, delta, &sum)
      delta = received
    }
    return loss / Double(2 * samples)
  }

  /// Sets row `start...` of `target` to the sum over `n` in `order` of `weight(n)` times row `n`.
  private func weighted(
    _ target: inout [Scalar], at start: Int, order: [Int], _ sum: inout ExactBinary32Sum,
    weight: (Int) -> Scalar, _ rows: [Scalar]
  ) {
    let samples = Self.samples
    guard !isExact else {
      for s in 0..<samples {
        target[start + s] = Scalar.exactSum(&sum, count: order.count) {
          (weight(order[$0]), rows[order[$0] * samples + s])
        }
      }
      return
    }
    rows.withUnsafeBufferPointer { rows in
      target.withUnsafeMutableBufferPointer { target in
        for n in order {
          let factor = weight(n)
          for s in 0..<samples { target[start + s] += factor * rows[n * samples + s] }
        }
      }
    }
  }

  /// Moves a layer's parameters against their gradients.
  private mutating func update(
    _ layer: Int, _ before: [Scalar], _ delta: [Scalar], _ sum: inout ExactBinary32Sum
  ) {
    let (samples, width) = (Self.samples, Self.widths[layer])
    for o in 0..<Self.widths[layer + 1] {
      let order = overSamples[layer][o]
      let row = delta[o * samples..<(o + 1) * samples]
      for i in 0...width {
        var slope: Scalar = 0
        if isExact {
          slope = Scalar.exactSum(&sum, count: samples) { n in
            let s = order[n]
            return (row[o * samples + s], i < width ? before[i * samples + s] : 1)
          }
        } else if i < width {
          for s in order { slope += delta[o * samples + s] * before[i * samples + s] }
        } else {
          for s in order { slope += delta[o * samples + s] }
        }
        if i < width {
          weights[layer][o * width + i] -= rate * slope
        } else {
          biases[layer][o] -= rate * slope
        }
      }
    }
  }

  private func activate(_ values: inout [Scalar]) {
    for index in values.indices {
      let z = values[index]
      values[index] = activation == .tanh ? .hyperbolicTangent(z) : (z > 0 ? z : 0)
    }
  }

  /// Multiplies by the activation's derivative, `1 - h^2` or 1 where `h > 0`.
  private func differentiate(_ values: inout [Scalar], at activations: [Scalar]) {
    for index in values.indices {
      let h = activations[index]
      values[index] =
        activation == .tanh ? values[index] * (1 - h * h) : (h > 0 ? values[index] : 0)
    }
  }
}

extension Float: TrainingScalar {
  static func hyperbolicTangent(_ x: Float) -> Float { Float(portableTanh(Double(x))) }

  static func exactSum(
    _ sum: inout ExactBinary32Sum, count: Int, _ term: (Int) -> (Float, Float)
  ) -> Float {
    for n in 0..<count {
      let (a, b) = term(n)
      sum.add(a, b)
    }
    return sum.take()
  }
}

extension Double: TrainingScalar {
  static func hyperbolicTangent(_ x: Double) -> Double { portableTanh(x) }

  /// The accumulator holds products of binary32 numbers only.
  static func exactSum(
    _ sum: inout ExactBinary32Sum, count: Int, _ term: (Int) -> (Double, Double)
  ) -> Double {
    preconditionFailure("the superaccumulator is for binary32")
  }
}
