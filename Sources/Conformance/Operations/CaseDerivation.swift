import Descriptors
import Devices
import ExactArithmetic
import Reference

/// How the expected answer to a case follows, in exact numbers.
struct CaseDerivation: Sendable {
  let evaluator: Evaluator

  init(_ evaluator: Evaluator) {
    self.evaluator = evaluator
  }

  /// The derivation, one fact a line.
  func lines(_ item: Case, _ expected: Answer, _ got: Answer) -> [String] {
    if let steps = evaluator.explanation(of: item) {
      return steps.map { "\($0.label): \($0.text)" }
    }
    let family = OperationFamily.of(evaluator.operation)
    return family?.derivation?(self, item, expected, got) ?? []
  }

  /// How elements were chosen.
  func choice(_ item: Case, _ expected: Answer, _ got: Answer) -> [String] {
    switch evaluator.operation.function {
    case .prune(let pruning): return prune(pruning, data(item), item.words)
    case .pruneBelow(let threshold):
      let limit = evaluator.format.decode(threshold)
      return ["threshold: \(limit)"] + probabilities(data(item), limit, item.words)
    default: return mask(data(item), expected, got)
    }
  }

  /// Every partial sum.
  func dot(_ item: Case) -> [String] {
    guard let evaluator = try? DotEvaluator(evaluator.operation) else { return [] }
    let trace = evaluator.trace(item.codes, words: item.words)
    var lines: [String] = []
    for step in trace.steps {
      if case .products(let indices, _) = step.kind {
        for product in indices.map({ trace.products[$0] }) {
          lines.append(
            "product \(product.index): \(product.x) * \(product.w) = \(product.exact)"
              + (product.rounded == product.exact ? "" : " -> \(product.rounded)"))
        }
      }
      lines.append(
        "+ \(step.kind): \(step.exact)" + (step.after == step.exact ? "" : " -> \(step.after)")
          + ", " + step.events.map(\.rawValue).joined(separator: ", "))
    }
    return Self.shortened(lines) + ["value: \(trace.value)", "exact sum: \(trace.exactSum)"]
  }

  /// Every scale, and the elements as they enter their format.
  func encoding(_ item: Case) -> [String] {
    guard let codec = try? BlockCodec(evaluator.operation) else { return [] }
    let trace = codec.trace(data(item), words: item.words)
    var lines = trace.steps.map { "\($0.label): \($0.value)" }
    if let scale = trace.matrixScale { lines.append("matrix scale: \(Self.text(scale))") }
    for (index, block) in trace.blocks.enumerated() {
      lines.append("block \(index): amax \(block.amax), \(block.rule)")
      lines += block.steps.map { "\($0.label): \($0.value)" }
      lines.append("scale: \(Self.text(block.scale))")
      if let zero = block.zeroPoint { lines.append("zero point: \(zero)") }
      for (place, element) in block.elements.enumerated() where !element.operand.isZero {
        lines.append(
          "element \(place): \(element.operand) scaled is \(element.quotient) -> \(element.value)")
      }
    }
    return Self.shortened(lines)
  }

  private static func text(_ scale: BlockTrace.Scale) -> String {
    (scale.exact.map { "\($0) -> " } ?? "") + "\(scale.value)"
  }

  /// The first and last lines of a long derivation.
  private static func shortened(_ lines: [String]) -> [String] {
    guard lines.count > 40 else { return lines }
    return lines.prefix(32) + ["... \(lines.count - 36) lines more, as 'assay explain' shows"]
      + lines.suffix(4)
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
