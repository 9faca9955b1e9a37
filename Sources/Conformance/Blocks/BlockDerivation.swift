import Descriptors
import Devices
import ExactArithmetic
import Reference

/// How the expected answer to a case on blocks follows, in exact numbers.
struct BlockDerivation: Sendable {
  private let evaluator: Evaluator

  init(_ evaluator: Evaluator) {
    self.evaluator = evaluator
  }

  /// The derivation, one fact a line.
  func lines(_ item: Case, _ expected: Answer, _ got: Answer) -> [String] {
    switch evaluator.operation.function {
    case .mask: return mask(data(item), expected, got)
    case .dot, .encodeBlock, .decodeBlock: return []
    case .prune(let pruning): return prune(pruning, data(item), item.words)
    case .pruneBelow(let threshold):
      let limit = evaluator.format.decode(threshold)
      return ["threshold: \(limit)"] + probabilities(data(item), limit, item.words)
    }
  }

  private func data(_ item: Case) -> [Datum] { item.codes.map { evaluator.format.decode($0) } }

  /// The exact sums of both masks.
  private func mask(_ data: [Datum], _ expected: Answer, _ got: Answer) -> [String] {
    let differ = expected.results.indices.filter {
      !got.results.indices.contains($0) || expected.results[$0] != got.results[$0]
    }
    return [
      "kept by the definition: " + sum(data, expected.results),
      "kept by the device: " + sum(data, got.results),
      "they differ at \(differ.prefix(8).map(String.init).joined(separator: ", "))",
    ]
  }

  private func sum(_ data: [Datum], _ mask: [UInt64]) -> String {
    let kept = zip(data, mask).filter { $0.1 != 0 }.map(\.0)
    let finite = kept.compactMap { $0.number?.magnitude }
    let others = kept.count - finite.count
    return "\(kept.count) elements, magnitudes sum to \(finite.reduce(.zero, +))"
      + (others > 0 ? ", besides \(others) that are not finite" : "")
  }

  /// Magnitudes, the scale, the intervals and the points.
  private func prune(_ pruning: BlockPruning, _ data: [Datum], _ words: [UInt32]) -> [String] {
    let magnitudes = data.map { $0.number?.magnitude }
    var lines = [
      "magnitudes: "
        + magnitudes.map { $0.map { "\($0)" } ?? "not finite" }.joined(separator: ", ")
    ]
    guard !magnitudes.contains(where: { $0 == nil }) else { return lines }
    let filling = WaterFilling(data.compactMap(\.number), keep: pruning.pattern.keep)
    guard let scale = filling.scale else {
      return lines + ["no more non-zeros than places: all are kept as they are"]
    }
    guard pruning.design == .systematic || pruning.design == .pairTable else { return lines }
    if !filling.saturated.isEmpty {
      let certain = filling.saturated.sorted().map(String.init)
      lines.append("kept for certain: \(certain.joined(separator: ", "))")
    }
    let places = Rational(filling.placesLeft)
    lines.append("scale: \(scale * places) / \(places) = \(scale)")
    lines.append("probabilities: " + filling.inclusion.map { "\($0)" }.joined(separator: ", "))
    guard pruning.design == .systematic else { return lines }
    var end = Rational.zero
    for index in filling.unsaturated {
      let next = end + filling.block[index].magnitude
      lines.append("element \(index): from \(end) to \(next)")
      end = next
    }
    if pruning.draw == .fraction, let word = words.first {
      let u = Rational(Int64(word), exponent: -32)
      let points = (0..<filling.placesLeft).map { "\((u + Rational($0)) * scale)" }
      lines.append("points: \(points.joined(separator: ", ")), of the word as \(u)")
    }
    return lines
  }

  private func probabilities(_ data: [Datum], _ limit: Datum, _ words: [UInt32]) -> [String] {
    guard let value = data[0].number?.magnitude, let limit = limit.number, !limit.isZero,
      value < limit, let word = words.first
    else { return [] }
    return [
      "probability of the threshold: \(value / limit)",
      "the word stands for \(Rational(Int64(word), exponent: -32))",
    ]
  }
}
