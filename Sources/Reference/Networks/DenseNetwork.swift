public import ExactArithmetic

/// Layers of weighted sums and biases with `max(z, 0)` between them, on exact numbers.
///
/// Layer `l` gives `z_l = W_l a_(l-1) + b_l`; `a_0` is the input and `a_l = max(z_l, 0)` for every
/// layer but the last, whose `z` are the scores of the classes. Nothing is rounded anywhere.
public struct DenseNetwork: Hashable, Sendable {
  /// One layer.
  public struct Layer: Hashable, Sendable {
    /// A row for each output, a column for each input.
    public var weights: Matrix<Rational>
    /// A number for each output.
    public var biases: [Rational]

    /// Creates a layer.
    ///
    /// - Precondition: there are as many biases as rows.
    public init(weights: Matrix<Rational>, biases: [Rational]) {
      precondition(weights.rows == biases.count, "a layer has a bias for each output")
      self.weights = weights
      self.biases = biases
    }

    /// The weighted sums of the inputs, each plus its bias.
    ///
    /// - Precondition: there are as many inputs as columns.
    public func callAsFunction(_ inputs: [Rational]) -> [Rational] {
      precondition(inputs.count == weights.columns, "a layer takes an input for each column")
      return biases.indices.map { output in
        inputs.indices.reduce(biases[output]) { $0 + weights[output, $1] * inputs[$1] }
      }
    }
  }

  /// The layers, first to last.
  public let layers: [Layer]

  /// Creates a network.
  ///
  /// - Precondition: there is a layer, and each takes as many inputs as the one before it has
  ///   outputs.
  public init(_ layers: [Layer]) {
    precondition(!layers.isEmpty, "a network has a layer")
    for (earlier, later) in zip(layers, layers.dropFirst()) {
      precondition(earlier.weights.rows == later.weights.columns, "the layers do not fit")
    }
    self.layers = layers
  }

  /// What every layer gives before `max(z, 0)`, first to last.
  public func sums(_ input: [Rational]) -> [[Rational]] {
    var results: [[Rational]] = []
    var inputs = input
    for layer in layers {
      let sums = layer(inputs)
      results.append(sums)
      inputs = sums.map(Self.rectified)
    }
    return results
  }

  /// The class of an input.
  public func prediction(_ input: [Rational]) -> Int {
    // There is a layer, so there are sums.
    Self.prediction(scores: sums(input).last ?? [])
  }

  /// The index of the largest score, of the first of them where several are largest.
  public static func prediction(scores: [Rational]) -> Int {
    scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
  }

  /// `max(z, 0)`.
  public static func rectified(_ z: Rational) -> Rational { z.signum > 0 ? z : .zero }
}
