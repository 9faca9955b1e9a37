import Reference

/// The operand codes at which a one-operand operation changes its result: where mistakes are.
struct Boundaries: Sendable {
  let evaluator: Evaluator

  /// Every step of the operation with its neighbours two codes to either side.
  ///
  /// For results of 8 bits or fewer these are a few hundred steps; for wider results a step is
  /// looked for above some of the structured operand codes only.
  func codes() -> [UInt64] {
    let source = evaluator.operands[0]
    let last = source.lastCode
    let structured = source.structuredCodes()
    // An odd stride, so that no pattern of the list is left out altogether.
    let stride = structured.count / 400 | 1
    let some = structured.indices.filter { $0 % stride == 0 }.map { structured[$0] }
    let steps =
      evaluator.result.bits <= 8
      ? IntervalMap(evaluator).starts
      : some.compactMap { firstStep(after: $0, in: source.monotoneRuns) }
    var codes = Set<UInt64>()
    for step in steps {
      for distance in 0...2 as ClosedRange<UInt64> {
        codes.insert((step &+ distance) & last)
        codes.insert((step &- distance) & last)
      }
    }
    return codes.sorted()
  }

  /// The first code above `code`, within its run, whose result differs: by doubling, then
  /// bisection, since the result is monotone on the run.
  private func firstStep(after code: UInt64, in runs: [ClosedRange<UInt64>]) -> UInt64? {
    guard let run = runs.first(where: { $0.contains(code) }) else { return nil }
    let result = evaluator(code)
    var low = code
    var width: UInt64 = 1
    while low < run.upperBound {
      let high = run.upperBound - low > width ? low + width : run.upperBound
      if evaluator(high) != result {
        var high = high
        while high - low > 1 {
          let middle = low + (high - low) / 2
          if evaluator(middle) == result { low = middle } else { high = middle }
        }
        return high
      }
      (low, width) = (high, width &* 2)
    }
    return nil
  }
}
