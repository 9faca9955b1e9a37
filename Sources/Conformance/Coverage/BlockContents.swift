import Descriptors
import ExactArithmetic
import Reference

/// What a block of operands holds: zeros and signs, and where what is not finite stands.
struct BlockContents: Sendable {
  /// The names of the classes; a block may belong to several.
  static let names = [
    "+0 only", "-0 only", "zeros of both signs", "-0 beside numbers", "positive numbers",
    "negative numbers", "numbers of both signs", "NaN first", "NaN inside", "NaN last",
    "infinity first", "infinity inside", "infinity last", "several not finite",
  ]

  private let operand: NumberFormat
  private let hasNaN: Bool
  private let hasInfinity: Bool

  init(_ operand: NumberFormat) {
    self.operand = operand
    hasNaN = operand.specials.nan != nil || operand.specials.negativeNaN != nil
    hasInfinity = operand.specials.infinity != nil
  }

  /// The classes of a block.
  static func classes(of data: [Datum]) -> [Int] {
    var found: [Int] = []
    let plus = data.contains(.finite(.zero))
    let minus = data.contains(.negativeZero)
    let numbers = data.compactMap(\.number).filter { !$0.isZero }
    let others = data.indices.filter { data[$0].number == nil }
    if numbers.isEmpty, others.isEmpty {
      found.append(plus && minus ? 2 : minus ? 1 : 0)
    } else if minus {
      found.append(3)
    }
    if !numbers.isEmpty {
      let negative = numbers.count { $0.signum < 0 }
      found.append(negative == 0 ? 4 : negative == numbers.count ? 5 : 6)
    }
    for place in others {
      let first = data[place].isNaN ? 7 : 10
      let row = place == 0 ? first : place == data.count - 1 ? first + 2 : first + 1
      if !found.contains(row) { found.append(row) }
    }
    if others.count > 1 { found.append(13) }
    return found
  }

  /// Why no block of at most so many elements is of a class; `nil` where some may be.
  func reason(_ row: Int, length: Int) -> String? {
    let name = operand.name
    switch row {
    case 1, 2, 3:
      if operand.specials.negativeZero == nil { return "\(name) has no -0" }
    case 5, 6: if operand.negative == nil { return "\(name) has no values below 0" }
    case 7...9: if !hasNaN { return "\(name) has no NaN" }
    case 10...12: if !hasInfinity { return "\(name) has no infinity" }
    case 13: if !hasNaN, !hasInfinity { return "\(name) has only finite values" }
    default: break
    }
    if length == 1, [2, 3, 6, 8, 9, 11, 12, 13].contains(row) { return "a block has one element" }
    return length == 2 && [8, 11].contains(row) ? "a block has two elements" : nil
  }
}
