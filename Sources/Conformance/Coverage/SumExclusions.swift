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
  private let grid: FormatGrid?

  /// `nil` where the operands have another format, or the dialect flushes.
  init?(_ model: CoverageModel) {
    let operation = model.evaluator.operation
    guard operation.operands.allSatisfy({ $0 == operation.result }),
      !operation.dialect.flushOperands, !operation.dialect.flushResults,
      operation.dialect.rangeTest == .afterRounding,
      model.evaluator.result.smallestNormalValue != nil,
      model.evaluator.result.positive.beginsAtZero
    else { return nil }
    (kind, rounding) = (model.evaluator.kind, operation.dialect.rounding)
    format = model.evaluator.result
    grid = FormatGrid(model)
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
      guard kind == .add || kind == .sub else { return nil }
      return overflow(name, position) ?? carry(name, position)
    }
    if table.name.hasPrefix("result"), position.isBetween, kind == .add || kind == .sub,
      name.hasSuffix("subnormal") || name.hasSuffix("smallest normal")
    {
      return "sums below twice the smallest normal value are exact"
    }
    guard table.name.hasPrefix("exponents") else { return nil }
    if let reason = byExponents(name, position) { return reason }
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

  /// What follows from the exponents of two numbers, apart or partly cancelled.
  ///
  /// Of `d` exponents apart, the sum has a bit at the larger exponent or above and one at the smaller
  /// or below, and drops `d` bits, or `d + 1` when it carries.
  private func byExponents(_ name: String, _ position: RoundingPosition) -> String? {
    guard let grid else { return nil }
    let isCancelled = name.hasSuffix("bit cancelled") || name.hasSuffix("bits cancelled")
    let apart =
      name == "farther apart"
      ? grid.precision + 4
      : name.hasSuffix("apart")
        ? Int(name.prefix { $0.isNumber }) : nil
    guard isCancelled || apart != nil else { return nil }
    if ["zero", "infinite", "NaN"].contains(position.name) {
      return "two numbers, and a sum that is not zero"
    }
    let isOver = position.name == "outside the range" || position.event == 3
    if isCancelled { return isOver ? "the sum is smaller than an operand" : nil }
    guard let apart else { return nil }
    let gap = grid.next - grid.largest
    if position.name == "outside the range",
      Rational.powerOfTwo(grid.highest - apart + 1) <= gap
    {
      return "too small to reach the next step"
    }
    if apart >= grid.precision, position.name == "exact" { return "more bits than the result has" }
    guard let fraction = position.fraction, let event = position.event else { return nil }
    let isTie = fraction == 1 || fraction == 2
    if apart > grid.precision {
      if isTie { return "the smaller operand is less than half a step" }
      if fraction == 3, event == 1 || event == 3 {
        return "above half, it is smaller than an operand"
      }
    }
    // The largest sum of equal exponents ends two steps below the power of two.
    if apart == 0, event == 1 || (event == 3 && grid.isFull) {
      return "2^P - 1 twice is farther from a power of two"
    }
    if apart == 1, fraction == 3, event == 1 || (event == 3 && grid.isFull) {
      return "one bit is dropped there: exact, or a tie"
    }
    return nil
  }

  /// A carry into a binade below the last one lies so far below the largest values that what is
  /// to be added has a bit for every place between: more than there are.
  private func carry(_ name: String, _ position: RoundingPosition) -> String? {
    guard let grid, grid.isFull, grid.precision >= 3, position.event == 1,
      name.hasSuffix("largest") || name.hasSuffix("largest but one")
    else { return nil }
    return "the other operand would have more bits than it can"
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
