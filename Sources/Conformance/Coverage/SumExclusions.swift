import Descriptors
import ExactArithmetic
import Reference

/// Why cells of sums and products of one float format with subnormals cannot occur.
///
/// The operands have the format of the result, so every one of them is a value of the grid, and
/// every sum a multiple of the smallest subnormal.
struct SumExclusions: Sendable {
  private let kind: Operation.Kind
  private let rounding: RoundingRule
  private let format: NumberFormat

  /// `nil` where the operands have another format, or the dialect flushes.
  init?(_ model: CoverageModel) {
    let operation = model.evaluator.operation
    guard operation.operands.allSatisfy({ $0 == operation.result }),
      !operation.dialect.flushOperands, !operation.dialect.flushResults,
      operation.dialect.rangeTest == .afterRounding,
      model.evaluator.result.smallestNormalValue != nil,
      model.evaluator.result.positive.beginsAtZero
    else { return nil }
    (kind, rounding) = (operation.kind, operation.dialect.rounding)
    format = model.evaluator.result
  }

  /// Why no case falls into a cell; `nil` where that is not known.
  func reason(
    _ table: CoverageModel.Table, _ row: Int, _ position: RoundingPosition
  ) -> String? {
    let name = table.rows[row]
    // Whether the exact value may be outside of the grid.
    let isRounded = position.isBetween || position.name == "outside the range"
    if table.name.hasPrefix("operand") {
      let isZero = name == "+0" || name == "-0"
      let isOne = name == "+one" || name == "-one"
      if kind == .add || kind == .sub, isZero, isRounded { return "x + 0 is x" }
      if kind == .mul, isZero, isRounded { return "x * 0 is 0" }
      if kind == .mul, isOne, isRounded { return "x * 1 is x" }
      if kind == .div, isOne, isRounded, table.name.hasPrefix("operand 2") { return "x / 1 is x" }
      return kind == .add || kind == .sub ? overflow(name, position) : nil
    }
    guard table.name.hasPrefix("exponents") else { return nil }
    switch name {
    case "not two numbers": return isRounded ? "x + 0 is x" : nil
    case "all cancelled": return position.name == "zero" ? nil : "the sum is zero there"
    case "several bits cancelled":
      return position.name == "exact" ? nil : "such differences are exact (Sterbenz)"
    case "0 apart":
      return position.fraction == 0 || position.fraction == 3
        ? "one bit is dropped at most: exact, or a tie" : nil
    default: return nil
    }
  }

  /// What is too small to carry a sum beyond the largest value.
  private func overflow(_ name: String, _ position: RoundingPosition) -> String? {
    guard let normal = format.smallestNormalValue else { return nil }
    let most: Rational
    switch name.dropFirst() {
    case "smallest subnormal", "subnormal", "largest subnormal", "smallest normal": most = normal
    case "one": most = .one
    default: return nil
    }
    let gap = format.positive.next - format.positive.largest
    if position.name == "outside the range", most < gap {
      return "too small to reach the next step"
    }
    switch rounding {
    case .toNearestOrEven, .toNearestOrAway, .toNearestOrZero:
      return position.event == 3 && most + most < gap ? "too small to reach half a step" : nil
    case .towardZero, .up, .down, .toOdd, .stochastic: return nil
    }
  }
}
