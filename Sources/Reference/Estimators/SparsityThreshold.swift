public import ExactArithmetic

/// Which threshold of a stochastic pruning makes the expected share of zeros a wanted one.
public enum SparsityThreshold: Hashable, Sendable {
  /// This one, the only one where it is above the smallest magnitude other than 0; 0 where the
  /// values have that share of zeros by themselves.
  case threshold(Rational)
  /// None: this larger share of the values is 0 by itself.
  case alreadySparser(Rational)
  /// None: every finite threshold keeps something of values that are not all 0, or there are no
  /// values, or the wanted share is none.
  case unreachable

  /// Finds the threshold for these values and a share of zeros in 0...1, exactly.
  ///
  /// With the `m` smallest magnitudes below the threshold, the expected number of zeros is
  /// `m - P_m / threshold`, where `P_m` is their sum; so the threshold is `P_m / (m - wanted)` for
  /// the one `m` for which that lies above magnitude number `m` and not above number `m + 1`. The
  /// expected number increases with the threshold, from the number of zeros to, never quite, all.
  public init(sparsity: Rational, of values: [Rational]) {
    let zeros = values.count(where: \.isZero)
    let wanted = sparsity * Rational(values.count)
    if values.isEmpty || sparsity.signum < 0 || sparsity > .one {
      self = .unreachable
    } else if wanted < Rational(zeros) {
      self = .alreadySparser(Rational(zeros, over: values.count))
    } else if wanted == Rational(zeros) {
      self = .threshold(.zero)
    } else {
      let sorted = values.map(\.magnitude).sorted()
      var sum = Rational.zero
      for (index, magnitude) in sorted.enumerated() {
        sum += magnitude
        let spare = Rational(index + 1) - wanted
        guard spare.signum > 0 else { continue }
        let candidate = sum / spare
        let next = index + 1 < sorted.count ? sorted[index + 1] : nil
        if candidate > magnitude, next.map({ candidate <= $0 }) ?? true {
          self = .threshold(candidate)
          return
        }
      }
      self = .unreachable
    }
  }
}
