import Descriptors
import ExactArithmetic
import Reference

/// The operand codes at which a one-operand operation changes its result: where mistakes are.
struct Boundaries: Sendable {
  let evaluator: ScalarEvaluator

  /// Every step of the operation, a few past the ends of the result's range and every end of the
  /// operand's range, with their neighbours two codes to either side.
  ///
  /// For results of 8 bits or fewer these are a few hundred steps; for wider results a step is
  /// looked for above some of the structured operand codes only. A stochastic rule has the steps
  /// of its smallest and of its largest random word.
  ///
  /// - Parameter anyRule: whether the places at which some rule has a step will do, which all rules and
  ///   dialects share.
  func codes(ofAnyRule anyRule: Bool = false) -> [UInt64] {
    let source = evaluator.operands[0]
    let last = source.lastCode
    let steps =
      source.endCodes() + beyondTheRange()
      + (evaluator.result.bits <= 8 ? (anyRule ? sharedSteps : nil) ?? allSteps() : someSteps())
    var codes = Set<UInt64>()
    for step in steps {
      for distance in 0...2 as ClosedRange<UInt64> {
        codes.insert((step &+ distance) & last)
        codes.insert((step &- distance) & last)
      }
    }
    return codes.sorted()
  }

  /// Where conversions by a deterministic rule can have a step.
  private var sharedSteps: [UInt64]? {
    guard evaluator.kind == .cast, evaluator.operation.dialect.rounding.wordBits == 0 else {
      return nil
    }
    return CastCuts(from: evaluator.operands[0], to: evaluator.result).shared()
  }

  private func allSteps() -> [UInt64] {
    let operation = evaluator.operation
    guard case .stochastic(let bits, let variant) = operation.dialect.rounding else {
      return IntervalMap(evaluator).starts
    }
    if evaluator.kind == .cast {
      return CastCuts(from: evaluator.operands[0], to: evaluator.result)
        .sharedEnds(bits: bits, variant: variant)
    }
    return [0, .max >> UInt32(32 - bits)].flatMap { IntervalMap(evaluator, word: $0).starts }
  }

  /// Steps above some of the structured codes.
  ///
  /// Those of a conversion by a deterministic rule are among the values and ties of the result's
  /// format, wherever the rule puts them.
  private func someSteps() -> [UInt64] {
    let source = evaluator.operands[0]
    if evaluator.kind == .cast, evaluator.operation.dialect.rounding.wordBits == 0 {
      return CastCuts(from: source, to: evaluator.result).sharedNearStructuredCodes()
    }
    let runs = source.monotoneRuns
    let structured = source.structuredCodes()
    // An odd stride, so that no pattern of the list is left out altogether.
    let stride = structured.count / 400 | 1
    let some = structured.indices.filter { $0 % stride == 0 }.map { structured[$0] }
    return some.compactMap { firstStep(after: $0, in: runs) }
  }

  /// Where the steps of a conversion would be if the result's grid went on past its bounds, and
  /// halfway between: there the result is constant for us, but not for a device that clamps late.
  private func beyondTheRange() -> [UInt64] {
    guard evaluator.kind == .cast else { return [] }
    let source = evaluator.operands[0]
    return [evaluator.result.positive, evaluator.result.negative].compactMap(\.self).flatMap {
      ladder -> [UInt64] in
      guard ladder.count > 1 else { return [] }
      let gap = ladder.largest - ladder.magnitude(ladder.count - 2)
      return (1...6).map { halves in
        source.project(
          ladder.largest + gap * Rational(Int64(halves), exponent: -1), negative: ladder.negative,
          dialect: Dialect(overflow: .satFinite)
        ).code
      }
    }
  }

  /// The first code above `code`, within its run, whose result differs; the result is monotone on the run.
  private func firstStep(after code: UInt64, in runs: [ClosedRange<UInt64>]) -> UInt64? {
    guard let run = runs.first(where: { $0.contains(code) }) else { return nil }
    return FirstChange.after(code, through: run.upperBound) { evaluator($0) }
  }
}
