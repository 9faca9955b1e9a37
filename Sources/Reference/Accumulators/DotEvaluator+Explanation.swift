import Descriptors
import ExactArithmetic

extension DotEvaluator {
  /// A sum of products with what each step lost, and by which rule.
  public func explanation(of codes: [UInt64], words: [UInt32] = []) -> [Explanation.Step] {
    let trace = trace(codes, words: words)
    var steps: [Explanation.Step] = []
    if accumulator.product != .exact {
      steps.add("product stage", Self.stage(accumulator.product))
    }
    steps.add("sum stage", Self.stage(accumulator.sum))
    for part in trace.steps {
      if case .products(let indices, _) = part.kind {
        for index in indices { steps.add("product \(index)", Self.text(trace.products[index])) }
      }
      steps.add("+ \(part.kind)", Self.text(part, trace, accumulator))
    }
    steps.add("value", ExactText.short(trace.value))
    steps.add("exact sum", ExactText.short(trace.exactSum))
    if let value = trace.value.number, let exact = trace.exactSum.number {
      steps.add("error", ExactText.short(value - exact))
    }
    steps.add(
      "in \(result.name)",
      "\(result.hexadecimal(trace.result)) = \(ExactText.short(trace.resultValue))")
    return steps
  }

  private static func stage(_ stage: AccumulatorStage) -> String {
    switch stage {
    case .exact: "exact"
    case .format(let format, let dialect): "\(format.name), \(dialect.rounding.name)"
    case .grid(let grid): "\(GridFacts(grid).name); \(GridFacts(grid).text)"
    }
  }

  private static func text(_ product: DotTrace.Product) -> String {
    var text =
      "\(ExactText.short(product.x)) * \(ExactText.short(product.w)) = "
      + ExactText.short(product.exact)
    if product.rounded != product.exact { text += " -> \(ExactText.short(product.rounded))" }
    if let aligned = product.aligned, aligned != product.rounded {
      text += ", aligned \(ExactText.short(aligned))"
    }
    let events = product.events.map(\.rawValue)
    return text + (events.isEmpty ? "" : ": " + events.joined(separator: ", "))
  }

  private static func text(
    _ step: DotTrace.Step, _ trace: DotTrace, _ accumulator: Accumulator
  ) -> String {
    var text = step.before.map { "from \(ExactText.short($0)): " } ?? ""
    text += ExactText.short(step.exact)
    if step.after != step.exact { text += " -> \(ExactText.short(step.after))" }
    if let compensation = step.compensation {
      text += ", compensation \(ExactText.short(compensation))"
    }
    text += ": " + step.events.map(\.rawValue).joined(separator: ", ")
    guard let lost = step.lost, !lost.isZero else { return text }
    let shares = shares(of: lost, step, trace, accumulator)
    let only = shares.count == 1
    return text + ", lost \(ExactText.short(lost))"
      + (only ? " by " : ": ")
      + shares.map { only ? $0.rule : "\(ExactText.short($0.lost)) by \($0.rule)" }
      .joined(separator: ", ")
  }

  /// What product stage, alignment and sum stage took of what a step lost, where it is not 0.
  private static func shares(
    of lost: Rational, _ step: DotTrace.Step, _ trace: DotTrace, _ accumulator: Accumulator
  ) -> [(lost: Rational, rule: String)] {
    var (byProducts, byAlignment) = (Rational.zero, Rational.zero)
    var sum = accumulator.sum
    switch step.kind {
    case .products(let indices, _):
      for product in indices.map({ trace.products[$0] }) {
        guard let exact = product.exact.number, let rounded = product.rounded.number else {
          continue
        }
        byProducts += exact - rounded
        if let aligned = product.aligned?.number { byAlignment += rounded - aligned }
      }
    case .chunk: sum = accumulator.chunk?.outer ?? sum
    case .lanes, .parts: break
    }
    func rule(_ what: String, _ stage: AccumulatorStage) -> String {
      stage.rounding.map { "the \(what) (\($0.name))" } ?? "the \(what)"
    }
    let rest = lost - byProducts - byAlignment
    return [
      (byProducts, rule("product stage", accumulator.product)), (byAlignment, "the alignment"),
      (rest, accumulator.adder == .compensated ? "the compensated sum" : rule("sum stage", sum)),
    ].filter { !$0.0.isZero }.map { (lost: $0.0, rule: $0.1) }
  }
}
