import Descriptors
import ExactArithmetic
import Reference

/// Triples of a multiply-add made of pairs: a product plus zero, a number times one plus another, and
/// every operand class moved by a power of two to where it decides how an addend rounds.
struct FusedPairs: Sendable {
  private let model: CoverageModel
  private let format: NumberFormat
  private let layout: FloatLayout

  /// `nil` for other operations.
  init?(_ model: CoverageModel) {
    let operation = model.evaluator.operation
    guard operation.kind == .fma, operation.operands.allSatisfy({ $0 == operation.result }),
      case .float(let layout) = operation.result.encoding
    else { return nil }
    (self.model, self.layout) = (model, layout)
    format = model.evaluator.result
  }

  /// The triples of codes.
  ///
  /// - Parameter examples: codes of every class of operands.
  func triples(_ examples: [UInt64]) -> [[UInt64]] {
    let dialect = Dialect(overflow: .satFinite)
    let one = format.encode(.finite(.one), dialect: dialect)
    let zeros = [format.specials.zero, format.specials.negativeZero].compactMap(\.self)
    func pairs(_ kind: Operation.Kind) -> [[UInt64]] {
      let descriptor = format.descriptor
      let operation = Operation(
        kind, operands: [descriptor, descriptor], result: descriptor,
        dialect: model.evaluator.operation.dialect)
      let own = CoverageModel(ScalarEvaluator(operation))
      return CellSearch(own).witnesses().map(\.codes)
    }
    var found: [[UInt64]] = []
    for pair in pairs(.mul) {
      for zero in zeros { found.append(pair + [zero]) }
    }
    for pair in pairs(.add) {
      found.append([pair[0], one, pair[1]])
      found.append([one, pair[0], pair[1]])
    }
    for x in examples {
      for y in examples {
        found.append([x, y, one])
      }
    }
    return found + moved(examples)
  }

  /// Each operand times a power of two, beside addends at both ends of the range and between.
  private func moved(_ examples: [UInt64]) -> [[UInt64]] {
    let trailing = UInt64(layout.trailingBits)
    let ones = (UInt64(1) << trailing) - 1
    let last = Int((format.positive.count - 1) >> trailing)
    let lowest = 1 - layout.bias
    let dialect = Dialect(overflow: .satFinite)
    var found: [[UInt64]] = []
    for example in examples {
      guard let value = format.decode(example).number?.magnitude, !value.isZero else { continue }
      // The exponent field of 1 may lie outside the format, on either side.
      for exponent in [1, 2, layout.bias, last] where (0...last).contains(exponent) {
        for apart in 0...layout.trailingBits + 3 {
          let shift = exponent - layout.bias - apart - value.floorLog2
          let power = Rational.powerOfTwo(shift)
          guard shift >= lowest - layout.trailingBits, shift <= last - layout.bias else { continue }
          let factor = format.encode(.finite(power), dialect: dialect)
          for field in [0, 1, ones, ones &- 1] {
            let rung = min(UInt64(exponent) << trailing | field, format.positive.count - 1)
            let addend = format.positive.code(rung)
            let sides = [addend] + [format.negative?.code(rung)].compactMap(\.self)
            for addend in sides {
              found.append([example, factor, addend])
              found.append([factor, example, addend])
            }
          }
        }
      }
    }
    return found
  }
}
