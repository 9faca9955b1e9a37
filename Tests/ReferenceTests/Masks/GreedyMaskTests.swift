import Descriptors
import ExactArithmetic
import Reference
import Testing

@Suite("transposable masks by greedy rules")
struct GreedyMaskTests {
  @Test("pruning by ranks is pruning by a scan, ties, specials and cut-off tiles included")
  func twoDefinitions() {
    var numbers = Numbers(seed: 21)
    for (keep, of) in [(2, 4), (1, 4), (3, 4), (4, 8), (2, 8), (1, 2), (3, 7)] {
      for bound in [1, 2, 3, 1000] {
        for (rows, columns) in [(of, of), (of, of), (of - 1, of), (1, of), (of, (of + 1) / 2)] {
          let tile = numbers.matrixWithSpecials(rows: rows, columns: columns, below: bound)
          let plain = numbers.matrix(rows: rows, columns: columns, below: bound)
          for tile in [tile, plain] {
            // Fewer columns than are kept: nothing to prune.
            let ranks = PruneGreedy.unionOfRanks(ofTile: tile, pattern(keep, of))
            #expect(ranks == PruneGreedy.scan(ofTile: tile, pattern(keep, of)))
          }
        }
      }
    }
  }

  @Test("pruning by ranks prunes at most twice the least sum, and twice is met")
  func twice() {
    let tight: Matrix<Magnitude> = Matrix([[0, 1], [1, 1]])
    let mask = PruneGreedy.mask(of: tight, pattern(1, 2))
    #expect("\(mask)" == "00/01")
    #expect(pruned(tight, mask) == 2)
    #expect(pruned(tight, Transposable.optimal(tight, pattern(1, 2))) == 1)
    var numbers = Numbers(seed: 22)
    for (keep, of) in [(1, 2), (2, 4), (4, 8), (1, 3)] {
      for bound in [2, 3, 100] {
        for _ in 0..<30 {
          let tile = numbers.matrix(rows: of, columns: of, below: bound)
          let least = pruned(tile, Transposable.optimal(tile, pattern(keep, of)))
          let greedy = pruned(tile, PruneGreedy.mask(of: tile, pattern(keep, of)))
          #expect(greedy <= least + least)
        }
      }
    }
  }

  @Test("pruning while a count is at most, instead of below, the number to prune has no bound")
  func atMostInsteadOfBelow() {
    // The diagonal costs nothing; the other rule goes on and prunes everything.
    let tile: Matrix<Magnitude> = Matrix([[0, 1], [1, 0]])
    #expect(pruned(tile, PruneGreedy.mask(of: tile, pattern(1, 2))) == 0)
    var counts = (rows: [0, 0], columns: [0, 0])
    var sum = Rational.zero
    for (row, column) in [(0, 0), (1, 1), (0, 1), (1, 0)]
    where counts.rows[row] <= 1 || counts.columns[column] <= 1 {
      counts.rows[row] += 1
      counts.columns[column] += 1
      sum += tile[row, column].number ?? .zero
    }
    #expect(sum == 2)
  }

  @Test("pruning by ranks over-prunes: of 16 equal elements it keeps 4")
  func overPruning() {
    let ones = Matrix<Magnitude>(rows: 4, columns: 4, Array(repeating: 1, count: 16))
    #expect("\(PruneGreedy.mask(of: ones, pattern(2, 4)))" == "0000/0000/0011/0011")
  }

  @Test("keeping from the top keeps at least half, and comes as near to half as one likes")
  func half() {
    let b = 1000
    let (x, y) = (Magnitude(Rational(b + 1)), Magnitude(Rational(b)))
    let family: Matrix<Magnitude> = Matrix([
      [x, x, y, y], [x, x, y, y], [y, y, 0, 0], [y, y, 0, 0],
    ])
    let greedy = KeepGreedy.mask(of: family, pattern(2, 4))
    #expect("\(greedy)" == "1100/1100/0011/0011")
    #expect("\(greedy.keptSum(of: family))" == "4004")
    #expect("\(Transposable.optimum(ofTile: family, pattern(2, 4)).sum)" == "8000")
    let small: Matrix<Magnitude> = Matrix([[x, y], [y, 0]])
    #expect("\(KeepGreedy.mask(of: small, pattern(1, 2)).keptSum(of: small))" == "1001")
    #expect("\(Transposable.optimum(ofTile: small, pattern(1, 2)).sum)" == "2000")
  }

