import Descriptors
import ExactArithmetic
import Harness
import Reference

/// Laws about transposable masks by greedy rules.
enum GreedyMaskLaws {
  static func prune(_ subject: MaskSubject, _ pattern: BlockPattern) -> [Property] {
    let side = pattern.of
    return subject.laws("at-most", rows: side, columns: side) { tile, _ in
      valid(subject.mask(tile), pattern)
    }
      + subject.laws("union-of-ranks", rows: side, columns: side) { tile, _ in
        .equal(expected: PruneGreedy.unionOfRanks(ofTile: tile, pattern), got: subject.mask(tile))
      }
      + subject.laws("scan", rows: side, columns: side) { tile, _ in
        .equal(expected: PruneGreedy.scan(ofTile: tile, pattern), got: subject.mask(tile))
      }
      + subject.laws("twice-the-least", rows: side, columns: side, finite: true) { tile, _ in
        let total = MagnitudeSum(tile.elements).finite
        let pruned = total - subject.mask(tile).keptSum(of: tile).finite
        let best = Transposable.optimum(ofTile: tile, pattern)
        guard best.certificate.flaw == nil else {
          return .undecided(reason: "the optimum is not certified")
        }
        let least = total - best.sum.finite
        return .when(
          pruned <= least + least, expected: "at most twice \(least) pruned", got: "\(pruned)")
      } + MaskLaws.scaling(subject, rows: side, columns: side)
  }

  static func keep(_ subject: MaskSubject, _ pattern: BlockPattern) -> [Property] {
    let side = pattern.of
    return subject.laws("at-most", rows: side, columns: side) { tile, _ in
      valid(subject.mask(tile), pattern)
    }
      + subject.laws("maximal", rows: side, columns: side) { tile, _ in
        maximal(subject.mask(tile), pattern)
      }
      + subject.laws("each-by-those-above", rows: side, columns: side) { tile, _ in
        byThoseAbove(subject.mask(tile), tile, pattern)
      }
      + subject.laws("half-the-most", rows: side, columns: side, finite: true) { tile, _ in
        let kept = subject.mask(tile).keptSum(of: tile).finite
        let best = Transposable.optimum(ofTile: tile, pattern)
        guard best.certificate.flaw == nil else {
          return .undecided(reason: "the optimum is not certified")
        }
        return .when(
          kept + kept >= best.sum.finite, expected: "at least half of \(best.sum) kept",
          got: "\(kept)")
      } + MaskLaws.scaling(subject, rows: side, columns: side)
  }

  /// No element can be added.
  private static func maximal(_ mask: Mask, _ pattern: BlockPattern) -> CaseOutcome {
    for row in 0..<mask.rows {
      for column in 0..<mask.columns where !mask[row, column] {
        let inRow = (0..<mask.columns).count { mask[row, $0] }
        let inColumn = (0..<mask.rows).count { mask[$0, column] }
        if inRow < pattern.keep, inColumn < pattern.keep {
          return .fails(
            expected: "a full row or column at each pruned element",
            got: "row \(row) keeps \(inRow), column \(column) \(inColumn)")
        }
      }
    }
    return .holds
  }

  /// An element is kept exactly when those kept above it fill neither its row nor its column.
  ///
  /// Only one mask satisfies this: from the top element down each is decided by those before.
  private static func byThoseAbove(
    _ mask: Mask, _ tile: Matrix<Magnitude>, _ pattern: BlockPattern
  ) -> CaseOutcome {
    for row in 0..<tile.rows {
      for column in 0..<tile.columns {
        let own = tile[row, column]
        let inRow = (0..<tile.columns).count { other in
          let isAbove = tile[row, other] == own ? other < column : tile[row, other] > own
          return isAbove && mask[row, other]
        }
        let inColumn = (0..<tile.rows).count { other in
          let isAbove = tile[other, column] == own ? other < row : tile[other, column] > own
          return isAbove && mask[other, column]
        }
        let expected = inRow < pattern.keep && inColumn < pattern.keep
        if expected != mask[row, column] {
          return .fails(
            expected: "element (\(row), \(column)) \(expected ? "kept" : "pruned")",
            got: "\(mask)")
        }
      }
    }
    return .holds
  }

  private static func valid(_ mask: Mask, _ pattern: BlockPattern) -> CaseOutcome {
    .valid("at most \(pattern.keep) in each row and column") { () throws(PatternViolation) in
      try PatternValidator.validateTransposable(mask, pattern, .atMost)
    }
  }
}
