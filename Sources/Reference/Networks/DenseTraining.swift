public import ExactArithmetic

/// Gradient descent on exact numbers, for networks whose features may stand for several equal ones.
///
/// The network is dense with the leaky rectifier between its layers: `z` where `z > 0`, else
/// `slope * z`; its derivative at 0 is the slope. The loss is the mean over the samples of half the
/// squared distance between scores and target. One step subtracts `rate` times the gradient.
///
/// `multiplicities[l]` says for each feature between layers `l - 1` and `l` how many equal features it
/// stands for: sums over features count it so often, forwards and backwards, while its own weights
/// are those of one of them. With ones everywhere this is an ordinary network. A network whose
/// features are equal in classes has the same trajectory as the *quotient* network with one feature
/// for each class.
public struct DenseTraining: Hashable, Sendable {
  /// The network as it is now.
  public private(set) var network: DenseNetwork
  /// The factor below 0; 0 is the plain rectifier.
  public let slope: Rational
  /// The learning rate.
  public let rate: Rational
  /// Parameters are rounded to multiples of `2^grid` after each step, ties to even; `nil` keeps
  /// them exact, and their length doubles or more with each step.
  public let grid: Int?
  /// For every layer's inputs how many equal features each stands for.
  public let multiplicities: [[Int]]

  /// Creates a training.
  ///
  /// - Parameter multiplicities: ones where it is `nil`.
  /// - Precondition: there is a multiplicity for every input of every layer.
  public init(
    _ network: DenseNetwork, slope: Rational, rate: Rational, grid: Int? = nil,
    multiplicities: [[Int]]? = nil
  ) {
    let ones = network.layers.map { [Int](repeating: 1, count: $0.weights.columns) }
    self.network = network
    self.slope = slope
    self.rate = rate
    self.grid = grid
    self.multiplicities = multiplicities ?? ones
    precondition(self.multiplicities.map(\.count) == ones.map(\.count), "multiplicities do not fit")
  }

  /// The leaky rectifier.
  public static func leakyRectified(_ z: Rational, slope: Rational) -> Rational {
    z.signum > 0 ? z : slope * z
  }

  /// What every layer gives before the rectifier.
  public func sums(_ input: [Rational]) -> [[Rational]] {
    var results: [[Rational]] = []
    var inputs = input
    for (layer, copies) in zip(network.layers, multiplicities) {
      let sums = layer(zip(inputs, copies).map { $0 * Rational($1) })
      results.append(sums)
      inputs = sums.map { Self.leakyRectified($0, slope: slope) }
    }
    return results
  }

  /// The gradient of the loss, in the shape of the network; that of one of the equal features where
  /// a feature stands for several.
  public func gradient(inputs: [[Rational]], targets: [[Rational]]) -> DenseNetwork {
    var layers = network.layers.map { layer in
      DenseNetwork.Layer(
        weights: layer.weights.map { _ in .zero }, biases: layer.biases.map { _ in .zero })
    }
    let share = Rational(1, over: inputs.count)
    for (input, target) in zip(inputs, targets) {
      let sums = sums(input)
      var delta = zip(sums[layers.count - 1], target).map { ($0 - $1) * share }
      for index in layers.indices.reversed() {
        let before =
          index == 0 ? input : sums[index - 1].map { Self.leakyRectified($0, slope: slope) }
        for output in delta.indices {
          layers[index].biases[output] += delta[output]
          for column in before.indices {
            layers[index].weights[output, column] += delta[output] * before[column]
          }
        }
        guard index > 0 else { break }
        let weights = network.layers[index].weights
        let copies =
          index + 1 < layers.count
          ? multiplicities[index + 1] : [Int](repeating: 1, count: weights.rows)
        delta = before.indices.map { column in
          let sum = delta.indices.reduce(Rational.zero) {
            $0 + weights[$1, column] * delta[$1] * Rational(copies[$1])
          }
          return sums[index - 1][column].signum > 0 ? sum : slope * sum
        }
      }
    }
    return DenseNetwork(layers)
  }

  /// Takes one step.
  public mutating func step(inputs: [[Rational]], targets: [[Rational]]) {
    let gradient = gradient(inputs: inputs, targets: targets)
    network = DenseNetwork(
      zip(network.layers, gradient.layers).map { layer, slopes in
        DenseNetwork.Layer(
          weights: Matrix(
            rows: layer.weights.rows, columns: layer.weights.columns,
            zip(layer.weights.elements, slopes.weights.elements).map(moved)),
          biases: zip(layer.biases, slopes.biases).map(moved))
      })
  }

  private func moved(_ parameter: Rational, by slope: Rational) -> Rational {
    let moved = parameter - rate * slope
    guard let grid else { return moved }
    return moved.scaled(byPowerOfTwo: -grid).roundedToEven.scaled(byPowerOfTwo: grid)
  }
}

extension DenseNetwork {
  /// How many different features each hidden layer has: two are the same where the weights that
  /// make them, their biases and the weights that read them are equal.
  public var distinctFeatures: [Int] {
    zip(layers, layers.dropFirst()).map { layer, next in
      Set(
        layer.biases.indices.map { feature in
          layer.weights[rows: feature..<feature + 1, columns: 0..<layer.weights.columns].elements
            + [layer.biases[feature]]
            + next.weights[rows: 0..<next.weights.rows, columns: feature..<feature + 1].elements
        }
      ).count
    }
  }
}