  @Test("keeping from the top can leave rows and columns incomplete, yet nothing can be added")
  func incomplete() {
    let tile: Matrix<Magnitude> = Matrix([
      [9, 8, 0, 0], [7, 6, 0, 0], [0, 0, 5, 1], [0, 0, 1, 5],
    ])
    #expect(KeepGreedy.mask(of: tile, pattern(2, 4)).keptCount == 8)
    let stuck: Matrix<Magnitude> = Matrix([[9, 8, 1], [7, 6, 1], [1, 1, 5]])
    let mask = KeepGreedy.mask(of: stuck, pattern(2, 3))
    #expect("\(mask)" == "110/110/001")
    #expect(throws: PatternViolation.self) {
      try PatternValidator.validateTransposable(mask, pattern(2, 3))
    }
  }

  @Test("the least pruned sum and the largest kept sum are parts of one whole")
  func complement() throws {
    var numbers = Numbers(seed: 23)
    for (keep, of) in [(2, 4), (1, 4), (3, 8), (4, 8)] {
      for bound in [2, 5, 1000] {
        let tile = numbers.matrix(rows: of, columns: of, below: bound)
        let keeping = Transposable.perturbed(Transposable.problem(ofTile: tile, pattern(keep, of)))
        let pruning = BMatching.Problem(
          weights: keeping.weights.map { -$0 },
          rowDegrees: Array(repeating: of - keep, count: of),
          columnDegrees: Array(repeating: of - keep, count: of))
        let kept = try BMatching(maximizing: keeping)
        let pruned = try BMatching(maximizing: pruning)
        #expect(kept.flaw == nil && pruned.flaw == nil)
        #expect(kept.weight - pruned.weight == keeping.weights.reduce(.zero, +))
        #expect(kept.chosen == pruned.chosen.map { !$0 })
      }
    }
  }

  @Test("rounding fractions: from the top down, then exchanges that gain")
  func rounding() {
    let weights: Matrix<Rational> = Matrix([[9, 8, 4], [7, 6, 4], [4, 4, 5]])
    let half = Matrix<Rational>(
      rows: 3, columns: 3, [9, 8, 4, 7, 6, 4, 4, 4, 5].map { Rational($0, over: 10) })
    let greedy = FractionalRounding.mask(
      fractions: half, weights: weights, pattern(2, 3), searches: false)
    #expect("\(greedy)" == "110/110/001")
    // Row 2 and column 2 lack one; 4 + 4 for 6 gains most, 4 + 4 for 7 less.
    let mask = FractionalRounding.mask(fractions: half, weights: weights, pattern(2, 3))
    #expect("\(mask)" == "110/101/011")
    // With nothing to gain the mask stays incomplete.
    let heavy: Matrix<Rational> = Matrix([[9, 9, 1], [9, 9, 1], [1, 1, 5]])
    let kept = FractionalRounding.mask(fractions: half, weights: heavy, pattern(2, 3))
    #expect("\(kept)" == "110/110/001")
    // The fractions decide, not the weights.
    let turned: Matrix<Rational> = Matrix([[0, 0, 1], [0, 1, 0], [1, 0, 0]])
    let one = FractionalRounding.mask(fractions: turned, weights: weights, pattern(1, 3))
    #expect("\(one)" == "001/010/100")
  }

  private func pruned(_ tile: Matrix<Magnitude>, _ mask: Mask) -> Rational {
    Mask(rows: mask.rows, columns: mask.columns, kept: mask.kept.map { !$0 })
      .keptSum(of: tile).finite
  }
}
