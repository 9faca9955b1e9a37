import Descriptors
import ExactArithmetic
import Reference
import Testing

@Suite("estimates of estimates, and products")
struct CompositionTests {
  @Test("a product is unbiased and its error is the trace formula")
  func product() throws {
    var source = BlockSource(seed: 11)
    for _ in 0..<10 {
      let (first, second) = (source.block(4), source.block(4))
      let x = (0..<8).map { _ in source.block(2) }
      let laws = try [first, second].map { try estimator("2:4").distribution(of: $0) }
      let truth = Composition.product(first + second, x)
      let whole = Distribution.independent(laws).map { $0.flatMap(\.self) }
      let listed = Composition.product(whole, x)
      let moments = Composition.moments(of: laws, times: x)
      #expect(listed.mean == truth && moments.mean == truth)
      #expect(listed.variance == moments.variance)
      #expect(Covariance(whole).productVariance(x) == moments.variance)
    }
  }

  @Test("white operands do not tell the designs apart, correlated ones do")
  func correlated() throws {
    let block = row("1 2 3 4")
    let designs = [BlockPruning.Design.systematic, .pairTable, .successive]
    let laws = try designs.map { Covariance(try estimator("2:4", $0).distribution(of: block)) }
    let white = (0..<4).map { i in (0..<4).map { i == $0 ? Rational.one : .zero } }
    #expect(laws[0].productVariance(white) == 20 && laws[1].productVariance(white) == 20)
    #expect(laws[2].productVariance(white) > 20)
    // All operands alike: the sum of the magnitudes never varies where all is positive.
    let alike = (0..<4).map { _ in [Rational.one] }
    #expect(laws[0].productVariance(alike) == 0 && laws[1].productVariance(alike) == 0)
    #expect(laws[2].productVariance(alike) > 0)
    // Operands alike in pairs: 12 and 34 are one number each.
    let pairs = [row("1 0"), row("1 0"), row("0 1"), row("0 1")]
    #expect(laws[0].productVariance(pairs) == 12)
    #expect(laws[1].productVariance(pairs) == 12)
    let crossed = [row("1 0"), row("0 1"), row("1 0"), row("0 1")]
    #expect(laws[0].productVariance(crossed) == 28)
    #expect(laws[1].productVariance(crossed) == 13)
  }

  @Test("pruned, then rounded stochastically, with words of its own")
  func then() throws {
    let target = try format("float8_e4m3fn")
    let dialect = Dialect(rounding: .stochastic(bits: 4, variant: .c))
    let rounding = StochasticRoundingEstimator(target, dialect: dialect)
    // The scale 17 lies half-way between 16 and 18.
    let block = row("16 1")
    let law = try estimator("1:2").distribution(of: block)
    let both = Composition.then(law) { rounding.distribution(of: $0) ?? .certain($0) }
    #expect(both.mean == block)
    #expect(both.variance == law.variance + 1)
    let shared = try estimator("1:2").distribution(of: block, roundedInto: target, dialect: dialect)
    #expect(shared == both)
    let nearest = Dialect()
    #expect(
      try estimator("1:2").bias(of: block, roundedInto: target, dialect: nearest)
        == row("-16/17 -1/17"))
  }

  @Test("rounding as an estimator: the words and the bias of each variant")
  func rounding() throws {
    let target = try format("float8_e5m2")
    for variant in StochasticVariant.allCases {
      for bits in 1...5 {
        let rounding = StochasticRoundingEstimator(
          target, dialect: Dialect(rounding: .stochastic(bits: bits, variant: variant)))
        for j in 0...64 {
          let x = Rational(256 + j)
          let words = (0..<UInt32(1) << UInt32(bits)).map { rounding.code(of: x, word: $0) }
          #expect(rounding.codes(of: x) == .uniform(over: words))
        }
      }
    }
    // f = 1/64 in 32 bits is a multiple of the word's unit, 1/3 is not.
    let wide = StochasticRoundingEstimator(
      target, dialect: Dialect(rounding: .stochastic(bits: 32, variant: .a)))
    #expect(wide.bias(of: 257) == 0)
    #expect(wide.bias(of: exact("256") + 64 / 3) == -64 / 3 * .powerOfTwo(-32))
    #expect(wide.bias(of: 100_000) == nil)
    // One word for all elements: the codes move together.
    let coarse = StochasticRoundingEstimator(
      target, dialect: Dialect(rounding: .stochastic(bits: 1, variant: .c)))
    #expect(coarse.codes(of: [Rational(288), Rational(-288), Rational(256)]).count == 2)
  }
}
