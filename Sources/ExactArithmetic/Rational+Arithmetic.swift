extension Rational {
  /// The exact sum.
  public static func + (a: Rational, b: Rational) -> Rational {
    guard case .dyadic(let s, let e) = a.form, case .dyadic(let t, let f) = b.form else {
      return Rational(a.big + b.big)
    }
    return sum(s, e, t, f)
  }

  /// The exact difference.
  public static func - (a: Rational, b: Rational) -> Rational {
    guard case .dyadic(let s, let e) = a.form, case .dyadic(let t, let f) = b.form else {
      return Rational(a.big - b.big)
    }
    // A significand is odd or zero, never Int64.min, so it can be negated.
    return sum(s, e, 0 &- t, f)
  }

  /// The exact product.
  public static func * (a: Rational, b: Rational) -> Rational {
    guard case .dyadic(let s, let e) = a.form, case .dyadic(let t, let f) = b.form else {
      return Rational(a.big * b.big)
    }
    let (product, overflow) = s.multipliedReportingOverflow(by: t)
    if product == 0 && !overflow { return .zero }
    guard !overflow else { return spilledProduct(a, b) }
    // The product of odd numbers is odd.
    return Rational(odd: product, exponent: Int(e) + Int(f))
  }

  /// The exact quotient; a divisor of zero is a programmer error.
  public static func / (a: Rational, b: Rational) -> Rational {
    precondition(!b.isZero, "division of \(a) by zero")
    guard case .dyadic(let s, let e) = a.form, case .dyadic(let t, let f) = b.form else {
      return Rational(a.big / b.big)
    }
    if s == 0 { return .zero }
    let (quotient, remainder) = s.quotientAndRemainder(dividingBy: t)
    // Odd divides odd into odd.
    if remainder == 0 { return Rational(odd: quotient, exponent: Int(e) - Int(f)) }
    return Rational(a.big / b.big)
  }

  /// The negated value; zero stays zero.
  public static prefix func - (a: Rational) -> Rational {
    switch a.form {
    case .dyadic(let s, let e): Rational(form: .dyadic(significand: 0 &- s, exponent: e))
    case .general(let big): Rational(form: .general(-big))
    }
  }

  /// Adds exactly, in place.
  public static func += (a: inout Rational, b: Rational) { a = a + b }
  /// Subtracts exactly, in place.
  public static func -= (a: inout Rational, b: Rational) { a = a - b }
  /// Multiplies exactly, in place.
  public static func *= (a: inout Rational, b: Rational) { a = a * b }
  /// Divides exactly, in place; a divisor of zero is a programmer error.
  public static func /= (a: inout Rational, b: Rational) { a = a / b }

  /// `self * 2^e`, for an exponent of either sign.
  public func scaled(byPowerOfTwo e: Int) -> Rational {
    switch form {
    case .dyadic(let significand, let exponent):
      significand == 0 ? .zero : Rational(odd: significand, exponent: e, plus: Int(exponent))
    case .general(let big): Rational(big.scaled(byPowerOfTwo: e))
    }
  }

  /// The absolute value.
  public var magnitude: Rational { signum < 0 ? -self : self }

  @inline(__always)
  private static func sum(_ s: Int64, _ e: Int32, _ t: Int64, _ f: Int32) -> Rational {
    if e == f && s & t & 1 == 1 {
      // Odd and odd: the sum is even, and its half always fits.
      let half = (s >> 1) &+ (t >> 1) &+ 1
      if half == 0 { return .zero }
      let zeros = half.trailingZeroBitCount
      return Rational(odd: half &>> Int64(zeros), exponent: Int(e), plus: 1 + zeros)
    }
    return e > f ? aligned(s, e, t, f) : aligned(t, f, s, e)
  }

  /// The sum where `e > f`, or where one summand is zero.
  @inline(__always)
  private static func aligned(_ s: Int64, _ e: Int32, _ t: Int64, _ f: Int32) -> Rational {
    if s == 0 { return Rational(form: .dyadic(significand: t, exponent: f)) }
    if t == 0 { return Rational(form: .dyadic(significand: s, exponent: e)) }
    let distance = Int(e) &- Int(f)
    // Past 63 the shifted summand is at least 2^64 in magnitude and the other below 2^63.
    guard distance <= 63 else { return spilledSum(s, e, t, f) }
    // Even and odd: the sum is odd, so it is in lowest form when it fits.
    let wide = (Int128(s) &<< Int128(distance)) &+ Int128(t)
    let narrow = Int64(truncatingIfNeeded: wide)
    guard Int128(narrow) == wide else { return spilledSum(s, e, t, f) }
    return Rational(form: .dyadic(significand: narrow, exponent: f))
  }

  @inline(never)
  private static func spilledSum(_ s: Int64, _ e: Int32, _ t: Int64, _ f: Int32) -> Rational {
    Rational(
      form: .general(BigRational(s, exponent: Int(e)) + BigRational(t, exponent: Int(f))))
  }

  @inline(never)
  private static func spilledProduct(_ a: Rational, _ b: Rational) -> Rational {
    Rational(form: .general(a.big * b.big))
  }
}
