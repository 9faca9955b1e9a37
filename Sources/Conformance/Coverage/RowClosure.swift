import Descriptors
import Reference

/// Classes of one code against every code of the other operand, for pairs of operands of up to 16
/// bits: what is not met then does not occur.
///
/// Only rows are tried that have a cell left which nothing met and no theorem excludes.
struct RowClosure: Sendable {
  /// Cases for cells that nothing had met.
  private(set) var witnesses: [Case] = []
  /// The cells that are empty by trying everything.
  private(set) var empty: Set<Int> = []

  /// The most bits of an operand of which all codes are tried.
  private static let mostBits = 16

  /// Tries the rows.
  ///
  /// - Parameter seen: the cells that were met; those that are met now are added.
  init(_ model: CoverageModel, _ seen: inout Set<Int>) {
    let evaluator = model.evaluator
    let operation = evaluator.operation
    guard operation.operands.count == 2, operation.dialect.rounding.wordBits == 0,
      operation.operands.allSatisfy({ $0.bits <= Self.mostBits && $0.bits > 8 })
    else { return }
    let exclusions = Exclusions(model, census: nil)
    let isMirrored = Self.isMirrored(operation)
    for (place, classes) in model.operands.enumerated() {
      let table = model.tables[place]
      for (row, code) in classes.single.enumerated() {
        guard let code, !isMirrored || !classes.classes[row].isNegative else { continue }
        let isOpen = table.columns.indices.contains { column in
          !seen.contains(table.cell(row, column))
            && exclusions.reason(table, row: row, column: column) == nil
        }
        guard isOpen else { continue }
        let last = evaluator.operands[1 - place].lastCode
        for other in 0...(isMirrored ? last / 2 : last) {
          let codes = place == 0 ? [code, other] : [other, code]
          guard take(codes, model, &seen), isMirrored else { continue }
          _ = take(
            place == 0 ? [code ^ (last / 2 + 1), other] : [other, code ^ (last / 2 + 1)], model,
            &seen)
        }
        let mirror = classes.classes.firstIndex(of: classes.classes[row].negated)
        for row in isMirrored ? [row, mirror ?? row] : [row] {
          for column in table.columns.indices where !seen.contains(table.cell(row, column)) {
            empty.insert(table.cell(row, column))
          }
        }
      }
    }
  }

  /// Classifies a case and keeps it where it meets something new.
  private mutating func take(
    _ codes: [UInt64], _ model: CoverageModel, _ seen: inout Set<Int>
  ) -> Bool {
    guard let new = model.unseen(codes, &seen) else { return false }
    witnesses.append(new)
    return true
  }

  /// Whether the position of a result does not depend on the operands' signs, so that codes without
  /// a sign stand for those with one: products and quotients under rules that know no direction.
  private static func isMirrored(_ operation: Operation) -> Bool {
    guard operation.kind == .mul || operation.kind == .div,
      operation.operands.allSatisfy({ $0 == operation.operands[0] }),
      case .float(let layout) = operation.operands[0].encoding, layout.signed,
      layout.hasNegativeZero, layout.nans == .ieee
    else { return false }
    switch operation.dialect.rounding {
    case .toNearestOrEven, .toNearestOrAway, .toNearestOrZero, .towardZero, .toOdd: return true
    case .up, .down, .stochastic: return false
    }
  }
}
