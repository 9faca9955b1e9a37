import ExactArithmetic

/// How far the sums of one layer are from the exact ones.
///
/// With `z` the exact sum, `q` the computed one and `e = q - z` over all images and outputs:
/// the relative error is `sqrt(sum e^2 / sum z^2)`, the largest one `max |e| / sqrt(mean z^2)`, the
/// bias `mean e / sqrt(mean z^2)`, the shrink `1 - sum q z / sum z^2`. A sum that is no number is
/// counted and left out. Each `e` is computed exactly and enters binary64 once; the sums are
/// binary64's, in the order of the images.
struct LayerDrift: Hashable {
  var relativeError = 0.0
  var largestError = 0.0
  var bias = 0.0
  var shrink = 0.0
  var notFinite = 0

  init(_ computed: [Float], exact: [Rational]) {
    var (squares, signal, cross, sum, largest, count) = (0.0, 0.0, 0.0, 0.0, 0.0, 0)
    for (q, z) in zip(computed, exact) {
      guard q.isFinite else {
        notFinite += 1
        continue
      }
      let value = z.approximateDouble
      let error = (Rational(exactly: q) - z).approximateDouble
      squares += error * error
      signal += value * value
      cross += error * value
      sum += error
      largest = max(largest, error.magnitude)
      count += 1
    }
    guard signal > 0 else { return }
    let size = (signal / Double(count)).squareRoot()
    relativeError = (squares / signal).squareRoot()
    largestError = largest / size
    bias = sum / Double(count) / size
    // q z = z^2 + e z
    shrink = -cross / signal
  }
}
