import ExactArithmetic
import Testing

@Suite("matchings with degrees")
struct BMatchingTests {
  private func problem(
    _ weights: [[Rational]], _ rows: [Int], _ columns: [Int],
    _ degrees: BMatching.Degrees = .exactly
  ) -> BMatching.Problem {
    BMatching.Problem(
      weights: weights.flatMap(\.self), rowDegrees: rows, columnDegrees: columns, degrees: degrees)
  }

  /// Every set, by its bits, that a problem allows, with its weight.
  private func allowed(_ problem: BMatching.Problem) -> [(set: [Bool], weight: Rational)] {
    let pairs = problem.weights.count
    return (0..<1 << pairs).reversed().compactMap { bits in
      let set = (0..<pairs).map { bits >> (pairs - 1 - $0) & 1 == 1 }
      func fits(_ count: Int, _ degree: Int) -> Bool {
        problem.degrees == .exactly ? count == degree : count <= degree
      }
      for row in 0..<problem.rows {
        let count = (0..<problem.columns).count { set[row * problem.columns + $0] }
        if !fits(count, problem.rowDegrees[row]) { return nil }
      }
      for column in 0..<problem.columns {
        let count = (0..<problem.rows).count { set[$0 * problem.columns + column] }
        if !fits(count, problem.columnDegrees[column]) { return nil }
      }
      let weight = zip(set, problem.weights).reduce(Rational.zero) { $1.0 ? $0 + $1.1 : $0 }
      return (set, weight)
    }
  }

  @Test("is the best of all sets, and the greatest of the best; weights of any sign and degrees")
  func bruteForce() throws {
    var state: UInt64 = 7
    func next(_ bound: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % bound)
    }
    var solved = 0
    for round in 0..<200 {
      let (rows, columns) = (1 + next(3), 1 + next(3))
      let problem = BMatching.Problem(
        weights: (0..<rows * columns).map { _ in Rational(next(7) - 3, over: 1 + next(3)) },
        rowDegrees: (0..<rows).map { _ in next(4) },
        columnDegrees: (0..<columns).map { _ in next(3) },
        degrees: round.isMultiple(of: 3) ? .exactly : .atMost)
      let sets = allowed(problem)
      guard let most = sets.map(\.weight).max() else {
        #expect(throws: BMatchingError.self) { try BMatching(maximizing: problem) }
        continue
      }
      let best = try BMatching(maximizing: problem)
      #expect(best.flaw == nil, "\(problem)")
      #expect(best.weight == most)
      let greatest = best.lexicographicallyGreatest
      #expect(greatest.flaw == nil)
      #expect(greatest.chosen == sets.first { $0.weight == most }?.set)
      solved += 1
    }
    #expect(solved > 120)
  }

  @Test("the check of a certificate names what is wrong")
  func flaws() throws {
    let square = problem([[3, 1], [1, 3]], [1, 1], [1, 1])
    let best = try BMatching(maximizing: square)
    #expect(best.chosen == [true, false, false, true])
    let (u, v) = (best.rowPotentials, best.columnPotentials)
    func flaw(_ set: [Bool], _ u: [Rational], _ v: [Rational]) -> BMatching.Flaw? {
      BMatching.flaw(of: set, rowPotentials: u, columnPotentials: v, in: square)
    }
    #expect(flaw(best.chosen, u, v) == nil)
    #expect(flaw([true], u, v) == .size)
    #expect(flaw([true, true, false, false], u, v) == .rowDegree(row: 0, count: 2))
    #expect(flaw([true, false, true, false], u, v) == .columnDegree(column: 0, count: 2))
    #expect(
      flaw([false, true, true, false], [3, 3], [0, 0]) == .chosenTooLight(row: 0, column: 1))
    #expect(flaw(best.chosen, [0, 0], [0, 0]) == .leftTooHeavy(row: 0, column: 1))
    let limits = problem([[3, -1], [-1, -2]], [1, 1], [1, 1], .atMost)
    let some = try BMatching(maximizing: limits)
    #expect(some.chosen == [true, false, false, false] && some.flaw == nil)
    func limited(_ u: [Rational], _ v: [Rational]) -> BMatching.Flaw? {
      BMatching.flaw(of: some.chosen, rowPotentials: u, columnPotentials: v, in: limits)
    }
    #expect(limited([3, 1], [0, 0]) == .rowPotential(row: 1))
    #expect(limited([-1, 0], [4, 0]) == .rowPotential(row: 0))
    #expect(limited([3, 0], [0, 1]) == .columnPotential(column: 1))
  }

  @Test("demands that no set meets are refused")
  func infeasible() {
    let unequal = problem([[1, 1]], [1], [1, 1])
    #expect(throws: BMatchingError.unbalanced(rows: 1, columns: 2)) {
      try BMatching(maximizing: unequal)
    }
    let tooMany = problem([[1, 1]], [3], [2, 1])
    #expect(throws: BMatchingError.infeasible(row: 0)) { try BMatching(maximizing: tooMany) }
  }
}
