import Descriptors
import ExactArithmetic
import Reference

/// The reference's own conversions of the inputs that decide a ledger.
///
/// A deterministic rounding is monotone in each binade, except where integers wrap around. So when
/// the least and the greatest input of a cell's side become the cell's code, everything between
/// them does, and checking those two proves the device's results for all inputs of the side.
struct Certificate {
  private let evaluator: ScalarEvaluator

  /// Prepares the check of a conversion whose rounding takes no random words.
  init(_ operation: Operation) {
    evaluator = ScalarEvaluator(operation)
  }

  /// Converts the deciding inputs of every cell, NaNs excepted.
  ///
  /// - Returns: how many were converted.
  /// - Throws: `SurveyError.disagreement` at the first difference.
  func check(_ ledger: Ledger, tensor: String) throws(SurveyError) -> UInt64 {
    var checks: UInt64 = 0
    for (index, cell) in ledger.cells.enumerated() {
      let row = ledger.source.rows[Int(cell.key >> 16)]
      let code = UInt64(cell.key & 0xFFFF)
      for datum in inputs(of: cell, index, row, ledger) {
        let operand = evaluator.operands[0].encode(datum)
        let expected = evaluator(operand)
        guard expected == code else {
          throw .disagreement(
            tensor: tensor, conversion: evaluator.operation, operand: operand, device: code,
            reference: expected)
        }
        checks += 1
      }
    }
    return checks
  }

  private func inputs(
    of cell: Cell, _ index: Int, _ row: SourceFormat.Row, _ ledger: Ledger
  ) -> [Datum] {
    switch row.kind {
    case .nan: return []
    case .infinity: return [.infinity(negative: row.negative)]
    case .zero: return [row.negative ? .negativeZero : .finite(.zero)]
    case .number: break
    }
    var significands: Set<UInt64> = []
    for side in ledger.sides[2 * index...2 * index + 1] where side.count > 0 {
      significands.insert(side.least)
      significands.insert(side.greatest)
    }
    var data = significands.map { significand in
      let value = Rational(unsigned: significand, exponent: row.unit)
      return Datum.finite(row.negative ? -value : value)
    }
    let image = ledger.target.data[Int(cell.key & 0xFFFF)]
    if cell.equal > 0, image.number != nil { data.append(image) }
    return data
  }
}
