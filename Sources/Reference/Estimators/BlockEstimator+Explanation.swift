import Descriptors
public import ExactArithmetic

extension BlockEstimator {
  /// How a block is pruned by given words.
  ///
  /// - Throws: what `outcome` throws.
  public func explanation(
    of block: [Rational], words: [UInt32], unit: Rational = .one
  ) throws(PruningError) -> [Explanation.Step] {
    let outcome = try outcome(of: block, words: words, unit: unit)
    var steps: [Explanation.Step] = []
    steps.add("magnitudes", ExactText.list(block.map(\.magnitude)))
    let filling = WaterFilling(block, keep: pruning.pattern.keep)
    let isRing = pruning.design == .systematic || pruning.design == .pairTable
    if isRing { explain(filling, &steps) }
    if let word = words.first {
      if pruning.design == .systematic, pruning.draw == .fraction {
        explainRing(filling, word, &steps)
      }
      if pruning.wordsPerBlock > 0, !(pruning.design == .systematic && filling.scale == nil) {
        steps.add("word", interval(try breakpoints(of: block, unit: unit), word))
      }
    }
    steps.add("result", ExactText.list(outcome))
    return steps
  }

  private func explain(_ filling: WaterFilling, _ steps: inout [Explanation.Step]) {
    guard let scale = filling.scale else {
      steps.add(
        "scale", "none: no more elements other than 0 than places, all are kept as they are")
      return
    }
    if !filling.saturated.isEmpty {
      steps.add(
        "certain",
        filling.saturated.sorted().map { "element \($0)" }.joined(separator: ", ")
          + ": larger than the scale of the rest")
    }
    let total = filling.unsaturated.reduce(Rational.zero) { $0 + filling.block[$1].magnitude }
    steps.add(
      "scale", "\(total) / \(filling.placesLeft) = \(scale), what is kept by chance becomes it")
    var rounded = ""
    if case .quantised(let bits) = pruning.draw {
      rounded = ", before they become multiples of 2^-\(bits), and the values follow"
    }
    steps.add("inclusion", ExactText.list(filling.inclusion) + rounded)
  }

  /// The intervals of the elements, and the points that fall on them.
  private func explainRing(
    _ filling: WaterFilling, _ word: UInt32, _ steps: inout [Explanation.Step]
  ) {
    guard let scale = filling.scale else { return }
    let u = Rational(Int64(word), exponent: -32)
    let points = (0..<filling.placesLeft).map { (u + Rational($0)) * scale }
    steps.add("u", "\(word) / 2^32 = \(ExactText.short(u))")
    steps.add(points.count == 1 ? "point" : "points", ExactText.list(points))
    var end = Rational.zero
    for index in filling.unsaturated {
      let start = end
      end += filling.block[index].magnitude
      let hit = points.first { start <= $0 && $0 < end }
      steps.add(
        "element \(index)",
        "[\(ExactText.short(start)), \(ExactText.short(end)))"
          + (hit.map { ", hit at \(ExactText.short($0))" } ?? ""))
    }
  }

  /// The words around the first one that give the same outcome.
  private func interval(_ breaks: [UInt64], _ word: UInt32) -> String {
    let own: UInt64
    let count: UInt64
    switch pruning.draw {
    case .quantised(let bits):
      count = 1 << UInt64(bits)
      own = UInt64(word) & (count - 1)
    case .fraction:
      count = 1 << 32
      own = UInt64(word)
    case .integer: return "the number modulo the total of the block"
    }
    let from = breaks.last { $0 <= own } ?? 0
    let past = breaks.first { $0 > own } ?? count
    let low = count < 1 << 32 ? "\(own), the low bits" : "\(own)"
    return past - from == count
      ? "\(low): any gives the same" : "\(low): \(from) to \(past - 1) give the same"
  }
}

extension StochasticPruning {
  /// How a value is pruned by a given word.
  public func explanation(of value: Rational, word: UInt32) -> [Explanation.Step] {
    var steps: [Explanation.Step] = []
    let u = Rational(Int64(word), exponent: -32)
    let p = probability(keeping: value)
    steps.add("probability", "min(1, |x| / threshold) = \(ExactText.short(p))")
    steps.add("u", "\(word) / 2^32 = \(ExactText.short(u)), \(u < p ? "below" : "not below") it")
    steps.add("result", ExactText.short(outcome(of: value, word: word)))
    return steps
  }
}

extension PruningEvaluator {
  /// How the results of a case follow; where an element is not finite, only what they are.
  public func explanation(of codes: [UInt64], words: [UInt32]) -> [Explanation.Step] {
    let numbers = data(codes).map(\.number)
    let finite = numbers.compactMap(\.self)
    var steps: [Explanation.Step] = []
    if finite.count < numbers.count {
      let magnitudes = numbers.map { $0.map { "\($0.magnitude)" } ?? "not finite" }
      steps.add("magnitudes", magnitudes.joined(separator: ", "))
    } else {
      switch rule {
      case .block(let estimator):
        let drawn = Array(words.prefix(estimator.pruning.wordsPerBlock))
        steps = (try? estimator.explanation(of: finite, words: drawn, unit: unit)) ?? []
      case .threshold(let pruning):
        steps = pruning.explanation(of: finite[0], word: words.first ?? 0)
      }
    }
    let (results, flags) = self(codes, words: words)
    steps.add(results, in: result, flags)
    return steps
  }
}
