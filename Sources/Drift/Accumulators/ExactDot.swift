import ExactArithmetic

/// A sum of products of binary32 numbers without rounding, and the sum of their magnitudes.
///
/// A product has at most 48 significant bits and is exact in binary64, whose exponents it cannot
/// leave. Products that are multiples of `2^-96` below `2^16` are summed as integers of 128 bits, all
/// others as rationals.
struct ExactDot {
  private var sum: Int128 = 0
  private var magnitudes: Int128 = 0
  private var otherSum = Rational.zero
  private var otherMagnitudes = Rational.zero

  private static let unit = -96

  /// The sum.
  var value: Rational { otherSum + Rational(sum, exponent: Self.unit) }

  /// The sum of the magnitudes.
  var absolute: Rational { otherMagnitudes + Rational(magnitudes, exponent: Self.unit) }

  /// Adds products `x[i] w[i]` of finite numbers.
  ///
  /// - Precondition: fewer than `2^15` products.
  init(_ x: some Collection<Float>, _ w: some Collection<Float>) {
    precondition(x.count == w.count && x.count < 1 << 15)
    for (x, w) in zip(x, w) {
      let product = Double(x) * Double(w)
      if product == 0 { continue }
      let bits = product.magnitude.bitPattern
      let exponent = Int(bits >> 52) - 1075
      let significand = bits & 0xF_FFFF_FFFF_FFFF | 0x10_0000_0000_0000
      let zeros = significand.trailingZeroBitCount
      if exponent + zeros >= Self.unit, exponent + 53 <= 16 {
        let shift = exponent - Self.unit
        let term =
          shift >= 0 ? Int128(significand) << Int128(shift) : Int128(significand) >> Int128(-shift)
        magnitudes += term
        sum += product < 0 ? -term : term
      } else {
        let term = Rational(unsigned: significand, exponent: exponent)
        otherMagnitudes += term
        otherSum += product < 0 ? -term : term
      }
    }
  }
}

extension Rational {
  /// `wide * 2^exponent`.
  init(_ wide: Int128, exponent: Int) {
    let magnitude = Rational(wide.magnitude, exponent: exponent)
    self = wide < 0 ? -magnitude : magnitude
  }
}
