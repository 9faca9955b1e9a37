package import ExactArithmetic

/// The inputs of one row that became one code: how many, and exact sums over them.
///
/// The image `q` is the same for all of them. So is the sign of the error for all inputs of one
/// side, and sums of `|x - q|`, of its square and of its quotient by `|x|` follow from sums of
/// `x`, of `x^2` and of `1/x`.
struct Cell: Sendable {
  /// The row in the high 16 bits, the code in the low ones.
  let key: UInt32
  /// Inputs with significands up to this one lie nearer to zero than the image.
  let lastInside: UInt64
  /// Inputs with significands above this one lie farther from zero than the image.
  let lastWithin: UInt64
  /// Inputs with significands above this one lie outside the target's finite range.
  let lastInRange: UInt64
  /// The inputs that equal their image; where one of the two is no number, all inputs.
  var equal: UInt64 = 0
  /// The inputs outside the target's finite range.
  var outOfRange: UInt64 = 0

  init(
    key: UInt32, row: SourceFormat.Row, image: Rational?, smallest: Rational, largest: Rational
  ) {
    self.key = key
    guard row.kind == .number, let image else {
      (lastInside, lastWithin, lastInRange) = (0, .max, .max)
      return
    }
    // Seen from the input's side of zero, in units of its last place.
    func seen(_ value: Rational) -> Rational {
      (row.negative ? -value : value).scaled(byPowerOfTwo: -row.unit)
    }
    let place = seen(image)
    lastInside = Self.clamped(place.ceiling - .one)
    lastWithin = Self.clamped(place.floor)
    lastInRange = Self.clamped(seen(row.negative ? smallest : largest).floor)
  }

  private static func clamped(_ value: Rational) -> UInt64 {
    value.signum <= 0 ? 0 : value.asUInt64 ?? .max
  }
}

/// The inputs of a cell on one side of the image.
package struct CellSide: Sendable {
  /// The number of inputs.
  package private(set) var count: UInt64 = 0
  /// The least and the greatest significand.
  private(set) var least: UInt64 = .max
  private(set) var greatest: UInt64 = 0
  /// The sum of the significands.
  private(set) var sum: UInt128 = 0
  /// The sum of their squares, modulo `2^128`, and how often that went over.
  private var squares: UInt128 = 0
  private var carries: UInt64 = 0
  /// The sum of the truncated reciprocals.
  private(set) var reciprocals: UInt128 = 0

  /// No inputs.
  package init() {}

  /// The sum of the significands' squares.
  package var sumOfSquares: Rational {
    Rational(squares, exponent: 0) + Rational(unsigned: carries, exponent: 128)
  }

  /// Adds an input.
  @inline(__always)
  package mutating func add(_ significand: UInt64, reciprocal: UInt64) {
    count &+= 1
    if significand < least { least = significand }
    if significand > greatest { greatest = significand }
    sum &+= UInt128(truncatingIfNeeded: significand)
    let square = significand.multipliedFullWidth(by: significand)
    let wide = UInt128(truncatingIfNeeded: square.high) << 64 | UInt128(square.low)
    let (total, over) = squares.addingReportingOverflow(wide)
    squares = total
    carries &+= over ? 1 : 0
    reciprocals &+= UInt128(truncatingIfNeeded: reciprocal)
  }

  /// Adds all inputs of another side.
  package mutating func add(_ other: CellSide) {
    count += other.count
    least = min(least, other.least)
    greatest = max(greatest, other.greatest)
    sum += other.sum
    let (total, over) = squares.addingReportingOverflow(other.squares)
    squares = total
    carries += other.carries + (over ? 1 : 0)
    reciprocals += other.reciprocals
  }
}

extension Rational {
  /// `wide * 2^exponent`.
  init(_ wide: UInt128, exponent: Int) {
    self =
      Rational(unsigned: UInt64(truncatingIfNeeded: wide), exponent: exponent)
      + Rational(unsigned: UInt64(truncatingIfNeeded: wide >> 64), exponent: exponent + 64)
  }
}
