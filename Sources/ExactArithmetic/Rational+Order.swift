extension Rational: Comparable {
  /// Whether the values are the same number; their forms then are the same too.
  public static func == (a: Rational, b: Rational) -> Bool {
    switch (a.form, b.form) {
    case (.dyadic(let s, let e), .dyadic(let t, let f)): s == t && e == f
    case (.general(let x), .general(let y)): x == y
    // Forms are canonical: one value never has both.
    default: false
    }
  }

  /// Whether `a` is the smaller number.
  public static func < (a: Rational, b: Rational) -> Bool {
    guard case .dyadic(let s, let e) = a.form, case .dyadic(let t, let f) = b.form else {
      return a.big < b.big
    }
    if e == f { return s < t }
    if s.signum() != t.signum() { return s < t }
    let smaller = isMagnitudeSmaller(s.magnitude, Int(e), t.magnitude, Int(f))
    // Same sign, not both zero, and unequal because the exponents differ.
    return s > 0 ? smaller : !smaller
  }

  /// Whether `m * 2^e < n * 2^f` for magnitudes other than zero.
  @inline(__always)
  private static func isMagnitudeSmaller(_ m: UInt64, _ e: Int, _ n: UInt64, _ f: Int) -> Bool {
    let top = e &- m.leadingZeroBitCount
    let otherTop = f &- n.leadingZeroBitCount
    if top != otherTop { return top < otherTop }
    // Equal leading positions: aligning at the top shifts nothing out.
    return m &<< UInt64(m.leadingZeroBitCount) < n &<< UInt64(n.leadingZeroBitCount)
  }
}

extension Rational: Hashable {
  /// Hashes the form; equal numbers have one form.
  public func hash(into hasher: inout Hasher) {
    switch form {
    case .dyadic(let significand, let exponent):
      hasher.combine(significand)
      hasher.combine(exponent)
    case .general(let big): hasher.combine(big)
    }
  }
}
