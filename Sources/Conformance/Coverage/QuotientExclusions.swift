import Descriptors
import ExactArithmetic
import Reference

/// Why cells of quotients of one float format with subnormals cannot occur.
///
/// A normal quotient never ties: a tie has P + 1 bits, and so would the dividend as its product with
/// the divisor. And a quotient below a power of two is less than it by at least one part in 2^P, which
/// only a dividend of P ones over a power of two reaches: so it never rounds up to a power of two,
/// and to the smallest normal value only from the tie.
struct QuotientExclusions: Sendable {
  private let grid: FormatGrid
  private let goesToNearest: Bool

  /// `nil` for other operations.
  init?(_ model: CoverageModel) {
    guard model.evaluator.kind == .div, let grid = FormatGrid(model) else { return nil }
    self.grid = grid
    switch model.evaluator.operation.dialect.rounding {
    case .toNearestOrEven, .toNearestOrAway, .toNearestOrZero: goesToNearest = true
    case .towardZero, .up, .down, .toOdd, .stochastic: goesToNearest = false
    }
  }

  /// Why no case falls into a cell; `nil` where that is not known.
  func reason(_ subject: CoverageModel.Subject, _ position: RoundingPosition) -> String? {
    if let reason = general(position) { return reason }
    switch subject {
    case .result(let code): return byResult(code, position)
    case .operand(let place, let code): return byOperand(code, isDividend: place == 0, position)
    case .relation: return nil
    }
  }

  private func byOperand(
    _ code: CodeClass, isDividend: Bool, _ position: RoundingPosition
  ) -> String? {
    if code.kind == .zero {
      if position == .nan || position == (isDividend ? .zero : .infinite) { return nil }
      return isDividend ? "0 / x is 0 or NaN" : "x / 0 is infinite or NaN"
    }
    if code.kind == .infinity, !isDividend {
      return position == .zero || position == .nan ? nil : "x over infinity is 0 or NaN"
    }
    guard let bounds = grid.bounds(of: code) else { return nil }
    let isTie = position.fraction?.isTie ?? false
    let low = isDividend ? bounds.low / grid.largest : grid.smallest / bounds.high
    if isTie, low >= grid.smallestNormal { return "a normal quotient does not tie" }
    if isTie, position.event == .carryToNormal {
      if isDividend, code.kind != .normal, code.kind != .largest {
        return "only a dividend of P ones ties below the smallest normal value"
      }
      let isNoPower = [.largest, .largestButOne].contains(code.kind) && grid.precision > 2
      if !isDividend, isNoPower { return "only a power of two divides to the tie there" }
    }
    return isDividend
      ? grid.reason(
        from: bounds.low / grid.largest, to: bounds.high / grid.smallest, isShifted: false,
        position)
      : grid.reason(
        from: grid.smallest / bounds.high, to: grid.largest / bounds.low,
        isShifted: code.isPower, position)
  }

  private func general(_ position: RoundingPosition) -> String? {
    let near = "a quotient is not so near to a power of two"
    switch position.event {
    case .carry: return near
    case .overflow: return grid.isFull ? near : nil
    case .carryToNormal: return position.fraction == .aboveHalf ? near : nil
    case .nothing, .toZero, nil: return nil
    }
  }

  private func byResult(_ code: CodeClass, _ position: RoundingPosition) -> String? {
    guard case .between(let fraction, .nothing) = position,
      let bounds = grid.bounds(of: code), bounds.low >= grid.smallestNormal
    else { return nil }
    if fraction.isTie { return "a normal quotient does not tie" }
    guard fraction == .belowHalf else { return nil }
    let isLast = code.kind == .largest && grid.isFull && goesToNearest
    return code.isPower || isLast ? "a quotient is not so near to a power of two" : nil
  }
}
