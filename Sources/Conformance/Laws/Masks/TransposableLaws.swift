import Descriptors
import ExactArithmetic
import Harness
import Reference

/// Laws about transposable masks of largest sum.
enum TransposableLaws {
  static func all(_ subject: MaskSubject, _ pattern: BlockPattern) -> [Property] {
    let side = pattern.of
    let size = "\(side) x \(side)"
    var laws = subject.laws("row-and-column-sums", rows: side, columns: side) { tile, _ in
      let masks = [subject.mask(tile), subject.mask(tile.transposed)]
      return masks.reduce(.holds) { outcome, mask in
        outcome.and(valid(mask, pattern)).and(valid(mask.transposed, pattern))
      }
    }
    laws += subject.laws("certificate", rows: side, columns: side) { tile, _ in
      certified(subject.mask(tile), tile, pattern)
    }
    laws += subject.laws("greatest-of-the-best", rows: side, columns: side) { tile, _ in
      let problem = Transposable.perturbed(Transposable.problem(ofTile: tile, pattern))
      guard let unique = try? BMatching(maximizing: problem), unique.flaw == nil else {
        return .undecided(reason: "the perturbed problem has no certified optimum")
      }
      let expected = Mask(rows: side, columns: side, kept: unique.chosen)
      return .equal(expected: expected, got: subject.mask(tile))
    }
    if side <= 4 { laws += bruteForce(subject, pattern) }
    laws += subject.laws("transposed-sum", rows: side, columns: side) { tile, _ in
      .equal(
        expected: subject.mask(tile).keptSum(of: tile),
        got: subject.mask(tile.transposed).keptSum(of: tile.transposed))
    }
    laws += subject.laws("permuted-sum", rows: side, columns: side) { tile, choices in
      let rows = permutation(side, &choices)
      let columns = permutation(side, &choices)
      let permuted = Matrix(
        rows: side, columns: side,
        rows.flatMap { row in columns.map { tile[row, $0] } })
      return .equal(
        expected: subject.mask(tile).keptSum(of: tile),
        got: subject.mask(permuted).keptSum(of: permuted))
    }
    laws += subject.laws("row-shift", rows: side, columns: side, finite: true) { tile, choices in
      let (isRow, line) = (!choices.drawFlag(), choices.draw(below: side))
      let shift = Rational(choices.draw(in: 1...9), over: 2)
      var shifted = tile
      for other in 0..<side {
        let (row, column) = isRow ? (line, other) : (other, line)
        shifted[row, column] = .finite((tile[row, column].number ?? .zero) + shift)
      }
      return .equal(expected: subject.mask(tile), got: subject.mask(shifted))
    }
    laws += subject.laws("complement", rows: side, columns: side, finite: true) { tile, _ in
      complement(subject.mask(tile), tile, pattern)
    }
    laws += subject.laws("order-of-rules", rows: side, columns: side) { tile, _ in
      orderOfRules(subject.mask(tile), tile, pattern)
    }
    laws += MaskLaws.scaling(subject, rows: side, columns: side)
    laws.append(
      subject.law(
        "tiles-alone", .stated("2 x 2 tiles of \(size), \(MatrixDrawing.domain(finite: false))")
      ) { choices in
        let matrix = MatrixDrawing.wide(
          &choices, rows: 2 * side, columns: 2 * side, finite: false)
        choices.describe(MatrixDrawing.text(matrix))
        return BlockMaskLaws.alone(subject, matrix, rows: side, columns: side)
      })
    laws.append(cutOff(subject, pattern))
    return laws
  }

  /// The first of all masks with the largest sum.
  private static func bruteForce(
    _ subject: MaskSubject, _ pattern: BlockPattern
  ) -> [Property] {
    let masks = Lazily { TransposableBruteForce.masks(pattern) }
    return subject.laws("brute-force", rows: pattern.of, columns: pattern.of) { tile, _ in
      let best = TransposableBruteForce.best(of: masks.value, on: tile).mask
      return .equal(expected: best, got: subject.mask(tile))
    }
  }

