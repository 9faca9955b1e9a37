public import Descriptors
public import ExactArithmetic

/// How many masks a rule allows: mask diversity (Hubara et al., NeurIPS 2021), exact.
public enum MaskDiversity {
  /// The ways to choose `count` of `total`; 0 where there are none.
  public static func binomial(_ total: Int, _ count: Int) -> Rational {
    guard count >= 0, count <= total else { return .zero }
    return (0..<count).reduce(.one) { $0 * Rational(total - $1) / Rational($1 + 1) }
  }

  /// The masks of a tensor that keep so many of its elements, wherever they are.
  public static func unstructured(elements: Int, kept: Int) -> Rational {
    binomial(elements, kept)
  }

  /// The masks of one N:M block.
  public static func block(_ pattern: BlockPattern) -> Rational {
    binomial(pattern.of, pattern.keep)
  }

  /// The masks of one block whose pruned elements are adjacent; 1 where none is pruned.
  public static func sequentialBlock(_ pattern: BlockPattern) -> Rational {
    pattern.prune == 0 ? .one : Rational(pattern.keep + 1)
  }

  /// The transposable masks of one tile.
  ///
  /// Row by row; all that matters of the rows above is how many columns can take how many more
  /// elements. A row that puts `x_q` elements into the `h_q` columns with `q` places left can do so
  /// in `Π C(h_q, x_q)` ways.
  public static func transposableTile(_ pattern: BlockPattern) -> Rational {
    let keep = pattern.keep
    var start = [Int](repeating: 0, count: keep + 1)
    start[keep] = pattern.of
    var ways: [[Int]: Rational] = [start: .one]
    for _ in 0..<pattern.of {
      var next: [[Int]: Rational] = [:]
      for (columns, count) in ways {
        place(keep, columns, from: keep, columns, count) { next[$0, default: .zero] += $1 }
      }
      ways = next
    }
    var end = [Int](repeating: 0, count: keep + 1)
    end[0] = pattern.of
    return ways[end] ?? .zero
  }

  /// Chooses columns with `places` places left and fewer for the `count` elements of a row that are
  /// not placed yet.
  private static func place(
    _ count: Int, _ before: [Int], from places: Int, _ after: [Int], _ ways: Rational,
    _ found: ([Int], Rational) -> Void
  ) {
    if count == 0 { return found(after, ways) }
    guard places > 0 else { return }
    for chosen in 0...min(count, before[places]) {
      var columns = after
      columns[places] -= chosen
      columns[places - 1] += chosen
      place(
        count - chosen, before, from: places - 1, columns,
        ways * binomial(before[places], chosen), found)
    }
  }

  /// The formula printed for the transposable masks of one tile, `M! (M-1)! ... (M-N+1)!`, in terms
  /// of the `N` elements kept.
  ///
  /// It is too large for 2 and more: `Specs/pages/mask-diversity.md` says what it counts.
  public static func transposablePaperFormula(_ pattern: BlockPattern) -> Rational {
    (0..<pattern.keep).reduce(.one) { product, step in
      product * (1...pattern.of - step).reduce(.one) { $0 * Rational($1) }
    }
  }

  /// The masks of a tensor that is cut into parts with so many masks each.
  ///
  /// `nil` where the elements of the tensor are no multiple of those of a part.
  public static func tensor(
    elements: Int, partElements: Int, masksPerPart: Rational
  ) -> Rational? {
    guard partElements > 0, elements >= 0, elements.isMultiple(of: partElements) else {
      return nil
    }
    return power(masksPerPart, elements / partElements)
  }
}
