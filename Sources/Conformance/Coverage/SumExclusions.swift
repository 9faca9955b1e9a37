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
  func reason(_ subject: CoverageModel.Subject, _ position: RoundingPosition) -> String? {
    let isSum = kind == .add || kind == .sub
    switch subject {
    case .operand(let place, let code):
      if position.isRounded {
        if code.kind == .zero, isSum { return "x + 0 is x" }
        if code.kind == .zero, kind == .mul { return "x * 0 is 0" }
        if code.kind == .one, kind == .mul { return "x * 1 is x" }
        if code.kind == .one, kind == .div, place == 1 { return "x / 1 is x" }
      }
      return isSum ? overflow(code, position) ?? carry(code, position) : nil
    case .result(let code):
      return isSum && position.isBetween && (code.isSubnormal || code.kind == .smallestNormal)
        ? "sums below twice the smallest normal value are exact" : nil
    case .relation(let relation):
      return isSum ? byExponents(relation, position) ?? byRelation(relation, position) : nil
    }
  }

  private func byRelation(
    _ relation: OperandRelation.Class, _ position: RoundingPosition
  ) -> String? {
    switch relation {
    case .notTwoNumbers: position.isRounded ? "x + 0 is x" : nil
    case .allCancelled: position == .zero ? nil : "the sum is zero there"
    case .severalBitsCancelled:
      position == .exact ? nil : "such differences are exact (Sterbenz)"
    case .apart(0):
      position.fraction == .belowHalf || position.fraction == .aboveHalf
        ? "one bit is dropped at most: exact, or a tie" : nil
    default: nil
    }
  }

  private static let numbers = "two numbers, and a sum that is not zero"

  /// What follows from the exponents of two numbers, apart or partly cancelled.
  ///
  /// Of `d` exponents apart, the sum has a bit at the larger exponent or above and one at the smaller
  /// or below, and drops `d` bits, or `d + 1` when it carries.
  private func byExponents(
    _ relation: OperandRelation.Class, _ position: RoundingPosition
  ) -> String? {
    guard let grid else { return nil }
    let apart: Int
    switch relation {
    case .apart(let exponents): apart = exponents
    case .fartherApart: apart = grid.precision + 4
    case .oneBitCancelled, .severalBitsCancelled:
      if position.isNoNumber { return Self.numbers }
      let isOver = position == .outside || position.event == .overflow
      return isOver ? "the sum is smaller than an operand" : nil
    default: return nil
    }
    if position.isNoNumber { return Self.numbers }
    let gap = grid.next - grid.largest
    if position == .outside,
      Rational.powerOfTwo(grid.highest - apart + 1) <= gap
    {
      return "too small to reach the next step"
    }
    if apart >= grid.precision, position == .exact { return "more bits than the result has" }
    guard let fraction = position.fraction, let event = position.event else { return nil }
    let isEnd = event == .carry || (event == .overflow && grid.isFull)
    if apart > grid.precision {
      if fraction.isTie { return "the smaller operand is less than half a step" }
      if fraction == .aboveHalf, event == .carry || event == .overflow {
        return "above half, it is smaller than an operand"
      }
    }
    // The largest sum of equal exponents ends two steps below the power of two.
    if apart == 0, isEnd {
      return "2^P - 1 twice is farther from a power of two"
    }
    if apart == 1, fraction == .aboveHalf, isEnd {
      return "one bit is dropped there: exact, or a tie"
    }
    return nil
  }

  /// A carry into a binade below the last one lies so far below the largest values that what is
  /// to be added has a bit for every place between: more than there are.
  private func carry(_ code: CodeClass, _ position: RoundingPosition) -> String? {
    guard let grid, grid.isFull, grid.precision >= 3, position.event == .carry,
      code.kind == .largest || code.kind == .largestButOne
    else { return nil }
    return "the other operand would have more bits than it can"
  }

  /// What is too small to carry a sum beyond the largest value.
  private func overflow(_ code: CodeClass, _ position: RoundingPosition) -> String? {
    guard let normal = format.smallestNormalValue else { return nil }
    let most: Rational
    switch code.kind {
    case .smallestSubnormal, .subnormal, .largestSubnormal, .smallestNormal: most = normal
    case .one: most = .one
    default: return nil
    }
    let gap = format.positive.next - format.positive.largest
    if position == .outside, most < gap {
      return "too small to reach the next step"
    }
    switch rounding {
    case .toNearestOrEven, .toNearestOrAway, .toNearestOrZero:
      return position.event == .overflow && most + most < gap
        ? "too small to reach half a step" : nil
    case .towardZero, .up, .down, .toOdd, .stochastic: return nil
    }
  }
}
