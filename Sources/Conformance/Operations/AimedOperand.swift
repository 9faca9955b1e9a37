import Descriptors
import Reference

/// The operand that brings an operation close to a wanted result, the operands before it being
/// given.
///
/// Random operands of wide formats seldom cancel, and seldom meet at the ends of the range; solving
/// for one of them does both. What comes after it is left out: the addend of a multiply-add is
/// taken for 0 while its second factor is aimed.
struct AimedOperand: Sendable {
  private let inverse: Evaluator
  private let order: [Argument]

  private enum Argument {
    case wanted
    case operand(Int)
    /// The operand with its sign turned.
    case negated(Int)
  }

  /// Prepares to solve an operation for an operand; `nil` for the first one, from which nothing
  /// follows.
  init?(_ operation: Operation, operand: Int) {
    guard operand > 0 else { return nil }
    let kind: Operation.Kind
    switch (operation.kind, operand) {
    case (.add, _), (.faa, 1): (kind, order) = (.sub, [.wanted, .operand(0)])
    case (.sub, _): (kind, order) = (.sub, [.operand(0), .wanted])
    case (.mul, _), (.fma, 1): (kind, order) = (.div, [.wanted, .operand(0)])
    case (.div, _): (kind, order) = (.div, [.operand(0), .wanted])
    case (.fma, _): (kind, order) = (.fma, [.negated(0), .operand(1), .wanted])
    case (.faa, _): (kind, order) = (.faa, [.negated(0), .negated(1), .wanted])
    case (.cast, _), (.sqrt, _): return nil
    }
    let formats = order.map { argument in
      switch argument {
      case .wanted: operation.result
      case .operand(let index), .negated(let index): operation.operands[index]
      }
    }
    inverse = Evaluator(
      Operation(
        kind, operands: formats, result: operation.operands[operand],
        dialect: Dialect(overflow: .satFinite)))
  }

  /// The operand's code.
  func callAsFunction(wanted: UInt64, given codes: [UInt64]) -> UInt64 {
    inverse(
      zip(order, inverse.operands).map { argument, format in
        switch argument {
        case .wanted: wanted
        case .operand(let index): codes[index]
        case .negated(let index): format.negated(codes[index])
        }
      })
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
