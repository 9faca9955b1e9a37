public import ExactArithmetic

/// The sparsity of stochastic pruning where magnitudes are lognormal: `|x| = e^(mu + sigma Z)` with
/// a standard normal `Z`, natural logarithms throughout.
///
/// With `t = ln(threshold / e^mu) / sigma` the expected share of zeros and the squared cosine are
///
///     S    = Phi(t) - e^(sigma^2/2 - sigma t) Phi(t - sigma)
///     1/cos^2 = Phi(2 sigma - t) + e^(sigma t - 3 sigma^2/2) Phi(t - sigma)
///
/// from the truncated moments `E[|x|; |x| < e^(sigma t)] = e^(sigma^2/2) Phi(t - sigma)` and
/// `E[x^2; |x| >= e^(sigma t)] = e^(2 sigma^2) Phi(2 sigma - t)`, at `mu = 0`. `S` increases with
/// `t`: its derivative is the positive `sigma e^(sigma^2/2 - sigma t) Phi(t - sigma)`, the densities
/// cancelling. Chmiel et al., "Neural gradients are near-lognormal" (ICLR 2021).
public struct LognormalSparsity: Hashable, Sendable {
  /// The standard deviation of the natural logarithm, above 0.
  public let sigma: Rational

  /// Creates the model; `nil` unless `sigma > 0`.
  public init?(sigma: Rational) {
    guard sigma.signum > 0 else { return nil }
    self.sigma = sigma
  }

  /// The expected share of zeros, no wider than `2^-precision`.
  public func sparsity(at t: Rational, precision: Int) -> Enclosure {
    let half = Rational(1, over: 2)
    let drop = scaledTail(at: t, exponent: sigma * sigma * half - sigma * t, precision + 4)
    let found = Enclosure.normalCDF(t, precision: precision + 4) - drop
    return Enclosure(lo: max(found.lo, .zero), hi: min(found.hi, .one))
  }

  /// The squared cosine between values and results of expectations, about as wide as
  /// `2^-precision`.
  public func squaredCosine(at t: Rational, precision: Int) -> Enclosure {
    let exponent = sigma * t - Rational(3, over: 2) * sigma * sigma
    let tail = scaledTail(at: t, exponent: exponent, precision + 4)
    let kept = Enclosure.normalCDF(sigma + sigma - t, precision: precision + 4)
    let sum = kept + tail
    return Enclosure(lo: .one / max(sum.hi, .one), hi: .one / max(sum.lo, .one))
  }

  /// `ln(threshold / e^mu)` for a wanted share of zeros strictly between 0 and 1, no wider than
  /// `2^-precision` unless the sparsity itself cannot be told from the wanted one.
  ///
  /// Certified bisection: each end of the answer was proved to be on its side. `nil` outside (0, 1),
  /// where no threshold or every one of probability zero would do, and where the search leaves
  /// `|t| <= 64`.
  public func logThreshold(sparsity wanted: Rational, precision: Int) -> Enclosure? {
    guard wanted.signum > 0, wanted < .one else { return nil }
    func side(_ t: Rational) -> Decision {
      Enclosure.decide(against: wanted, from: 64, upTo: 512) { self.sparsity(at: t, precision: $0) }
    }
    var (low, high) = (Rational(-1), Rational(1))
    while side(low) != .less {
      low = low.scaled(byPowerOfTwo: 1)
      if low < Rational(-64) { return nil }
    }
    while side(high) != .greater {
      high = high.scaled(byPowerOfTwo: 1)
      if high > Rational(64) { return nil }
    }
    let width = Rational.powerOfTwo(-precision)
    while (high - low) * sigma > width {
      let middle = (low + high).scaled(byPowerOfTwo: -1)
      switch side(middle) {
      case .less: low = middle
      case .greater: high = middle
      case .equal: return Enclosure(sigma * middle)
      case .undecided: return Enclosure(lo: low * sigma, hi: high * sigma)
      }
    }
    return Enclosure(lo: low * sigma, hi: high * sigma)
  }

  /// `e^exponent Phi(t - sigma)`: a large factor of a small tail gets so many more bits for the tail.
  private func scaledTail(at t: Rational, exponent: Rational, _ precision: Int) -> Enclosure {
    // e^x < 2^(3x/2), and Phi < 1.
    let size = Rational(3, over: 2) * max(exponent, .zero)
    let extra = Int(size.ceiling.asInt64 ?? 0)
    let bits = precision + extra + 2
    let tail = Enclosure.normalCDF(t - sigma, precision: bits)
    let clipped = Enclosure(lo: max(tail.lo, .zero), hi: tail.hi)
    return Enclosure.exp(exponent, precision: precision + 2) * clipped
  }
}