  /// Potentials of the reference prove the mask's sum the largest; they fit every optimal mask.
  private static func certified(
    _ mask: Mask, _ tile: Matrix<Magnitude>, _ pattern: BlockPattern
  ) -> CaseOutcome {
    let certificate = Transposable.optimum(ofTile: tile, pattern).certificate
    let flaw = BMatching.flaw(
      of: mask.kept, rowPotentials: certificate.rowPotentials,
      columnPotentials: certificate.columnPotentials, in: certificate.problem)
    return .when(flaw == nil, expected: "a certified mask", got: flaw.map { "\($0)" } ?? "")
  }

  /// What the cheapest flow prunes and what the mask keeps are together the whole tile.
  private static func complement(
    _ mask: Mask, _ tile: Matrix<Magnitude>, _ pattern: BlockPattern
  ) -> CaseOutcome {
    let weights = tile.elements.map { $0.number ?? .zero }
    let degrees = Array(repeating: pattern.prune, count: pattern.of)
    let problem = BMatching.Problem(
      weights: weights.map { -$0 }, rowDegrees: degrees, columnDegrees: degrees)
    guard let pruning = try? BMatching(maximizing: problem), pruning.flaw == nil else {
      return .undecided(reason: "the flow that prunes has no certified optimum")
    }
    let total = weights.reduce(.zero, +)
    return .equal(expected: total + pruning.weight, got: mask.keptSum(of: tile).finite)
  }

  /// Every further demand costs: transposable keeps at most what rows alone keep, rows at most what
  /// as many elements anywhere do.
  private static func orderOfRules(
    _ mask: Mask, _ tile: Matrix<Magnitude>, _ pattern: BlockPattern
  ) -> CaseOutcome {
    let sum = mask.keptSum(of: tile)
    let lines = [tile, tile.transposed].map {
      MagnitudeMask.blocks(of: $0, pattern).keptSum(of: $0)
    }
    let free = MagnitudeMask.top(pattern.keep * pattern.of, of: tile).keptSum(of: tile)
    return .when(
      lines.allSatisfy { sum <= $0 && $0 <= free },
      expected: "at most \(lines.map { "\($0)" }), these at most \(free)", got: "\(sum)")
  }

  /// Tiles that the edge cuts off: at most N per line, and the first of the best such masks.
  private static func cutOff(_ subject: MaskSubject, _ pattern: BlockPattern) -> Property {
    let most = min(pattern.of - 1, 6)
    return subject.law(
      "cut-off-tiles",
      .stated("tiles of 1 to \(most) rows and columns, \(MatrixDrawing.domain(finite: false))")
    ) { choices in
      try choices.require(most >= 1)
      let (rows, columns) = (choices.draw(in: 1...most), choices.draw(in: 1...most))
      let tile = MatrixDrawing.wide(&choices, rows: rows, columns: columns, finite: false)
      choices.describe(MatrixDrawing.text(tile))
      let mask = subject.mask(tile)
      let problem = Transposable.perturbed(Transposable.problem(ofTile: tile, pattern))
      guard let unique = try? BMatching(maximizing: problem), unique.flaw == nil else {
        return .undecided(reason: "the perturbed problem has no certified optimum")
      }
      let expected = Mask(rows: rows, columns: columns, kept: unique.chosen)
      return valid(mask, pattern).and(.equal(expected: expected, got: mask))
    }
  }

  private static func valid(_ mask: Mask, _ pattern: BlockPattern) -> CaseOutcome {
    .valid("\(pattern.keep) in each row and column") { () throws(PatternViolation) in
      try PatternValidator.validateTransposable(mask, pattern)
    }
  }

  private static func permutation(_ count: Int, _ choices: inout Choices) -> [Int] {
    var places = Array(0..<count)
    for index in 0..<count - 1 { places.swapAt(index, index + choices.draw(below: count - index)) }
    return places
  }
}
