/// A rational number, exact and of any size.
///
/// Every value has one form, so `==` and hashing compare forms:
/// - zero is `0 * 2^0`;
/// - a dyadic number whose odd significand is below `2^63` in magnitude and whose exponent is within
///   `±exponentLimit` is that pair, held inline in 13 bytes and computed without allocation;
/// - every other number is numerator and denominator in lowest terms, held by GMP.
///
/// The inline form covers every code, scale and product of two codes of the formats in use; a third
/// or a sum over more than 63 bits takes GMP, about ten times slower.
///
/// Edge cases: division by zero is a programmer error and stops with a sentence; there is no
/// negative zero, infinity or NaN.
public struct Rational: Sendable {
  enum Form {
    /// `significand * 2^exponent`; the significand is odd, or both are zero.
    case dyadic(significand: Int64, exponent: Int32)
    /// A value that has no `dyadic` form.
    case general(BigRational)
  }

  var form: Form

  /// The largest magnitude of an exponent in the inline form.
  ///
  /// Far above the exponents of formats and their products (`2^17` or so), and low enough that a
  /// value just past it is an integer of two megabytes, which a test can still compare.
  package static let exponentLimit = 1 << 24

  init(form: Form) { self.form = form }

  // MARK: - Making one

  /// The number 0.
  public static let zero = Rational(form: .dyadic(significand: 0, exponent: 0))
  /// The number 1.
  public static let one = Rational(form: .dyadic(significand: 1, exponent: 0))

  /// The integer `value`.
  public init(_ value: Int) { self.init(Int64(value), exponent: 0) }

  /// `significand * 2^exponent`, for a significand of either parity.
  public init(_ significand: Int64, exponent: Int) {
    guard significand != 0 else {
      self = .zero
      return
    }
    let zeros = significand.trailingZeroBitCount
    self.init(odd: significand >> Int64(zeros), exponent: exponent, plus: zeros)
  }

  /// `unsigned * 2^exponent`.
  public init(unsigned: UInt64, exponent: Int) {
    self.init(negative: false, magnitude: unsigned, exponent: exponent)
  }

  /// `numerator / denominator` in lowest terms; a denominator of zero is a programmer error.
  public init(_ numerator: Int, over denominator: Int) {
    precondition(denominator != 0, "\(numerator)/0 is not a rational")
    let negative = (numerator < 0) != (denominator < 0)
    let twos = denominator.trailingZeroBitCount
    let odd = UInt64(denominator.magnitude) >> UInt64(twos)
    let (quotient, remainder) = UInt64(numerator.magnitude).quotientAndRemainder(dividingBy: odd)
    if remainder == 0 {
      self.init(negative: negative, magnitude: quotient, exponent: -twos)
    } else {
      let big = BigRational(
        negative: negative, numerator: UInt64(numerator.magnitude),
        denominator: UInt64(denominator.magnitude))
      self.init(form: .general(big))
    }
  }

  /// `2^e`, for an exponent of either sign.
  public static func powerOfTwo(_ e: Int) -> Rational { Rational(1, exponent: e) }

  /// `magnitude * 2^exponent`, negated where `negative`.
  init(negative: Bool, magnitude: UInt64, exponent: Int) {
    guard magnitude != 0 else {
      self = .zero
      return
    }
    let zeros = magnitude.trailingZeroBitCount
    let odd = magnitude >> UInt64(zeros)
    if odd <= UInt64(Int64.max) {
      let significand = Int64(truncatingIfNeeded: odd)
      self.init(odd: negative ? -significand : significand, exponent: exponent, plus: zeros)
    } else {
      checkExponent(exponent)
      let big = BigRational(negative: negative, magnitude: magnitude, exponent: exponent)
      self.init(form: .general(big))
    }
  }

  /// `significand * 2^(exponent + plus)` of an odd significand, where `plus` is small.
  @inline(__always)
  init(odd significand: Int64, exponent: Int, plus: Int = 0) {
    let sum = exponent &+ plus
    if UInt(bitPattern: sum &+ Self.exponentLimit) <= UInt(bitPattern: 2 * Self.exponentLimit) {
      self.init(form: .dyadic(significand: significand, exponent: Int32(truncatingIfNeeded: sum)))
    } else {
      self.init(spilling: significand, exponent: exponent, plus: plus)
    }
  }

  @inline(never)
  private init(spilling significand: Int64, exponent: Int, plus: Int) {
    checkExponent(exponent)
    self.init(form: .general(BigRational(significand, exponent: exponent + plus)))
  }

  // MARK: - Between the forms

  /// The value of a GMP rational, in the form it must have.
  package init(_ big: BigRational) {
    if let (magnitude, exponent) = big.oddMagnitudeAndExponent,
      exponent.magnitude <= UInt(Self.exponentLimit)
    {
      let significand = Int64(magnitude)
      self.init(
        form: .dyadic(
          significand: big.signum < 0 ? -significand : significand, exponent: Int32(exponent)))
    } else {
      self.init(form: .general(big))
    }
  }

  /// The same value as GMP keeps it.
  package var big: BigRational {
    switch form {
    case .dyadic(let significand, let exponent):
      BigRational(significand, exponent: Int(exponent))
    case .general(let big): big
    }
  }

  /// Whether the value is held inline.
  package var isInline: Bool {
    if case .dyadic = form { true } else { false }
  }
}

extension Rational: ExpressibleByIntegerLiteral {
  /// The integer as written in source code.
  public init(integerLiteral value: Int) { self.init(value) }
}
