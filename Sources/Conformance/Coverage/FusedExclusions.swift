import Descriptors
import ExactArithmetic
import Reference

/// Why cells of multiply-adds within one float format with subnormals cannot occur.
struct FusedExclusions: Sendable {
  private let grid: FormatGrid

  /// `nil` for other operations.
  init?(_ model: CoverageModel) {
    guard model.evaluator.operation.kind == .fma, let grid = FormatGrid(model) else { return nil }
    self.grid = grid
  }

  /// Why no case falls into a cell; `nil` where that is not known.
  func reason(
    _ table: CoverageModel.Table, _ row: Int, _ position: RoundingPosition
  ) -> String? {
    let name = table.rows[row]
    let isRounded = position.isBetween || position.name == "outside the range"
    if table.name.hasPrefix("operand 1") || table.name.hasPrefix("operand 2") {
      return (name == "+0" || name == "-0") && isRounded ? "0 * y + z is z" : nil
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
}
