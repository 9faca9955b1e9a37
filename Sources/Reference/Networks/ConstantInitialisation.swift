/// Parameters of a network that begin alike.
public struct ParameterGroup: Hashable, Sendable {
  /// What they are.
  public var name: String
  /// How many there are.
  public var count: Int
  /// How many of them begin at other values than 0.
  public var nonZeros: Int
}

extension [ParameterGroup] {
  /// All parameters.
  public var parameterCount: Int { reduce(0) { $0 + $1.count } }
  /// Those that begin at other values than 0.
  public var nonZeroCount: Int { reduce(0) { $0 + $1.nonZeros } }
}

/// Wide residual networks whose features all begin equal (ConstNet), parameter by parameter.
///
/// Channels are 16, then `16 k`, `32 k`, `64 k` in three stages of `(depth - 4) / 3` blocks; a block is
/// normalisation of its inputs, rectifier and one 3 x 3 convolution, beside it the identity, or a
/// 1 x 1 convolution where the number of channels changes. Convolutions have no biases. The stem
/// and the 1 x 1 convolutions average (`1 / inputs` on the centre tap), the blocks' convolutions and
/// the last dense layer begin at 0, scales of normalisations at 1, shifts at 0. Every block has three
/// numbers more, a scale at 1 and two shifts at 0, that the normalised network does not use.
public enum ConstNet {
  /// The groups of parameters.
  ///
  /// - Precondition: `depth - 4` is a positive multiple of 3.
  public static func parameters(
    depth: Int = 16, widening: Int = 10, classes: Int = 10
  ) -> [ParameterGroup] {
    let layers = WideLayers(depth: depth, widening: widening)
    var groups = [ParameterGroup(name: "stem", count: 16 * 3 * 9, nonZeros: 16 * 3)]
    for (inputs, outputs) in layers.shapes {
      groups.append(ParameterGroup(name: "3x3", count: inputs * outputs * 9, nonZeros: 0))
      if inputs != outputs {
        groups.append(
          ParameterGroup(name: "1x1", count: inputs * outputs, nonZeros: inputs * outputs))
      }
      groups.append(ParameterGroup(name: "normalisation", count: 2 * inputs, nonZeros: inputs))
      groups.append(ParameterGroup(name: "unused", count: 3, nonZeros: 1))
    }
    let last = layers.last
    groups.append(ParameterGroup(name: "dense", count: (last + 1) * classes, nonZeros: 0))
    return groups
  }
}

/// Wide networks without shortcuts whose layers pass their input on in pairs (LeakyNet), parameter by
/// parameter.
///
/// The channels are ConstNet's. A layer is `leaky(conv(x + b))` with a 3 x 3 convolution; its
/// initialisation is averaging, `1 / inputs` on the centre taps (`1`), or the identity, output `o`
/// reading input `o mod inputs` (`i`), each times a sign and a factor. Every layer has a normalisation
/// of its outputs, which only every other layer applies, and two single numbers at 0.
public enum LeakyNet {
  /// The groups of parameters.
  ///
  /// - Parameter initialisation: a letter `1` or `i` for the stem and for each layer; `_` is skipped.
  /// - Precondition: `depth - 4` is a positive multiple of 3, and there is a letter for each.
  public static func parameters(
    initialisation: String = "1_iiii_iiii_iiii", depth: Int = 16, widening: Int = 10,
    classes: Int = 10
  ) -> [ParameterGroup] {
    let layers = WideLayers(depth: depth, widening: widening)
    let letters = initialisation.filter { $0 != "_" }
    precondition(
      letters.count == layers.shapes.count + 1 && letters.allSatisfy { $0 == "1" || $0 == "i" },
      "an initialisation has a letter 1 or i for the stem and for each layer")
    var groups: [ParameterGroup] = []
    for (letter, (inputs, outputs)) in zip(letters, [(3, 16)] + layers.shapes) {
      let nonZeros = letter == "1" ? inputs * outputs : outputs
      groups.append(ParameterGroup(name: "3x3", count: inputs * outputs * 9, nonZeros: nonZeros))
    }
    for (_, outputs) in layers.shapes {
      groups.append(ParameterGroup(name: "normalisation", count: 2 * outputs, nonZeros: outputs))
      groups.append(ParameterGroup(name: "shifts", count: 2, nonZeros: 0))
    }
    let last = layers.last
    groups.append(ParameterGroup(name: "dense", count: (last + 1) * classes, nonZeros: 0))
    return groups
  }
}

/// The convolutions of the three stages of a wide network.
struct WideLayers {
  /// Input and output channels of each.
  var shapes: [(inputs: Int, outputs: Int)] = []

  init(depth: Int, widening: Int) {
    precondition(depth > 4 && (depth - 4) % 3 == 0, "depth - 4 is a positive multiple of 3")
    var inputs = 16
    for stage in [16, 32, 64] {
      for _ in 0..<(depth - 4) / 3 {
        shapes.append((inputs, stage * widening))
        inputs = stage * widening
      }
    }
  }

  /// The channels behind the last one.
  var last: Int { shapes.last?.outputs ?? 16 }
}
