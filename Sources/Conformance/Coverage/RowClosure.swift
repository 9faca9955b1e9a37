import Descriptors
import Reference

/// Classes of one code against every code of the other operand, for pairs of operands of up to 16
/// bits: what is not met then does not occur.
///
/// Only rows are tried that have a cell left which nothing met and no theorem excludes.
struct RowClosure: Sendable {
  /// Cases for cells that nothing had met.
  private(set) var witnesses: [DeviceAnswer] = []
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
    guard operation.operands.count == 2, operation.wordBits == 0,
      operation.operands.allSatisfy({ $0.bits <= Self.mostBits && $0.bits > 8 })
    else { return }
    let exclusions = Exclusions(model, census: nil)
    for (place, classes) in model.operands.enumerated() {
      let table = model.tables[place]
      for (row, code) in classes.single.enumerated() {
        guard let code else { continue }
        let cells = table.columns.indices.filter { !seen.contains(table.cell(row, $0)) }
        guard cells.contains(where: { exclusions.reason(table, row: row, column: $0) == nil })
        else { continue }
        for other in 0...evaluator.operands[1 - place].lastCode {
          let codes = place == 0 ? [code, other] : [other, code]
          var isNew = false
          let result = model.classify(codes, word: 0) { cell in
            if seen.insert(cell).inserted { isNew = true }
          }
          if isNew { witnesses.append(DeviceAnswer(codes: codes, got: result)) }
        }
        for column in cells where !seen.contains(table.cell(row, column)) {
          empty.insert(table.cell(row, column))
        }
      }
    }
  }
}
