import ExactArithmetic
import Reference
import Testing

/// Equal features stay equal in exact arithmetic.
@Suite struct DenseTrainingTests {
  /// Small rationals from a linear congruence.
  static func numbers(_ count: Int, seed: Int) -> [Rational] {
    var state = seed
    return (0..<count).map { _ in
      state = (state * 137 + 59) % 1009
      return Rational(state - 504, over: 256)
    }
  }

  static func samples(_ count: Int, _ length: Int, seed: Int) -> [[Rational]] {
    (0..<count).map { numbers(length, seed: seed + 31 * $0) }
  }

  static func layer(_ rows: Int, _ columns: Int, seed: Int) -> DenseNetwork.Layer {
    DenseNetwork.Layer(
      weights: Matrix(rows: rows, columns: columns, numbers(rows * columns, seed: seed)),
      biases: numbers(rows, seed: seed + 7))
  }

  static let inputs = samples(5, 3, seed: 3)
  static let targets = samples(5, 2, seed: 8)

  /// 3-4-4-2 with equal features: rows of the first layer equal, one number in the second, columns
  /// of the last equal.
  static var symmetric: DenseNetwork {
    let row = numbers(3, seed: 21)
    let column: [Rational] = [Rational(1, over: 2), Rational(-3, over: 4)]
    return DenseNetwork([
      DenseNetwork.Layer(weights: Matrix([row, row, row, row]), biases: [1, 1, 1, 1]),
      DenseNetwork.Layer(
        weights: Matrix(rows: 4, columns: 4, Array(repeating: Rational(1, over: 4), count: 16)),
        biases: [0, 0, 0, 0]),
      DenseNetwork.Layer(
        weights: Matrix(column.map { Array(repeating: $0, count: 4) }), biases: [0, 0]),
    ])
  }

  /// The same with one feature for four.
  static var quotient: DenseNetwork {
    DenseNetwork(
      symmetric.layers.enumerated().map { index, layer in
        let rows = index == 2 ? 2 : 1
        let columns = index == 0 ? 3 : 1
        return DenseNetwork.Layer(
          weights: layer.weights[rows: 0..<rows, columns: 0..<columns],
          biases: Array(layer.biases[..<rows]))
      })
  }

  @Test(arguments: [Rational.zero, Rational(1, over: 100)])
  func equalFeaturesStayEqualAndFollowTheQuotient(slope: Rational) {
    let rate = Rational(1, over: 16)
    var full = DenseTraining(Self.symmetric, slope: slope, rate: rate, grid: -40)
    var small = DenseTraining(
      Self.quotient, slope: slope, rate: rate, grid: -40, multiplicities: [[1, 1, 1], [4], [4]])
    for _ in 0..<12 {
      full.step(inputs: Self.inputs, targets: Self.targets)
      small.step(inputs: Self.inputs, targets: Self.targets)
      #expect(full.network.distinctFeatures == [1, 1])
      for (large, one) in zip(full.network.layers, small.network.layers) {
        let part = large.weights[rows: 0..<one.weights.rows, columns: 0..<one.weights.columns]
        #expect(part == one.weights)
        #expect(Array(large.biases[..<one.biases.count]) == one.biases)
      }
    }
    #expect(full.network != Self.symmetric)
  }

  @Test func aStepWithoutGridIsExact() {
    // One weight w = 1, x = 2, target 3: gradient (2 - 3) 2 = -2 and -1 for the bias.
    var training = DenseTraining(
      DenseNetwork([DenseNetwork.Layer(weights: Matrix([[1]]), biases: [0])]), slope: 0,
      rate: Rational(1, over: 3))
    training.step(inputs: [[2]], targets: [[3]])
    #expect(training.network.layers[0].weights.elements == [Rational(5, over: 3)])
    #expect(training.network.layers[0].biases == [Rational(1, over: 3)])
  }

  @Test func theGradientIsThatOfFiniteDifferences() {
    // The loss is quadratic in one weight while no rectifier switches, so that the central
    // difference is the derivative itself.
    let slope = Rational(1, over: 10)
    let network = DenseNetwork([Self.layer(3, 3, seed: 5), Self.layer(2, 3, seed: 6)])
    let training = DenseTraining(network, slope: slope, rate: 1)
    let gradient = training.gradient(inputs: Self.inputs, targets: Self.targets)
    func loss(_ network: DenseNetwork) -> Rational {
      let moved = DenseTraining(network, slope: slope, rate: 1)
      return zip(Self.inputs, Self.targets).reduce(.zero) { total, pair in
        zip(moved.sums(pair.0)[1], pair.1).reduce(total) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      } / 10
    }
    let h = Rational.powerOfTwo(-20)
    for layer in 0..<2 {
      for element in network.layers[layer].weights.elements.indices {
        var (up, down) = (network.layers, network.layers)
        up[layer].weights.elements[element] += h
        down[layer].weights.elements[element] -= h
        let difference = (loss(DenseNetwork(up)) - loss(DenseNetwork(down))) / (2 * h)
        #expect(difference == gradient.layers[layer].weights.elements[element])
      }
    }
  }

  @Test func beforeTheFirstStepOnlyTheLastLayerHasAGradient() {
    var layers = Self.symmetric.layers
    layers[2].weights = layers[2].weights.map { _ in .zero }
    let training = DenseTraining(DenseNetwork(layers), slope: 0, rate: 1)
    let gradient = training.gradient(inputs: Self.inputs, targets: Self.targets)
    for layer in gradient.layers[..<2] {
      #expect(layer.weights.elements.count { !$0.isZero } == 0)
      #expect(layer.biases.count { !$0.isZero } == 0)
    }
    let last = gradient.layers[2].weights
    #expect(last.elements.contains { !$0.isZero })
    #expect(last.transposed.elements == (0..<4).flatMap { _ in [last[0, 0], last[1, 0]] })
  }

  @Test func permutingFeaturesPermutesTheStep() {
    let order = [2, 0, 3, 1]
    func permuted(_ network: DenseNetwork) -> DenseNetwork {
      let (first, second) = (network.layers[0], network.layers[1])
      return DenseNetwork([
        DenseNetwork.Layer(
          weights: Matrix(order.map { row in (0..<3).map { first.weights[row, $0] } }),
          biases: order.map { first.biases[$0] }),
        DenseNetwork.Layer(
          weights: Matrix((0..<2).map { row in order.map { second.weights[row, $0] } }),
          biases: second.biases),
      ])
    }
    let network = DenseNetwork([Self.layer(4, 3, seed: 77), Self.layer(2, 4, seed: 78)])
    var (plain, moved) = (
      DenseTraining(network, slope: Rational(1, over: 8), rate: Rational(1, over: 8)),
      DenseTraining(permuted(network), slope: Rational(1, over: 8), rate: Rational(1, over: 8))
    )
    plain.step(inputs: Self.inputs, targets: Self.targets)
    moved.step(inputs: Self.inputs, targets: Self.targets)
    #expect(permuted(plain.network) == moved.network)
    #expect(plain.network.distinctFeatures == [4])
  }

  @Test func aPairOfLeakyLayersNegates() {
    let slope = Rational(1, over: 100)
    for x in Self.numbers(40, seed: 1) + [.zero] {
      let once = DenseTraining.leakyRectified(x, slope: slope)
      #expect(DenseTraining.leakyRectified(-once / slope, slope: slope) == -x)
    }
  }
}
