import Measuring

/// The ratio of two means, estimated from pairs.
struct RatioEstimate {
  private var count = 0.0
  private var sum = (x: 0.0, y: 0.0)
  private var products = (xx: 0.0, xy: 0.0, yy: 0.0)

  /// Adds a pair: `x` of the numerator, `y` of the denominator.
  mutating func add(_ x: Double, _ y: Double) {
    count += 1
    sum.x += x
    sum.y += y
    products.xx += x * x
    products.xy += x * y
    products.yy += y * y
  }

  /// The ratio of the sums.
  var ratio: Double { sum.x / sum.y }

  /// Three standard errors of the ratio, by the delta method.
  var bound: Double {
    let squares = products.xx - 2 * ratio * products.xy + ratio * ratio * products.yy
    return 3 * max(0, squares).squareRoot() / sum.y
  }

  /// The ratio and its bound.
  var text: String { "\(ratio.figure) ± \(bound.figure)" }
}
