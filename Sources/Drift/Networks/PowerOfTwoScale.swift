/// A power of two by which the values of a tensor are divided before they enter a format.
///
/// The rule is that of microscaling formats with the tensor for a block: with `m` the largest finite
/// magnitude, the exponent is `floor(log2 m) - target`, so that `m` lands in
/// `[2^target, 2^(target + 1))`. With `target` the exponent of the format's largest value nothing
/// reaches the next binade, yet what lies above the largest value saturates. A tensor without
/// magnitude above 0 has exponent 0.
struct PowerOfTwoScale: Hashable, Sendable {
  /// The exponent of the power of two.
  var exponent: Int

  /// No scale.
  static let one = PowerOfTwoScale(exponent: 0)

  init(exponent: Int) { self.exponent = exponent }

  /// The scale of a tensor.
  init(of values: some Sequence<Float>, target: Int) {
    let largest = values.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0
    // The exponent of a subnormal, too, is that of its leading bit.
    exponent = largest == 0 ? 0 : Int(largest.exponent) - target
  }

  /// The values divided by the scale; exact but where the quotient is a subnormal.
  func divide(_ values: some Sequence<Float>) -> [Float] {
    values.map { Self.product($0, exponent: -exponent) }
  }

  /// A value times `2^exponent`.
  static func product(_ value: Float, exponent: Int) -> Float {
    value.isFinite ? Float(sign: .plus, exponent: exponent, significand: value) : value
  }
}
