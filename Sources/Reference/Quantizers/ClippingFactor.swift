public import ExactArithmetic

/// Where to clip values of a known distribution so that rounding and clipping err least together, under
/// the approximation that rounding errs by a twelfth of the squared step: the step is 2 alpha / 2^B.
///
/// Banner, Nahshan and Soudry, "Post training 4-bit quantization of convolutional networks for
/// rapid-deployment" (ACIQ), NeurIPS 2019, for both distributions; the equations are the derivatives of
/// its two sums.
public enum ClippingFactor {
  /// alpha over the standard deviation of a normal distribution: the root of
  /// 6 4^B (phi(t) - t Q(t)) = t, phi the density and Q the upper tail.
  public static func gaussian(bits: Int, precision: Int) -> Enclosure {
    // phi(t) - t Q(t) falls from phi(0), and t rises: one root.
    let weight = Rational(6) * .powerOfTwo(2 * bits)
    return root(precision) { t, digits in
      let density =
        Enclosure.exp(-(t * t).scaled(byPowerOfTwo: -1), precision: digits)
        / Enclosure.sqrt(Enclosure.pi(precision: digits).scaled(byPowerOfTwo: 1), precision: digits)
      let tail = Enclosure(.one) - Enclosure.normalCDF(t, precision: digits)
      return Enclosure(weight) * (density - Enclosure(t) * tail) - Enclosure(t)
    }
  }

  /// alpha over the mean magnitude of a Laplace distribution: W0(3 4^B), the root of w e^w = 3 4^B.
  public static func laplace(bits: Int, precision: Int) -> Enclosure {
    let log = Rational(3) * .powerOfTwo(2 * bits)
    return root(precision) { w, digits in
      Enclosure.log(log, precision: digits) - Enclosure.log(w, precision: digits) - Enclosure(w)
    }
  }

  /// The root of a falling function, between 2^-4 and 64, at most 2^-precision of itself wide.
  private static func root(
    _ precision: Int, _ function: (Rational, Int) -> Enclosure
  ) -> Enclosure {
    var (low, high) = (Rational.powerOfTwo(-4), Rational(64))
    while high - low > high.scaled(byPowerOfTwo: -precision) {
      let middle = (low + high).scaled(byPowerOfTwo: -1)
      switch Enclosure.decide(
        from: precision + 64, upTo: 4 * precision + 256, { function(middle, $0) })
      {
      case .less: high = middle
      case .greater: low = middle
      case .equal, .undecided: return Enclosure(lo: low, hi: high)
      }
    }
    return Enclosure(lo: low, hi: high)
  }
}
