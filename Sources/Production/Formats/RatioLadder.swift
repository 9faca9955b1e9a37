import Descriptors

/// The values of one sign of a table, compared as ratios.
final class RatioLadder: Sendable {
  struct Rung: Sendable {
    var value: ExactRatio
    var code: UInt64
  }

  let rungs: [Rung]
  let zeroCode: UInt64?

  init(_ table: TableFormat, negative: Bool) {
    rungs = (negative ? table.negative : table.positive).map {
      Rung(value: ExactRatio($0.value), code: $0.code)
    }
    zeroCode = table.zeroCode(negative: negative)
  }

  /// The value that would follow the last one: as far from it as its predecessor is; nil where a lone
  /// value, without a zero, has no step.
  private var beyond: Rung? {
    let last = rungs[rungs.count - 1]
    let code = last.code ^ 1
    var twice = last.value
    twice.exponent += 1
    guard rungs.count > 1 else {
      return zeroCode == nil ? nil : Rung(value: twice, code: code)
    }
    let sum = ExactRatio.sum((false, twice), (true, rungs[rungs.count - 2].value))
    return Rung(value: sum?.1 ?? twice, code: code)
  }

  /// Whether a magnitude lies below the first rung.
  func isBelowFirst(_ x: ExactRatio) -> Bool {
    rungs.first.map { x.compared(to: $0.value) < 0 } ?? false
  }

  /// Whether a magnitude lies above the last rung.
  func isAboveLast(_ x: ExactRatio) -> Bool {
    rungs.last.map { x.compared(to: $0.value) > 0 } ?? true
  }

  /// Rounds a magnitude onto the ladder.
  func round(_ x: ExactRatio, _ decision: Decision) -> Rounded {
    guard let first = rungs.first, let last = rungs.last else { return .outside }
    if x.compared(to: last.value) > 0 {
      guard let next = beyond, x.compared(to: next.value) < 0 else { return .outside }
      return goesUp(x, low: last, high: next, decision) ? .outside : .code(last.code)
    }
    if x.compared(to: first.value) < 0 {
      guard let zeroCode else { return .code(first.code) }
      let even = zeroCode & 1 == 0 || first.code & 1 != 0
      let fraction = ComparedFraction(value: x, low: nil, high: first.value)
      let up = decision.goesUp(fraction, lowerIsEven: even, tieGoesUp: !even)
      return up ? .code(first.code) : .zero
    }
    var low = 0
    var high = rungs.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if x.compared(to: rungs[middle].value) >= 0 { low = middle } else { high = middle }
    }
    if x.compared(to: rungs[low].value) == 0 { return .code(rungs[low].code) }
    let up = goesUp(x, low: rungs[low], high: rungs[low + 1], decision)
    return .code(rungs[up ? low + 1 : low].code)
  }

  private func goesUp(
    _ x: ExactRatio, low: Rung, high: Rung, _ decision: Decision
  ) -> Bool {
    let even = low.code & 1 == 0 || high.code & 1 != 0
    let fraction = ComparedFraction(value: x, low: low.value, high: high.value)
    return decision.goesUp(fraction, lowerIsEven: even, tieGoesUp: !even)
  }
}
