import Descriptors
import ExactArithmetic
import Reference

/// Why cells of multiply-adds within one float format with subnormals cannot occur.
struct FusedExclusions: Sendable {
  private let grid: FormatGrid

  /// `nil` for other operations.
  init?(_ model: CoverageModel) {
    guard model.evaluator.kind == .fma, let grid = FormatGrid(model) else { return nil }
    self.grid = grid
  }

  /// Why no case falls into a cell; `nil` where that is not known.
  func reason(_ subject: CoverageModel.Subject, _ position: RoundingPosition) -> String? {
    switch subject {
    case .operand(0...1, let code):
      if code.kind == .zero { return position.isRounded ? "0 * y + z is z" : nil }
      return byFactor(code, position)
    case .relation(.allCancelled): return position == .zero ? nil : "the sum is zero there"
    case .relation(.noProductOrAddend): return nil
    case .relation(let relation):
      if position.isNoNumber { return "three numbers, and a sum that is not zero" }
      return relation == .tailDecides && position == .outside
        ? "nothing lies above there that a tail could decide" : nil
    case .operand, .result: return nil
    }
  }

  /// What follows from one factor alone.
  private func byFactor(_ code: CodeClass, _ position: RoundingPosition) -> String? {
    guard let bounds = grid.bounds(of: code) else { return nil }
    let gap = grid.next - grid.largest
    let most = bounds.high * grid.largest
    if position == .outside, most < gap { return "too small to reach the next step" }
    if position.event == .overflow, position.fraction != .belowHalf, most + most < gap {
      return "too small to reach half a step"
    }
    // One and the two largest values are multiples of one, where those are.
    let isWhole =
      [.one, .largestButOne, .largest].contains(code.kind) && gap >= .one && grid.largest >= .one
    if isWhole, position.event == .carryToNormal || position.event == .toZero {
      return "its product is a multiple of the smallest subnormal"
    }
    return nil
  }
}
