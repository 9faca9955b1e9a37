public import Descriptors
import ExactArithmetic

/// A sum of products made ready to be evaluated on codes: the reference's answer to "what does this
/// accumulator give".
///
/// A case is `length` codes of `x` and then as many of `w`. `Specs/pages/accumulators.md` has the
/// definitions.
public struct DotEvaluator: Sendable {
  /// The operation.
  public let operation: Operation
  /// The rule of the sum.
  public let accumulator: Accumulator
  /// The number of products.
  public let length: Int
  /// The format of the operands.
  public let format: NumberFormat
  /// The format of the result.
  public let result: NumberFormat
  private let stages: Summation.Stages
  /// How the sum enters the result format: by the operation's dialect, but a chosen NaN stays.
  private let entering: Dialect

  /// Prepares an operation.
  ///
  /// - Throws: `AccumulatorError` for an operation other than `dot`, a negative length, and an
  ///   accumulator one of whose fields has no meaning.
  public init(_ operation: Operation) throws(AccumulatorError) {
    guard case .dot(let accumulator, let length) = operation.function else { throw .notADot }
    guard length >= 0 else { throw .length(length) }
    try accumulator.validate()
    let format = NumberFormat(operation.format)
    try accumulator.validate(operands: format)
    self.operation = operation
    self.accumulator = accumulator
    self.length = length
    var entering = operation.dialect
    if accumulator.nan == .x86 { entering.nan = .payload }
    self.entering = entering
    self.format = format
    result = operation.result == operation.format ? format : NumberFormat(operation.result)
    stages = Summation.Stages(
      product: Stage(accumulator.product), sum: Stage(accumulator.sum),
      outer: Stage(accumulator.chunk?.outer ?? .exact))
  }

  /// The code of the sum.
  ///
  /// - Parameters:
  ///   - codes: the codes of `x`, then those of `w`.
  ///   - words: one random word where the result is rounded stochastically.
  /// - Precondition: there are `2 * length` codes of the format.
  public func callAsFunction(
    _ codes: [UInt64], words: [UInt32] = []
  ) -> (results: [UInt64], flags: AnswerFlags) {
    let data = operands(codes)
    let code = result.encode(
      evaluate(data, record: nil).value, dialect: entering, word: words.first ?? 0)
    return ([code], data.allSatisfy { $0.number != nil } ? [] : .nonFinite)
  }

  /// What the accumulator leaves, before it enters the result format.
  public func value(_ codes: [UInt64]) -> Datum {
    evaluate(operands(codes), record: nil).value
  }

  /// The sum of the exact products of the operands as the accumulator reads them; specials as IEEE
  /// 754 has them.
  public func exactSum(_ codes: [UInt64]) -> Datum { exactSum(of: operands(codes)) }

  /// Every partial sum, with what was lost and why.
  public func trace(_ codes: [UInt64], words: [UInt32] = []) -> DotTrace {
    let data = operands(codes)
    let products = (0..<length).map { index in
      DotTrace.Product(
        index: index, x: data[index], w: data[length + index], exact: .nan, rounded: .nan,
        aligned: nil, events: [])
    }
    let (value, record) = evaluate(data, record: Summation.Record(products: products))
    let code = result.encode(value, dialect: entering, word: words.first ?? 0)
    return DotTrace(
      products: record?.products ?? [], steps: record?.steps ?? [], value: value,
      exactSum: exactSum(of: data), result: code, resultValue: result.decode(code))
  }

  /// The operands as the accumulator reads them: decoded, and subnormals as zeros of their sign
  /// where it flushes them.
  public func operands(_ codes: [UInt64]) -> [Datum] {
    precondition(
      codes.count == 2 * length, "a sum of \(length) products has \(2 * length) operands")
    return codes.map { code in
      let datum = format.decode(code)
      guard accumulator.flushesOperands, let normal = format.smallestNormal,
        let value = datum.number, !value.isZero, value.magnitude < normal
      else { return datum }
      return value.signum < 0 ? .negativeZero : .finite(.zero)
    }
  }

  private func exactSum(of data: [Datum]) -> Datum {
    var sum = Datum.finite(.zero)
    for index in 0..<length {
      let (x, w) = (data[index], data[length + index])
      sum = accumulator.nan.sum(
        sum, accumulator.nan.product(x, w), into: .exact, sources: [x, w, sum])
    }
    return sum
  }

  private func evaluate(
    _ data: [Datum], record: Summation.Record?
  ) -> (value: Datum, record: Summation.Record?) {
    var summation = Summation(
      rule: accumulator, stages: stages, x: Array(data[..<length]), w: Array(data[length...]),
      exponents: exponents(data), record: record)
    let value = summation.total()
    return (value, summation.record)
  }

  /// The exponents of the operands, `x` and `w` of an index beside each other; empty where nothing
  /// is aligned by them.
  private func exponents(_ data: [Datum]) -> [Int?] {
    guard case .aligned(let adder) = accumulator.adder, adder.exponent == .operands else {
      return []
    }
    let lowest = format.smallestNormal?.floorLog2
    return (0..<2 * length).map { place in
      let datum = data[place % 2 == 0 ? place / 2 : length + place / 2]
      guard let value = datum.number, !value.isZero else { return nil }
      return max(value.floorLog2, lowest ?? value.floorLog2)
    }
  }
}
