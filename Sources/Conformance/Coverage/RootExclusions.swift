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
  func reason(
    _ table: CoverageModel.Table, _ row: Int, _ position: RoundingPosition
  ) -> String? {
    let name = table.rows[row]
    if position.name == "outside the range" { return "a root is nearer to 1 than its operand" }
    if let fraction = position.fraction, fraction > 0, position.event == 1 {
      // sqrt(1 - y) < 1 - y / 2, and no operand is nearer to a power of four than y = 2^-P.
      return "the root of what is next to a power of four is below half"
    }
    if table.name.hasPrefix("operand") { return byOperand(name, position) }
    // What is not finite may become any number at all.
    guard position.isBetween || position.name == "exact" else { return nil }
    guard table.name.hasPrefix("result"), let bounds = grid.bounds(of: name) else {
      return table.name.hasPrefix("result") && name == "-inf" ? "a root is not negative" : nil
    }
    if name.hasPrefix("-") { return "a root is not negative" }
    // One step more than the largest of the class; one less than half its smallest.
    let (high, low) = (bounds.high + bounds.high, bounds.low.scaled(byPowerOfTwo: -1))
    if high * high < grid.smallest || low * low > grid.largest {
      return "a root is nearer to 1 than its operand"
    }
    return nil
  }

  private func byOperand(_ name: String, _ position: RoundingPosition) -> String? {
    if name == "+0" || name == "-0" { return position.name == "zero" ? nil : "the root of 0 is 0" }
    if name == "+inf" {
      return position.name == "infinite" ? nil : "the root of infinity is infinite"
    }
    if name == "-inf" || (name.hasPrefix("-") && grid.bounds(of: name) != nil) {
      return position.name == "NaN" ? nil : "a negative number has no root"
    }
    guard grid.bounds(of: name) != nil else { return nil }
    return ["zero", "infinite", "NaN"].contains(position.name)
      ? "the root of a positive number is one" : nil
  }
}
