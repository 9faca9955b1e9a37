import Descriptors

extension Fault {
  /// A whole sampler as it was published, its mistakes together; written from the described
  /// behaviour.
  static let published: [Fault] = [
    .elements(
      "published-table",
      "2:4, six pairs with their probabilities: two of three cases wrong, 6e-8 added to each"
    ) { operation in
      guard let pruning = operation.pruning, pruning.pattern == BlockPattern(keep: 2, of: 4),
        pruning.design == .systematic || pruning.design == .pairTable
      else { return nil }
      let bits: Int
      switch pruning.draw {
      case .fraction: bits = 32
      case .quantised(let count): bits = count
      case .integer: return nil
      }
      return ElementMisoperation(operation) { operands, words, _ in
        guard let block = PrunedBlock(operands, pruning.pattern) else { return nil }
        let scale = Double(sign: .plus, exponent: bits, significand: 1)
        let word = Double(words[0] & UInt32.max >> UInt32(32 - bits))
        return publishedPair(block, operands, word / scale)
      }
    }
  ]

  /// The values of the pair that a number in [0, 1) draws.
  ///
  /// With the magnitudes sorted, a1 least: where a4 dominates, it should be kept with its own value
  /// and is scaled instead; where 2 a1 + a3 < a4, the pair of the second and the fourth has half its
  /// probability, and the others make up for it when the sum is scaled to 1.
  private static func publishedPair(
    _ block: PrunedBlock, _ operands: [Double], _ u: Double
  ) -> [Double] {
    let order = block.magnitudes.indices.sorted {
      (block.magnitudes[$0], $0) < (block.magnitudes[$1], $1)
    }
    let a = order.map { block.magnitudes[$0] }
    let sum = block.sum
    let rest = a[0] + a[1] + a[2]
    var pairs: [(first: Int, second: Int, probability: Double)]
    if a[3] >= rest {
      pairs = (0..<3).map { ($0, 3, a[$0] / rest) }
    } else if 2 * a[0] + a[2] - a[3] >= 0 {
      pairs = [
        (0, 2, (2 * a[0] + a[2] - a[3]) / (2 * sum)), (0, 3, (2 * a[0] - a[2] + a[3]) / (2 * sum)),
        (1, 2, (2 * a[1] + a[2] - a[3]) / (2 * sum)), (1, 3, (2 * a[1] - a[2] + a[3]) / (2 * sum)),
        (2, 3, (a[2] + a[3] - a[0] - a[1]) / sum),
      ]
    } else {
      pairs = [
        (0, 3, 2 * a[0] / sum), (1, 2, (a[0] + a[1] + a[2] - a[3]) / sum),
        (1, 3, (a[1] + a[3] - a[0] - a[2]) / (2 * sum)), (2, 3, (a[2] + a[3] - a[0] - a[1]) / sum),
      ]
    }
    for index in pairs.indices { pairs[index].probability += 6e-8 }
    let total = pairs.reduce(0) { $0 + $1.probability }
    var cumulative = 0.0
    var chosen = pairs[pairs.count - 1]
    for pair in pairs {
      cumulative += pair.probability / total
      if u < cumulative {
        chosen = pair
        break
      }
    }
    var values = operands.map { _ in 0.0 }
    for place in [chosen.first, chosen.second] {
      let index = order[place]
      values[index] = operands[index] < 0 ? -sum / 2 : sum / 2
    }
    return values
  }
}
