import ExactArithmetic
import Reference
import Testing

@Suite struct DenseNetworkTests {
  /// 2-2-2: z1 = (x - y + 1, x + y), scores = (a1 - a2, a1 / 3 + 1/2).
  let network = DenseNetwork([
    DenseNetwork.Layer(weights: Matrix([[1, -1], [1, 1]]), biases: [1, 0]),
    DenseNetwork.Layer(
      weights: Matrix([[1, -1], [Rational(1, over: 3), 0]]), biases: [0, Rational(1, over: 2)]),
  ])

  @Test func layersByHand() {
    let sums = network.sums([2, 5])
    #expect(sums[0] == [-2, 7])
    #expect(sums[1] == [-7, Rational(1, over: 2)])
    #expect(network.prediction([2, 5]) == 1)
    #expect(network.sums([3, 0])[1] == [1, Rational(11, over: 6)])
  }

  @Test func theLastLayerIsNotRectified() {
    let last = DenseNetwork([DenseNetwork.Layer(weights: Matrix([[-1]]), biases: [-2])])
    #expect(last.sums([3]) == [[-5]])
  }

  @Test(arguments: [
    ([Rational(1), 1, 1], 0), ([0, 2, 2], 1), ([-3, -2, -1], 2), ([Rational(5)], 0),
  ])
  func theFirstOfTheLargestWins(scores: [Rational], index: Int) {
    #expect(DenseNetwork.prediction(scores: scores) == index)
  }
}
