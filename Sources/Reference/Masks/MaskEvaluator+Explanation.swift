import Descriptors
import ExactArithmetic

extension MaskEvaluator {
  /// Which elements of a matrix are kept, row by row, and why that is the most where one tile is all.
  public func explanation(of data: Matrix<Datum>) -> [Explanation.Step] {
    var steps: [Explanation.Step] = []
    let magnitudes = data.map { Magnitude($0) }
    let mask = mask(of: magnitudes)
    for row in 0..<data.rows {
      let values = (0..<data.columns).map { ExactText.short(data[row, $0]) }
      let kept = (0..<data.columns).map { mask[row, $0] ? "1" : "0" }.joined()
      steps.add("row \(row)", "\(kept)  of \(values.joined(separator: ", "))")
    }
    let pruned = Mask(rows: mask.rows, columns: mask.columns, kept: mask.kept.map { !$0 })
    steps.add("kept", "\(mask.keptCount), magnitudes sum to \(mask.keptSum(of: magnitudes))")
    steps.add(
      "pruned",
      "\(pruned.keptCount), magnitudes sum to \(pruned.keptSum(of: magnitudes))")
    if case .transposable(let pattern, let method) = rule, data.rows == pattern.of,
      data.columns == pattern.of
    {
      let best = Transposable.optimum(ofTile: magnitudes, pattern)
      if method == .optimal {
        steps.add(
          "potentials",
          "rows \(ExactText.list(best.certificate.rowPotentials)); columns "
            + ExactText.list(best.certificate.columnPotentials))
        steps.add(
          "proof",
          best.certificate.flaw.map { "fails: \($0)" }
            ?? "the potentials are a solution of the dual with the same value: no mask keeps more")
      } else {
        steps.add("optimum", "keeps \(best.sum), by \(best.mask)")
      }
    }
    return steps
  }
}
