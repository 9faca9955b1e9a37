extension Rational {
  /// -1, 0 or 1.
  public var signum: Int {
    switch form {
    case .dyadic(let significand, _): Int(significand.signum())
    case .general(let big): big.signum
    }
  }

  /// Whether the value is zero.
  public var isZero: Bool {
    // Zero has no other form.
    if case .dyadic(0, _) = form { true } else { false }
  }

  /// Whether the denominator is one.
  public var isInteger: Bool {
    switch form {
    case .dyadic(_, let exponent): exponent >= 0
    case .general(let big): big.isInteger
    }
  }

  /// Whether the value is an integer that two does not divide.
  public var isOddInteger: Bool {
    switch form {
    case .dyadic(let significand, let exponent): exponent == 0 && significand != 0
    case .general(let big): big.isOddInteger
    }
  }

  /// Whether the denominator is a power of two.
  public var isDyadic: Bool {
    switch form {
    case .dyadic: true
    case .general(let big): big.isDyadic
    }
  }

  /// The largest `k` with `2^k <= |self|`, from bit lengths; zero is a programmer error.
  public var floorLog2: Int {
    switch form {
    case .dyadic(let significand, let exponent):
      precondition(significand != 0, "zero has no binary logarithm")
      return Int(exponent) + 63 - significand.magnitude.leadingZeroBitCount
    case .general(let big): return big.floorLog2
    }
  }

  /// The largest integer that is not above `self`.
  public var floor: Rational {
    switch form {
    case .dyadic(let significand, let exponent):
      // `>>` by more than the width leaves 0 or -1, as a floor should.
      exponent >= 0 ? self : Rational(significand >> -Int(exponent), exponent: 0)
    case .general(let big): Rational(big.floor)
    }
  }

  /// The smallest integer that is not below `self`.
  public var ceiling: Rational { -((-self).floor) }

  /// The largest multiple of `2^exponent` that is not above `self`.
  public func roundedDown(toMultipleOfPowerOfTwo exponent: Int) -> Rational {
    switch form {
    case .dyadic(let significand, let own):
      // `>>` by more than the width leaves 0 or -1, as a floor should.
      own >= exponent
        ? self : Rational(significand >> (exponent - Int(own)), exponent: exponent)
    case .general(let big): Rational(big.roundedDown(toMultipleOfPowerOfTwo: exponent))
    }
  }

  /// The smallest multiple of `2^exponent` that is not below `self`.
  public func roundedUp(toMultipleOfPowerOfTwo exponent: Int) -> Rational {
    -((-self).roundedDown(toMultipleOfPowerOfTwo: exponent))
  }

  /// The nearest integer, of two equally near ones the even one.
  public var roundedToEven: Rational {
    let shifted = self + Rational(1, exponent: -1)
    let floor = shifted.floor
    return floor == shifted && floor.isOddInteger ? floor - .one : floor
  }

  /// `n` of `n/d` in lowest terms; it carries the sign.
  public var numerator: Rational {
    switch form {
    case .dyadic(let significand, let exponent):
      exponent >= 0 ? self : Rational(form: .dyadic(significand: significand, exponent: 0))
    case .general(let big): Rational(big.numerator)
    }
  }

  /// `d` of `n/d` in lowest terms, at least one.
  public var denominator: Rational {
    switch form {
    case .dyadic(_, let exponent): exponent >= 0 ? .one : .powerOfTwo(-Int(exponent))
    case .general(let big): Rational(big.denominator)
    }
  }

  /// The value as an `Int64`, or `nil` where it is not one.
  public var asInt64: Int64? {
    guard let magnitude = integerMagnitude else { return nil }
    if signum < 0 {
      return magnitude <= Int64.min.magnitude ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
    }
    return Int64(exactly: magnitude)
  }

  /// The value as a `UInt64`, or `nil` where it is not one.
  public var asUInt64: UInt64? { signum < 0 ? nil : integerMagnitude }

  /// The magnitude of an integer below `2^64`.
  private var integerMagnitude: UInt64? {
    switch form {
    case .dyadic(let significand, let exponent):
      guard exponent >= 0, exponent <= significand.magnitude.leadingZeroBitCount else { return nil }
      return significand.magnitude << UInt64(exponent)
    case .general(let big): return big.asUInt64Magnitude
    }
  }

  /// The floor of the square root; anything but a nonnegative integer is a programmer error.
  public func integerSquareRoot() -> Rational { Rational(big.integerSquareRoot) }
}
