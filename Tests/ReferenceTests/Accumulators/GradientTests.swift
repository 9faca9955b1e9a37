import Descriptors
import ExactArithmetic
import Reference
import Testing

@Suite("derivatives through an accumulator")
struct AccumulatorGradientTests {
  static let zero = ExactLiteral(numerator: 0)

  func passes(
    _ estimator: AccumulatorGradient.Estimator, _ x: [Rational], _ w: [Rational],
    chunk: Int? = nil, outer: AccumulatorGradient.OuterMask = .ignore
  ) throws -> [Int] {
    let dot = try dot(fmaq(grid(2, 2, 2), grid(2, 2, 2), chunk: chunk), x.count)
    let gradient = try AccumulatorGradientEvaluator(
      AccumulatorGradient(estimator: estimator, outerMask: outer), of: dot)
    let derivative = try #require(gradient(codes(x + w)))
    for (index, pass) in derivative.passes.enumerated() {
      #expect(derivative.x[index] == (pass ? w[index] : 0))
      #expect(derivative.w[index] == (pass ? x[index] : 0))
    }
    return derivative.passes.map { $0 ? 1 : 0 }
  }

  // M2E2 with bias 2 reaches from 1/4 to 7/2.

  @Test("overflow at once, and for all before it")
  func overflow() throws {
    let x: [Rational] = [1, 3, -1, 1]
    let ones: [Rational] = [1, 1, 1, 1]
    #expect(try passes(.identity, x, ones) == [1, 1, 1, 1])
    #expect(try passes(.immediateOverflow, x, ones) == [1, 0, 1, 0])
    #expect(try passes(.recursiveOverflow, x, ones) == [0, 0, 0, 0])
    let early: [Rational] = [1, 3, -1, -1]
    #expect(try passes(.recursiveOverflow, early, ones) == [0, 0, 1, 1])
  }

  @Test("products that the sum ignores, at once and by a threshold")
  func difference() throws {
    let x: [Rational] = [2, Rational(1, over: 4), 0, Rational(1, over: 8), Rational(3, over: 4)]
    let ones: [Rational] = [1, 1, 1, 1, 1]
    // 2 + 1/4 stays 2, 2 + 3/4 becomes 5/2.
    #expect(try passes(.immediateDifference(threshold: Self.zero), x, ones) == [1, 0, 1, 0, 1])
    let most = ExactLiteral(numerator: 3, denominator: 4)
    #expect(try passes(.immediateDifference(threshold: most), x, ones) == [1, 0, 1, 0, 0])
  }

  @Test("outer steps: ignored, their own, or all later ones")
  func outer() throws {
    let x: [Rational] = [3, 1, -1]
    let ones: [Rational] = [1, 1, 1]
    #expect(try passes(.immediateOverflow, x, ones, chunk: 1) == [1, 1, 1])
    #expect(try passes(.immediateOverflow, x, ones, chunk: 1, outer: .immediate) == [1, 0, 1])
    #expect(try passes(.recursiveOverflow, x, ones, chunk: 1, outer: .recursive) == [0, 0, 1])
  }

  @Test("are refused where there is more than one chain")
  func refuse() throws {
    var accumulator = try fmaq(grid(2, 2, 2), grid(2, 2, 2))
    let identity = AccumulatorGradient(estimator: .identity)
    accumulator.order = .pairwise
    let halves = try dot(accumulator, 2)
    #expect(throws: AccumulatorGradientError.order) {
      try AccumulatorGradientEvaluator(identity, of: halves)
    }
    (accumulator.order, accumulator.adder) = (.sequential, .compensated)
    let kahan = try dot(accumulator, 2)
    #expect(throws: AccumulatorGradientError.adder) {
      try AccumulatorGradientEvaluator(identity, of: kahan)
    }
  }

  @Test("the bias of the sum")
  func bias() {
    #expect(
      [1, 2, 4, 5, 16, 17, 64].map { AccumulatorBias.sum(product: 12, chunk: $0) }
        == [12, 11, 11, 10, 10, 9, 9])
    #expect(AccumulatorBias.headroom(product: 12, sum: 10) == 4)
  }
}
