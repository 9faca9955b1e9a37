public import Descriptors
public import ExactArithmetic

/// A second definition of rounding for float layouts of any width, used only to check the first.
///
/// It follows RoundToPrecision of IEEE P3109 v4.0 to the letter: the exponent comes
/// from the value, the value is divided by the quantum `2^Q`, and the quotient is split into an
/// integer and a fraction `nu`. No code is ever decoded. The exponent range is unbounded above.
public struct Quantum: Sendable {
  /// The layout whose grid is meant.
  public let layout: FloatLayout

  /// Creates the rounding of a layout with gradual underflow or without zero.
  public init(_ layout: FloatLayout) {
    self.layout = layout
  }

  /// The quantum's exponent `Q` for a non-zero value: that of one unit in the last place.
  public func exponent(of x: Rational) -> Int {
    let smallest = layout.subnormals == .gradual ? 1 - layout.bias : -layout.bias
    return max(x.floorLog2, smallest) - layout.trailingBits
  }

  /// The value rounded to the grid, before any range is looked at.
  ///
  /// - Parameter word: the random word of a stochastic rule.
  public func round(
    _ x: Rational, _ rule: RoundingRule, tieParity: Dialect.TieParity = .code, word: UInt32 = 0
  ) -> Rational {
    if x.isZero { return x }
    let q = exponent(of: x)
    let quotient = x.magnitude.scaled(byPowerOfTwo: -q)
    let whole = quotient.floor
    let nu = quotient - whole
    let half = Rational(1, exponent: -1)
    let away: Bool
    switch rule {
    case .toNearestOrEven:
      away = nu > half || (nu == half && !isEven(whole, q, tieParity))
    case .toNearestOrAway: away = nu >= half
    case .toNearestOrZero: away = nu > half
    case .towardZero: away = false
    case .up: away = x.signum > 0 && !nu.isZero
    case .down: away = x.signum < 0 && !nu.isZero
    case .toOdd: away = !nu.isZero && isEven(whole, q, .code)
    case .stochastic(let bits, let variant):
      let r = Rational(Int(word & (UInt32.max >> UInt32(32 - bits))))
      let scaled = nu.scaled(byPowerOfTwo: bits)
      let limit = Rational.powerOfTwo(bits)
      switch variant {
      case .a: away = scaled.floor + r >= limit
      case .b:
        let doubled = scaled.scaled(byPowerOfTwo: 1).floor
        away = doubled + r + r + .one >= limit + limit
      case .c: away = nearestEven(scaled) + r >= limit
      }
    }
    let rounded = (away ? whole + .one : whole).scaled(byPowerOfTwo: q)
    return x.signum < 0 ? -rounded : rounded
  }

  /// Whether the rounded-down integer's code is even.
  ///
  /// At precision 1 the code's parity is that of the exponent field (P3109 v4.0, CodeIsEven).
  private func isEven(_ whole: Rational, _ q: Int, _ parity: Dialect.TieParity) -> Bool {
    if layout.trailingBits > 0 || whole.isZero || parity == .significand {
      return !whole.isOddInteger
    }
    // A layout with gradual underflow starts its exponent field at 1 for the smallest normal.
    return (q + layout.bias) % 2 == 0
  }

  private func nearestEven(_ x: Rational) -> Rational {
    let floor = x.floor
    let fraction = x - floor
    let half = Rational(1, exponent: -1)
    return fraction > half || (fraction == half && floor.isOddInteger) ? floor + .one : floor
  }
}
