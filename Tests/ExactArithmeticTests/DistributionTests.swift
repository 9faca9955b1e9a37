import ExactArithmetic
import Testing

@Suite struct DistributionTests {
  /// A distribution over `0..<size` with drawn weights, some of them zero.
  static func drawn(_ size: Int, using random: inout SplitMix64) throws -> Distribution<Rational> {
    let weights = (0..<size).map { _ in Int(random.next() % 10) } + [1]
    let total = weights.reduce(0, +)
    let outcomes = (0...size).map { _ in Rational(Int(random.next() % 9) - 4, over: 3) }
    return try Distribution(
      zip(outcomes, weights).map { ($0, Rational($1, over: total)) })
  }

  static func die(_ sides: Int) -> Distribution<Rational> {
    .uniform(over: (1...sides).map { Rational($0) })
  }

  @Test func diceByHand() throws {
    let die = Self.die(6)
    #expect(die.mean == Rational(7, over: 2) && die.variance == Rational(35, over: 12))
    #expect(die.secondMoment == Rational(91, over: 6))
    let two = die.flatMap { first in die.map { first + $0 } }
    #expect(two.count == 11 && two.probability(of: 7) == Rational(1, over: 6))
    #expect(two.probability(of: 13).isZero)
    #expect(two.probability { $0 >= 11 } == Rational(1, over: 12))
    #expect(two.mean == 7 && two.variance == Rational(35, over: 6))
    let vectors = Distribution.independent([die, die])
    #expect(vectors.count == 36 && vectors.mean == [die.mean, die.mean])
    #expect(vectors.variance == two.variance && vectors.covariance(0, 1).isZero)
    #expect(vectors.map { $0[0] + $0[1] } == two)
    let mirrored = die.map { [$0, 7 - $0] }
    #expect(mirrored.covariance(0, 1) == -die.variance && mirrored.covariance(0, 0) == die.variance)
    #expect(mirrored.secondMoment == Rational(91, over: 3))
  }

  @Test func monadLaws() throws {
    var random = SplitMix64(state: 61)
    for size in 1...12 {
      let d = try Self.drawn(size, using: &random)
      let f = { (x: Rational) in Distribution.uniform(over: [x, x + 1, x * x]) }
      let g = { (x: Rational) in Distribution.uniform(over: [x, -x]) }
      #expect(Distribution.certain(Rational(2)).flatMap(f) == f(2))
      #expect(d.flatMap { .certain($0) } == d && d.map { $0 } == d)
      #expect(d.flatMap(f).flatMap(g) == d.flatMap { f($0).flatMap(g) })
      #expect(d.map { $0 * 2 }.map { $0 + 1 } == d.map { $0 * 2 + 1 })
      #expect(d.flatMap(f).entries.reduce(Rational.zero) { $0 + $1.probability } == .one)
    }
  }

  @Test func momentLaws() throws {
    var random = SplitMix64(state: 62)
    for size in 1...12 {
      let d = try Self.drawn(size, using: &random)
      let e = try Self.drawn(size, using: &random)
      let (a, b) = (Rational(-3, over: 7), Rational(5, over: 2))
      #expect(d.variance == d.secondMoment - d.mean * d.mean)
      #expect(d.map { a * $0 + b }.mean == a * d.mean + b)
      #expect(d.map { a * $0 + b }.variance == a * a * d.variance)
      let sum = d.flatMap { x in e.map { x + $0 } }
      #expect(sum.mean == d.mean + e.mean && sum.variance == d.variance + e.variance)
      let joint = Distribution.independent([d, e])
      #expect(joint.variance == joint.covariance(0, 0) + joint.covariance(1, 1))
      #expect(
        joint.variance
          == joint.secondMoment - joint.mean.reduce(into: Rational.zero) { $0 += $1 * $1 })
    }
  }

  @Test func equalOutcomesMergeInOrder() throws {
    let quarter = Rational(1, over: 4)
    let d = try Distribution([
      ("b", quarter), ("a", quarter), ("z", 0), ("b", Rational(1, over: 2)),
    ])
    #expect(d.entries.map(\.outcome) == ["b", "a"])
    #expect(d.entries.map(\.probability) == [Rational(3, over: 4), quarter])
    let reversed = try Distribution([("a", quarter), ("b", Rational(3, over: 4))])
    #expect(d == reversed && d != .certain("b") && d != .uniform(over: ["a", "b"]))
    #expect(
      Distribution.uniform(over: ["x", "y", "x"]).probability(of: "x") == Rational(2, over: 3))
  }

  @Test func refusesOtherWeights() {
    let half = Rational(1, over: 2)
    #expect(throws: DistributionError.sum(half)) { try Distribution([(0, half)]) }
    #expect(throws: DistributionError.sum(0)) { try Distribution([(Int, Rational)]()) }
    #expect(throws: DistributionError.negativeWeight(index: 1, weight: -half)) {
      try Distribution([(0, 1 + half), (1, -half)])
    }
    #expect(throws: DistributionError.sum(1 + .powerOfTwo(-900))) {
      try Distribution([(0, 1), (1, .powerOfTwo(-900))])
    }
    #expect(
      "\(DistributionError.sum(half))" == "the weights sum to 1/2; probabilities sum to exactly 1")
  }
}
