extension Distribution where Outcome == Rational {
  /// The mean.
  public var mean: Rational { expectation { $0 } }

  /// The mean of the square.
  public var secondMoment: Rational { expectation { $0 * $0 } }

  /// The mean square of the deviation from the mean.
  public var variance: Rational {
    let mean = mean
    return expectation { ($0 - mean) * ($0 - mean) }
  }
}

extension Distribution where Outcome == [Rational] {
  // All outcomes have one length; another is a programmer error.

  /// The mean of each component.
  public var mean: [Rational] {
    var sums = [Rational](repeating: .zero, count: dimension)
    for entry in entries {
      for i in sums.indices { sums[i] += entry.probability * entry.outcome[i] }
    }
    return sums
  }

  /// The mean of the squared Euclidean length.
  public var secondMoment: Rational {
    expectation { $0.reduce(into: .zero) { $0 += $1 * $1 } }
  }

  /// The trace of the covariance: the variances of the components, summed.
  public var variance: Rational {
    let mean = mean
    return expectation { outcome in
      zip(outcome, mean).reduce(into: .zero) { sum, pair in
        let deviation = pair.0 - pair.1
        sum += deviation * deviation
      }
    }
  }

  /// The covariance of the components `i` and `j`; with `i == j`, a variance.
  public func covariance(_ i: Int, _ j: Int) -> Rational {
    let mean = mean
    return expectation { ($0[i] - mean[i]) * ($0[j] - mean[j]) }
  }

  /// The length that all outcomes share.
  private var dimension: Int {
    let length = entries[0].outcome.count
    precondition(
      entries.allSatisfy { $0.outcome.count == length },
      "outcomes of different lengths have no common mean")
    return length
  }
}
