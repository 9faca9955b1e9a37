/// How hard a search tries.
public enum Effort: Hashable, Sendable {
  /// Every sequence of choices, in lexicographic order.
  case exhaustive
  /// So many case indices, 0..<count, each a case that depends on the seed and its index alone.
  case sampled(count: UInt64, seed: UInt64)
  /// Every sequence when about `most` or fewer are expected, otherwise a sample.
  ///
  /// The expectation is the product of the ranges met by the case of all zeros: exact when no
  /// range depends on an earlier choice. Where those met by the case of all largest choices have a
  /// product of more than sixteen times `most`, a sample is taken at once; a search that turns out to be
  /// longer than four times `most` is given up for one.
  case exhaustiveUpTo(_ most: UInt64, orSampled: UInt64, seed: UInt64)
}

extension Effort {
  /// The effort in words: `exhaustive`, `sampled 1000 from seed 7`.
  public var text: String {
    switch self {
    case .exhaustive: "exhaustive"
    case .sampled(let count, let seed): "sampled \(count) from seed \(seed)"
    case .exhaustiveUpTo(let most, let count, let seed):
      "exhaustive up to \(most), or else sampled \(count) from seed \(seed)"
    }
  }
}
