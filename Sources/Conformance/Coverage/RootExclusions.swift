import Descriptors
import ExactArithmetic
import Reference

/// Why cells of square roots within one float format with subnormals cannot occur.
struct RootExclusions: Sendable {
  private let grid: FormatGrid

  /// `nil` for other operations.
  init?(_ model: CoverageModel) {
    guard model.evaluator.kind == .sqrt, let grid = FormatGrid(model) else { return nil }
    self.grid = grid
  }

  /// Why no case falls into a cell; `nil` where that is not known.
  func reason(_ subject: CoverageModel.Subject, _ position: RoundingPosition) -> String? {
    if position == .outside { return "a root is nearer to 1 than its operand" }
    if let fraction = position.fraction, fraction != .belowHalf, position.event == .carry {
      // sqrt(1 - y) < 1 - y / 2, and no operand is nearer to a power of four than y = 2^-P.
      return "the root of what is next to a power of four is below half"
    }
    switch subject {
    case .operand(_, let code): return byOperand(code, position)
    // What is not finite may become any number at all.
    case .result(let code) where position.isBetween || position == .exact:
      return byResult(code)
    case .result, .relation: return nil
    }
  }

  private func byResult(_ code: CodeClass) -> String? {
    guard let bounds = grid.bounds(of: code) else {
      return code.kind == .infinity && code.isNegative ? "a root is not negative" : nil
    }
    if code.isNegative { return "a root is not negative" }
    // One step more than the largest of the class; one less than half its smallest.
    let (high, low) = (bounds.high + bounds.high, bounds.low.scaled(byPowerOfTwo: -1))
    if high * high < grid.smallest || low * low > grid.largest {
      return "a root is nearer to 1 than its operand"
    }
    return nil
  }

  private func byOperand(_ code: CodeClass, _ position: RoundingPosition) -> String? {
    if code.kind == .zero { return position == .zero ? nil : "the root of 0 is 0" }
    let isNumber = grid.bounds(of: code) != nil
    if code.isNegative, isNumber || code.kind == .infinity {
      return position == .nan ? nil : "a negative number has no root"
    }
    if code.kind == .infinity {
      return position == .infinite ? nil : "the root of infinity is infinite"
    }
    return isNumber && position.isNoNumber ? "the root of a positive number is one" : nil
  }
}
