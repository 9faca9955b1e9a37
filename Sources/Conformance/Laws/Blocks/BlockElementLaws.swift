import Descriptors
import ExactArithmetic
import Harness
import Reference

/// Laws about elements under the scale of their block.
enum BlockElementLaws {
  static func all(_ subject: BlockSubject) -> [Property] {
    var laws = [monotone(subject)]
    guard subject.element.bits <= 8, subject.hasPlainFloats || isInteger(subject) else {
      return laws
    }
    switch subject.format.scheme {
    case .scaled(let rule):
      laws.append(nearest(subject))
      if rule.isPowerOfTwo, subject.hasPlainFloats { laws.append(idempotent(subject, rule)) }
    case .twoLevel(let two) where two.arithmetic == .exact: laws.append(nearest(subject))
    case .twoLevel, .zeroPoint, .dual: break
    }
    return laws
  }

  private static func isInteger(_ subject: BlockSubject) -> Bool {
    guard case .fixedPoint = subject.element.descriptor.encoding else { return false }
    return subject.format.elementDialect.rounding == .toNearestOrEven
  }

  /// No element decodes nearer to the value under the scale that the block has.
  private static func nearest(_ subject: BlockSubject) -> Property {
    let all = Array(
      Set((0...subject.element.lastCode).compactMap { subject.element.decode($0).number }))
    return subject.law("elements-nearest") { row, _ in
      let codes = subject.encode(row)
      let values = subject.values(codes)
      // The scale of the matrix, in its own way, by what an element of 1 decodes to.
      for index in row.indices {
        let block = index / subject.length
        guard index < values.count, let scale = subject.scaleValue(codes, block: block),
          let got = values[index].number
        else { return .fails(expected: "a number", got: "\(codes)") }
        var factor = scale
        if subject.format.matrixScale != nil, let last = codes.last {
          factor = factor * (BlockSubject.binary32.decode(last).number ?? .one)
        }
        if factor.isZero { continue }
        let best = all.map { ($0 * factor - row[index]).magnitude }.min() ?? .zero
        if (got - row[index]).magnitude != best {
          return .fails(expected: "a value at \(best) from \(row[index])", got: "\(got)")
        }
      }
      return .holds
    }
  }

  /// In a block, a larger value never decodes to a smaller one.
  private static func monotone(_ subject: BlockSubject) -> Property {
    subject.law("monotone") { row, _ in
      let values = subject.values(subject.encode(row))
      guard values.count == row.count else {
        return .fails(expected: "\(row.count) values", got: "\(values.count)")
      }
      for block in 0..<BlockSubject.blocks {
        let range = block * subject.length..<(block + 1) * subject.length
        for low in range {
          for high in range where row[low] < row[high] {
            guard let a = values[low].number, let b = values[high].number, a <= b else {
              return .fails(
                expected: "\(row[low]) at most where \(row[high]) is",
                got: "\(values[low]) and \(values[high])")
            }
          }
        }
      }
      return .holds
    }
  }

  /// What was decoded encodes to the same values, under `floor` and `even` to the same codes.
  ///
  /// Under `ceil` and `rceil` a largest element may round down to where half the scale does: the
  /// codes change, and all values are still in the format. It takes elements that are floats: -2 of
  /// s2f6 has no positive twin, and asks for a larger scale.
  private static func idempotent(
    _ subject: BlockSubject, _ rule: BlockFormat.ScaleRule
  ) -> Property {
    subject.law("encoding-again") { row, _ in
      let codes = subject.encode(row)
      let values = subject.values(codes)
      let numbers = values.compactMap(\.number)
      guard numbers.count == row.count else { return .fails(expected: "numbers", got: "\(values)") }
      let again = subject.encode(numbers)
      let second = subject.values(again).compactMap(\.number)
      guard second == numbers else { return .fails(expected: "\(numbers)", got: "\(second)") }
      // A zero's sign does not survive a list of numbers.
      let signless = { (list: [UInt64]) in
        list.enumerated().map { index, code in
          index < subject.columns && subject.element.decode(code).isZero ? 0 : code
        }
      }
      guard rule == .floor || rule == .even else { return .holds }
      // A block that became zeros, by underflow at the least scale, is an empty one.
      return .equal(expected: signless(codes), got: signless(again))
    }
  }
}
