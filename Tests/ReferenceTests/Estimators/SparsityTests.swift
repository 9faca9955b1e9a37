import ExactArithmetic
import Reference
import Testing

@Suite("thresholds for a wanted sparsity")
struct SparsityTests {
  @Test("of given values, exactly")
  func exactly() throws {
    // 1 2 3 4, half of it: with t <= 3, 2 - 3/t = 2 has no solution; 3 - 6/t = 2 gives 6, too
    // large; 4 - 10/t = 2 gives 5.
    #expect(SparsityThreshold(sparsity: exact("1/2"), of: row("1 -2 3 4")) == .threshold(5))
    #expect(SparsityThreshold(sparsity: exact("1/4"), of: row("1 2 30 40")) == .threshold(3))
    #expect(SparsityThreshold(sparsity: 0, of: row("1 2 3 4")) == .threshold(0))
    #expect(SparsityThreshold(sparsity: 1, of: row("1 2 3 4")) == .unreachable)
    #expect(SparsityThreshold(sparsity: 1, of: row("0 0")) == .threshold(0))
    #expect(SparsityThreshold(sparsity: exact("1/2"), of: row("0 0")) == .alreadySparser(1))
    #expect(
      SparsityThreshold(sparsity: exact("1/4"), of: row("0 0 1 2")) == .alreadySparser(exact("1/2"))
    )
    #expect(SparsityThreshold(sparsity: exact("1/2"), of: row("0 0 1 2")) == .threshold(0))
    #expect(SparsityThreshold(sparsity: 2, of: row("1")) == .unreachable)
    // Any share below 1 is reached, however near.
    #expect(SparsityThreshold(sparsity: exact("999/1000"), of: row("1 1")) == .threshold(1000))
    var source = BlockSource(seed: 9)
    for number in 1...40 {
      let values = source.block(7)
      let wanted = Rational(number, over: 41)
      if case .threshold(let found) = SparsityThreshold(sparsity: wanted, of: values) {
        #expect(try StochasticPruning(threshold: found).sparsity(of: values) == wanted)
      }
    }
  }

  @Test("moments of one value")
  func moments() throws {
    let pruning = try StochasticPruning(threshold: 2)
    let law = pruning.distribution(of: exact("-1/2"))
    #expect(law == (try Distribution([(-2, exact("1/4")), (0, exact("3/4"))])))
    #expect(law.variance == exact("3/4") && pruning.variance(of: exact("-1/2")) == exact("3/4"))
    #expect(pruning.squaredCosine(of: row("1 2")) == exact("5/6"))
    #expect(throws: PruningError.negativeThreshold) { try StochasticPruning(threshold: -1) }
    // A third of the words and one more.
    #expect(
      try StochasticPruning(threshold: 3).bias(of: 1) == exact("2") * .powerOfTwo(-32))
  }

  /// Values of an independent numerical solution, to 4 digits.
  @Test(
    "of a lognormal law",
    arguments: [
      (1, "1/2", 8758, 949), (1, "9/10", 27919, 518), (2, "7/10", 21106, 999),
      (3, "8/10", 36392, 1000),
    ])
  func lognormal(_ row: (Int, String, Int, Int)) throws {
    let model = try #require(LognormalSparsity(sigma: Rational(row.0)))
    let found = try #require(model.logThreshold(sparsity: exact(row.1), precision: 20))
    #expect(found.width <= .powerOfTwo(-20))
    #expect((found.midpoint - Rational(row.2, over: 10_000)).magnitude < exact("1/10000"))
    let t = found.midpoint / Rational(row.0)
    let sparsity = model.sparsity(at: t, precision: 40)
    #expect((sparsity.midpoint - exact(row.1)).magnitude < .powerOfTwo(-18))
    let cosine = Enclosure.sqrt(model.squaredCosine(at: t, precision: 40), precision: 40)
    #expect((cosine.midpoint - Rational(row.3, over: 1000)).magnitude < exact("1/1000"))
    #expect(model.logThreshold(sparsity: 0, precision: 8) == nil)
    #expect(model.logThreshold(sparsity: 1, precision: 8) == nil)
    #expect(LognormalSparsity(sigma: 0) == nil)
  }
}
