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
  func reason(
    _ table: CoverageModel.Table, _ row: Int, _ position: RoundingPosition
  ) -> String? {
    let name = table.rows[row]
    let isRounded = position.isBetween || position.name == "outside the range"
    if table.name.hasPrefix("operand 1") || table.name.hasPrefix("operand 2") {
      if name == "+0" || name == "-0" { return isRounded ? "0 * y + z is z" : nil }
      return byFactor(name, position)
    }
    guard table.name.hasPrefix("alignment") else { return nil }
    if name == "all cancelled" { return position.name == "zero" ? nil : "the sum is zero there" }
    if name == "no product, or no addend" { return nil }
    if ["zero", "infinite", "NaN"].contains(position.name) {
      return "three numbers, and a sum that is not zero"
    }
    if name == "the product's tail decides", position.name == "outside the range" {
      return "nothing lies above there that a tail could decide"
    }
    return nil
  }

  /// What follows from one factor alone.
  private func byFactor(_ name: String, _ position: RoundingPosition) -> String? {
    guard let bounds = grid.bounds(of: name) else { return nil }
    let gap = grid.next - grid.largest
    let most = bounds.high * grid.largest
    if position.name == "outside the range", most < gap {
      return "too small to reach the next step"
    }
    if position.event == 3, let fraction = position.fraction, fraction > 0, most + most < gap {
      return "too small to reach half a step"
    }
    // One and the two largest values are multiples of one, where those are.
    let isWhole =
      name.hasSuffix("one") || name.hasSuffix("largest")
      ? gap >= .one && grid.largest >= .one : false
    if isWhole, position.event == 2 || position.event == 4 {
      return "its product is a multiple of the smallest subnormal"
    }
    return nil
  }
}
