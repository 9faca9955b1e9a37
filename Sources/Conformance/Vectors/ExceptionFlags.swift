public import Descriptors
import ExactArithmetic
import Reference

/// The exceptions of IEEE 754-2019 section 7, in the bits of Berkeley TestFloat's text.
public struct ExceptionFlags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let inexact = ExceptionFlags(rawValue: 1)
  public static let underflow = ExceptionFlags(rawValue: 2)
  public static let overflow = ExceptionFlags(rawValue: 4)
  public static let divideByZero = ExceptionFlags(rawValue: 8)
  public static let invalid = ExceptionFlags(rawValue: 16)
}

/// When a result counts as tiny, which IEEE 754 leaves open.
public enum Tininess: String, Sendable, CaseIterable {
  /// The exact result lies below the smallest normal number.
  case before
  /// So does the result rounded as if the exponent had no lower bound.
  case after
}

/// Derives the exception flags of an operation's cases from its exact results.
public struct FlagRule: Sendable {
  private let evaluator: ScalarEvaluator
  private let tininess: Tininess
  private let normal: Rational

  /// The operations whose exceptions are derived here.
  private static let kinds: Set<Operation.Kind> = [
    .cast, .add, .sub, .mul, .div, .sqrt, .fma, .faa,
  ]

  /// Prepares an operation; `nil` where flags are not defined: it is no basic arithmetic, the result
  /// is no float laid out as IEEE 754 has it, or the dialect saturates, flushes, wraps or draws.
  public init?(_ operation: Operation, tininess: Tininess) {
    guard Self.kinds.contains(operation.kind),
      case .float(let layout) = operation.result.encoding, layout.nans == .ieee,
      layout.infinities == .ieee, layout.subnormals == .gradual, layout.signed
    else { return nil }
    let dialect = operation.dialect
    guard dialect.overflow == .satNone, dialect.rangeTest == .afterRounding,
      dialect.divisionByZero == .infinity, dialect.infinity == .byOverflow,
      !dialect.flushOperands, !dialect.flushResults, !dialect.wraps, !operation.takesRandomWord
    else { return nil }
    evaluator = ScalarEvaluator(operation)
    self.tininess = tininess
    normal = .powerOfTwo(1 - layout.bias)
  }

  /// The flags of a case.
  ///
  /// - Returns: the flags, and those of them that the standard decides: it leaves open whether a
  ///   multiply-add of 0, infinity and a quiet NaN is invalid.
  public func callAsFunction(
    _ codes: [UInt64]
  ) -> (flags: ExceptionFlags, decided: ExceptionFlags) {
    let all = ExceptionFlags(rawValue: 31)
    let data = evaluator.data(codes)
    if zip(evaluator.operands, codes).contains(where: { $0.isSignaling($1) }) {
      return (.invalid, all)
    }
    if data.contains(where: \.isNaN) {
      let isOpen =
        evaluator.operation.kind == .fma && !data[0].isNaN && !data[1].isNaN
        && (data[0].isZero && data[1].number == nil || data[1].isZero && data[0].number == nil)
      return ([], isOpen ? all.subtracting(.invalid) : all)
    }
    let projection = evaluator.project(codes)
    let result = evaluator.result.decode(projection.code)
    switch evaluator.exact(codes) {
    case .datum(let exact):
      if exact.isNaN { return (.invalid, all) }
      guard let value = exact.number else {
        let isPole = evaluator.operation.kind == .div && data.allSatisfy { $0.number != nil }
        return (isPole ? .divideByZero : [], all)
      }
      guard result.number != value else { return ([], all) }
      return (rounded(projection, isTiny: value.magnitude < normal && !rescued(codes)), all)
    case .root: return (rounded(projection, isTiny: isTinyRoot(projection, codes)), all)
    }
  }

  private func rounded(_ projection: Projection, isTiny: Bool) -> ExceptionFlags {
    if projection.reason == .overflow { return [.overflow, .inexact] }
    return isTiny ? [.underflow, .inexact] : .inexact
  }

  private func isTinyRoot(_ projection: Projection, _ codes: [UInt64]) -> Bool {
    guard let place = projection.place else { return false }
    return place.low < normal && !rescued(codes)
  }

  /// Whether rounding without a lower bound makes the result normal, where that counts.
  private func rescued(_ codes: [UInt64]) -> Bool {
    guard tininess == .after else { return false }
    // Twice the value lies where rounding sees the whole precision, if the value lies in the binade
    // below the smallest normal number; farther below it stays tiny.
    let projection: Projection
    switch evaluator.exact(codes) {
    case .datum(let datum):
      guard let value = datum.number else { return false }
      projection = evaluator.result.project(
        .finite(value.scaled(byPowerOfTwo: 1)), dialect: evaluator.operation.dialect)
    case .root(let root):
      projection = evaluator.result.project(
        SquareRoot(of: root.radicand.scaled(byPowerOfTwo: 2)), negative: false,
        dialect: evaluator.operation.dialect)
    }
    guard let twice = evaluator.result.decode(projection.code).number else { return true }
    return twice.magnitude >= normal.scaled(byPowerOfTwo: 1)
  }
}
