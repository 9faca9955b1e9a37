import Descriptors
import ExactArithmetic
import Reference

/// The operand that brings an operation close to a wanted result, the operands before it being
/// given.
///
/// Random operands of wide formats seldom cancel, and seldom meet at the ends of the range; solving
/// for one of them does both. What comes after it is left out: the addend of a multiply-add is
/// taken for 0 while its second factor is aimed.
struct AimedOperand: Sendable {
  private let target: NumberFormat
  private let method: Method

  private enum Method {
    /// An operation on the wanted result and earlier operands.
    case inverse(ScalarEvaluator, [Argument])
    /// The value that an equation of a scaled operation asks for.
    case scaled(ScalarEvaluator, operand: Int)
  }

  private enum Argument {
    case wanted
    case operand(Int)
    /// The operand with its sign turned.
    case negated(Int)
  }

  /// Prepares to solve an operation for an operand; `nil` for the first one, from which nothing
  /// follows, and for functions that compute nothing.
  init?(_ operation: Operation, operand: Int) {
    guard operand > 0 else { return nil }
    target = NumberFormat(operation.operands[operand])
    if operation.kind.family == .scaled {
      method = .scaled(ScalarEvaluator(operation), operand: operand)
      return
    }
    let kind: Operation.Kind
    let order: [Argument]
    switch (operation.kind, operand) {
    case (.add, _), (.faa, 1): (kind, order) = (.sub, [.wanted, .operand(0)])
    case (.sub, _): (kind, order) = (.sub, [.operand(0), .wanted])
    case (.mul, _), (.fma, 1): (kind, order) = (.div, [.wanted, .operand(0)])
    case (.div, _): (kind, order) = (.div, [.operand(0), .wanted])
    case (.fma, _): (kind, order) = (.fma, [.negated(0), .operand(1), .wanted])
    case (.faa, _): (kind, order) = (.faa, [.negated(0), .negated(1), .wanted])
    // What compares or chooses is close to its other result where the operands are equal.
    case (.clamp, _), (.hypot, _): (kind, order) = (.cast, [.operand(operand - 1)])
    default:
      guard [.comparison, .extremum].contains(operation.kind.family) else { return nil }
      (kind, order) = (.cast, [.operand(0)])
    }
    let formats = order.map { argument in
      switch argument {
      case .wanted: operation.result
      case .operand(let index), .negated(let index): operation.operands[index]
      }
    }
    method = .inverse(
      ScalarEvaluator(
        Operation(
          kind, operands: formats, result: operation.operands[operand],
          dialect: Dialect(overflow: .satFinite))), order)
  }

  /// The operand's code.
  func callAsFunction(wanted: UInt64, given codes: [UInt64]) -> UInt64 {
    switch method {
    case .inverse(let inverse, let order):
      return inverse(
        zip(order, inverse.operands).map { argument, format in
          switch argument {
          case .wanted: wanted
          case .operand(let index): codes[index]
          case .negated(let index): format.negated(codes[index])
          }
        })
    case .scaled(let evaluator, let operand):
      let value = solve(evaluator, operand, wanted, codes)
      return target.encode(.finite(value), dialect: Dialect(overflow: .satFinite))
    }
  }

  /// The scaled operand, or the scale, for which the result is the wanted one as far as it can be
  /// said yet: `x` for `s * x`, `t` as large as `s * x`, `y` for the whole; 0 where nothing fits.
  private func solve(
    _ evaluator: ScalarEvaluator, _ operand: Int, _ wanted: UInt64, _ codes: [UInt64]
  ) -> Rational {
    let goal = evaluator.result.decode(wanted).number ?? .zero
    let given = evaluator.data(codes).map { $0.number ?? .zero }
    func quotient(_ x: Rational, _ y: Rational) -> Rational { y.isZero ? .zero : x / y }
    if operand == 1 { return quotient(goal, given[0]) }
    let product = given[0] * given[1]
    let isProduct = evaluator.operation.kind == .scaledMultiply
    if operand == 2 { return isProduct ? quotient(goal, product).magnitude : product.magnitude }
    if isProduct { return quotient(quotient(goal, product), given[2]) }
    let rest = evaluator.operation.kind == .scaledAdd ? goal - product : product - goal
    return quotient(rest, given[2])
  }
}

extension NumberFormat {
  /// The code of the value with the other sign, where the format has one; the code itself
  /// otherwise.
  fileprivate func negated(_ code: UInt64) -> UInt64 {
    switch descriptor.encoding {
    case .float(let layout): layout.signed ? code ^ 1 << UInt64(bits - 1) : code
    case .fixedPoint, .posit: (0 &- code) & lastCode
    case .hiFloat8: code ^ 0x80
    case .table: code
    }
  }
}
