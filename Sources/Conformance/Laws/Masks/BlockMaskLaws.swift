import Descriptors
import ExactArithmetic
import Harness
import Reference

/// Laws about masks that are made block by block.
enum BlockMaskLaws {
  static func magnitude(
    _ subject: MaskSubject, _ pattern: BlockPattern, _ axis: MaskRule.Axis
  ) -> [Property] {
    let (rows, columns) = oneBlock(pattern, axis)
    return counts(subject, pattern, axis)
      + subject.laws("largest-kept", rows: rows, columns: columns) { matrix, _ in
        order(subject.mask(matrix).kept, matrix.elements)
      } + MaskLaws.scaling(subject, rows: rows, columns: columns)
      + [independence(subject, pattern, axis)]
  }

  static func sequential(
    _ subject: MaskSubject, _ pattern: BlockPattern, _ axis: MaskRule.Axis
  ) -> [Property] {
    let (rows, columns) = oneBlock(pattern, axis)
    return counts(subject, pattern, axis)
      + subject.laws("adjacent", rows: rows, columns: columns) { matrix, _ in
        let mask = subject.mask(matrix)
        return .valid("adjacent pruned elements") { () throws(PatternViolation) in
          try PatternValidator.validateSequential(mask, pattern, along: axis)
        }
      }
      + subject.laws("greatest-of-the-best", rows: rows, columns: columns) { matrix, _ in
        let masks = (0...pattern.keep).map { start in
          Mask(
            rows: rows, columns: columns,
            kept: (0..<pattern.of).map { $0 < start || $0 >= start + pattern.prune })
        }
        let most = masks.map { $0.keptSum(of: matrix) }.max()
        let best = masks.filter { $0.keptSum(of: matrix) == most }.max()
        return .equal(expected: best, got: subject.mask(matrix)) { $0?.description ?? "" }
      } + MaskLaws.scaling(subject, rows: rows, columns: columns)
      + [independence(subject, pattern, axis)]
  }

  /// A kept element outranks every pruned one: by magnitude, of equals by its lower index.
  static func order(_ kept: [Bool], _ elements: [Magnitude]) -> CaseOutcome {
    for loser in elements.indices where !kept[loser] {
      for winner in elements.indices where kept[winner] {
        let outranks =
          elements[winner] == elements[loser]
          ? winner < loser : elements[winner] > elements[loser]
        if !outranks {
          return .fails(
            expected: "element \(loser) (\(elements[loser])) kept before element \(winner)",
            got: "element \(winner) (\(elements[winner])) kept in its place")
        }
      }
    }
    return .holds
  }

  /// Exactly N of every block are kept, by the validator's count, cut-off blocks included.
  private static func counts(
    _ subject: MaskSubject, _ pattern: BlockPattern, _ axis: MaskRule.Axis
  ) -> [Property] {
    let (rows, columns) = oneBlock(pattern, axis)
    let whole = subject.laws("count", rows: rows, columns: columns) { matrix, _ in
      valid(subject.mask(matrix), pattern, axis)
    }
    let most = 2 * pattern.of + 1
    let ragged = subject.law(
      "count-of-cut-off-blocks",
      .stated("1 to 3 lines of 1 to \(most), \(MatrixDrawing.domain(finite: false))")
    ) { choices in
      let (lines, length) = (choices.draw(in: 1...3), choices.draw(in: 1...most))
      let matrix = MatrixDrawing.wide(
        &choices, rows: axis == .rows ? lines : length,
        columns: axis == .rows ? length : lines, finite: false)
      choices.describe(MatrixDrawing.text(matrix))
      return valid(subject.mask(matrix), pattern, axis)
    }
    return whole + [ragged]
  }

  /// The mask of a matrix is that of its blocks, each masked alone.
  private static func independence(
    _ subject: MaskSubject, _ pattern: BlockPattern, _ axis: MaskRule.Axis
  ) -> Property {
    let (blockRows, blockColumns) = oneBlock(pattern, axis)
    return subject.law(
      "blocks-alone",
      .stated("2 x 2 blocks, \(MatrixDrawing.domain(finite: false))")
    ) { choices in
      let matrix = MatrixDrawing.wide(
        &choices, rows: 2 * blockRows, columns: 2 * blockColumns, finite: false)
      choices.describe(MatrixDrawing.text(matrix))
      return alone(subject, matrix, rows: blockRows, columns: blockColumns)
    }
  }

  /// Compares each part of the mask with the mask of the part.
  static func alone(
    _ subject: MaskSubject, _ matrix: Matrix<Magnitude>, rows: Int, columns: Int
  ) -> CaseOutcome {
    let whole = subject.mask(matrix)
    for top in stride(from: 0, to: matrix.rows, by: rows) {
      for left in stride(from: 0, to: matrix.columns, by: columns) {
        let (rows, columns) = (top..<top + rows, left..<left + columns)
        let part = subject.mask(matrix[rows: rows, columns: columns])
        let cut = whole[rows: rows, columns: columns]
        if part != cut {
          return .fails(
            expected: "\(part) at row \(top), column \(left), as of the part alone", got: "\(cut)")
        }
      }
    }
    return .holds
  }

  private static func oneBlock(
    _ pattern: BlockPattern, _ axis: MaskRule.Axis
  ) -> (rows: Int, columns: Int) {
    axis == .rows ? (1, pattern.of) : (pattern.of, 1)
  }

  private static func valid(
    _ mask: Mask, _ pattern: BlockPattern, _ axis: MaskRule.Axis
  ) -> CaseOutcome {
    .valid("\(pattern.keep) of every \(pattern.of)") { () throws(PatternViolation) in
      try PatternValidator.validate(mask, pattern, along: axis)
    }
  }
}

/// Laws about masks without blocks.
enum UnstructuredMaskLaws {
  static func top(_ subject: MaskSubject, _ count: Int) -> [Property] {
    let (rows, columns) = (2, max(2, (count + 2) / 2))
    return subject.laws("count", rows: rows, columns: columns) { matrix, _ in
      .equal(expected: min(count, matrix.elements.count), got: subject.mask(matrix).keptCount)
    }
      + subject.laws("largest-kept", rows: rows, columns: columns) { matrix, _ in
        BlockMaskLaws.order(subject.mask(matrix).kept, matrix.elements)
      } + MaskLaws.scaling(subject, rows: rows, columns: columns)
  }

  static func threshold(_ subject: MaskSubject, _ threshold: Magnitude) -> [Property] {
    subject.laws("kept-from-the-threshold-on", rows: 2, columns: 2) { matrix, choices in
      // One element at the threshold, and one of each side of it where there is one.
      var matrix = matrix
      let number = threshold.number ?? .zero
      let near = [number, number + .one, max(.zero, number - .one)]
      matrix[1, 1] = .finite(choices.draw(from: near))
      let expected = Mask(
        rows: 2, columns: 2,
        kept: matrix.elements.map { element in
          switch element {
          case .finite(let value): value >= number
          case .infinity, .nan: true
          }
        })
      return .equal(expected: expected, got: subject.mask(matrix))
    }
  }
}
