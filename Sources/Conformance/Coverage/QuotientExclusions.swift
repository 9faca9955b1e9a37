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
  func reason(
    _ table: CoverageModel.Table, _ row: Int, _ position: RoundingPosition
  ) -> String? {
    if let reason = general(position) { return reason }
    let name = table.rows[row]
    if table.name.hasPrefix("result") { return byResult(name, position) }
    guard table.name.hasPrefix("operand") else { return nil }
    let isDividend = table.name.hasPrefix("operand 1")
    if name == "+0" || name == "-0" {
      let allowed = isDividend ? ["zero", "NaN"] : ["infinite", "NaN"]
      return allowed.contains(position.name)
        ? nil : isDividend ? "0 / x is 0 or NaN" : "x / 0 is infinite or NaN"
    }
    if name.hasSuffix("inf"), !isDividend {
      return ["zero", "NaN"].contains(position.name) ? nil : "x over infinity is 0 or NaN"
    }
    guard let bounds = grid.bounds(of: name) else { return nil }
    let isTie = position.fraction == 1 || position.fraction == 2
    let low = isDividend ? bounds.low / grid.largest : grid.smallest / bounds.high
    if isTie, low >= grid.smallestNormal { return "a normal quotient does not tie" }
    if isTie, position.event == 2 {
      let kind = name.dropFirst()
      if isDividend, kind != "normal", kind != "largest" {
        return "only a dividend of P ones ties below the smallest normal value"
      }
      let isNoPower = ["largest", "largest but one"].contains(kind) && grid.precision > 2
      if !isDividend, isNoPower { return "only a power of two divides to the tie there" }
    }
    return isDividend
      ? grid.reason(
        from: bounds.low / grid.largest, to: bounds.high / grid.smallest, isShifted: false,
        position)
      : grid.reason(
        from: grid.smallest / bounds.high, to: grid.largest / bounds.low,
        isShifted: grid.isPower(name), position)
  }

  private func general(_ position: RoundingPosition) -> String? {
    guard let fraction = position.fraction, let event = position.event else { return nil }
    if event == 1 || (event == 3 && grid.isFull) {
      return "a quotient is not so near to a power of two"
    }
    if event == 2, fraction == 3 { return "a quotient is not so near to a power of two" }
    return nil
  }

  private func byResult(_ name: String, _ position: RoundingPosition) -> String? {
    guard let fraction = position.fraction, position.event == 0,
      let bounds = grid.bounds(of: name), bounds.low >= grid.smallestNormal
    else { return nil }
    if fraction == 1 || fraction == 2 { return "a normal quotient does not tie" }
    guard fraction == 0 else { return nil }
    let isPower = name.hasSuffix("one") && !name.hasSuffix("but one") || grid.isPower(name)
    let isLast = name.hasSuffix("largest") && grid.isFull && goesToNearest
    return isPower || isLast ? "a quotient is not so near to a power of two" : nil
  }
}
